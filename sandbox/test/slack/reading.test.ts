import fc from 'fast-check';
import { checkBlocks } from '../../slack/block-kit/check-blocks.ts';
import { createIds } from '../../slack/ids.ts';
import { readMrkdwn } from '../../slack/read-mrkdwn.ts';
import { renderBlocks } from '../../slack/render-text.ts';
import { createWorkspace } from '../../slack/workspace.ts';
import { defaultWorld } from '../../slack/world.ts';

const now = () => new Date('2026-03-01T09:00:00Z');
const workspace = createWorkspace(defaultWorld(), createIds(now), now);
const read = (text: string) => readMrkdwn(workspace, text);

test.each([
  ['*bold* _leaning_ ~gone~ `code`', 'bold leaning gone code'],
  ['sales_2024_final 2 * 3 * 4', 'sales_2024_final 2 * 3 * 4'],
  [
    '<@U0EMMY00001> in <#C0123456789|old> of <!subteam^S0123456789>',
    '@Emmy Noether in #domo-changes of @data-stewards',
  ],
  ['<https://domo.com|Sales &amp; more>', 'Sales & more'],
  ['<!date^1772355600^{date_short_pretty} at {time}|later>', 'Mar 1, 2026 at 9:00 AM'],
  ['<!channel>', '@channel'],
  ['&lt;!channel&gt; &amp;lt;', '<!channel> &lt;'],
])('%s reads %s', (text, expected) => {
  expect(read(text)).toBe(expected);
});

test('escaped text reads as it was written, whatever it is, and mentions nobody', () => {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const marks = /[*_~`\0]/g;
  fc.assert(
    fc.property(fc.string(), (text) => {
      const written = text.replace(marks, '');
      return read(escaped(written)) === written;
    }),
    { examples: [['>'], ['>a'], ['> a'], [':a:']] },
  );
});

describe('blocks', () => {
  test('read in order', () => {
    const plain = (text: string) => ({ type: 'plain_text', text });
    const blocks = [
      { type: 'header', text: plain('Plan') },
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*From* Leonhard' }, plain('To Carl')] },
      { type: 'markdown', text: '**Sales**' },
      { type: 'context', elements: [{ type: 'mrkdwn', text: '`9f3a2c1`' }] },
      {
        type: 'section',
        text: plain('amount DECIMAL'),
        accessory: { type: 'overflow', options: [{ text: plain('Rename'), value: 'rename' }] },
      },
    ];
    const checked = checkBlocks(blocks, 'message', new Set());
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    expect(renderBlocks(workspace, checked.value, {}).split('\n')).toEqual([
      'Plan',
      'From Leonhard',
      'To Carl',
      '[markdown]',
      '9f3a2c1',
      'amount DECIMAL  [… Rename]',
    ]);
  });
});
