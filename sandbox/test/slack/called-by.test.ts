import type { Block } from '../../slack/block-kit/blocks.ts';
import { calledBy } from '../../slack/called-by.ts';
import { createIds } from '../../slack/ids.ts';
import { createWorkspace } from '../../slack/workspace.ts';
import { defaultWorld } from '../../slack/world.ts';

const now = () => new Date('2026-03-01T09:00:00Z');
const workspace = createWorkspace(defaultWorld(), createIds(now), now);
const channel = workspace.channel('domo-changes');
if (channel === undefined) throw new Error('There is no such channel.');
const [emmy, ada, sophie] = ['U0EMMY00001', 'U0ADA000001', 'U0SOPHIE001'];

function called(text: string, blocks: Block[] = [], authorId: string | null = null): string[] {
  return channel === undefined
    ? []
    : calledBy(workspace, channel, workspace.post({ channelId: channel.id, authorId, text, blocks })).toSorted();
}

const section = (type: 'mrkdwn' | 'plain_text', text: string): Block => ({
  type: 'section',
  block_id: 'said',
  text: { type, text },
});

test.each([
  ['a person', `*Ask* <@${emmy}>`, [emmy]],
  ['one person twice', `<@${emmy}> and <@${emmy}>`, [emmy]],
  ['a group', '<!subteam^S0123456789>', [ada, emmy]],
  ['somebody who is not there', '<@U0NOBODY001>', []],
  ['what only looks like it', `&lt;@${emmy}&gt; \`<@${emmy}>\``, []],
])('a message calls those whom it mentions: %s', (_, text, expected) => {
  expect(called(text)).toEqual(expected);
  expect(called('In other words', [section('mrkdwn', text)])).toEqual(expected);
});

test('everyone, but for who wrote it', () => {
  const everyone = called('<!channel>');
  expect(everyone).toEqual([...channel.members].filter((id) => workspace.people.has(id)).toSorted());
  expect(called('<!channel>', [], sophie)).toEqual(everyone.filter((id) => id !== sophie));
});

test('plain text mentions nobody, nor does the text beside blocks', () => {
  expect(called(`<@${emmy}>`, [section('plain_text', `<@${emmy}>`)])).toEqual([]);
});
