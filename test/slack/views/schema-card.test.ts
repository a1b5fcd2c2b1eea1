import fc from 'fast-check';
import { checkBlocks, messageWeight } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import { checkView } from '../../../sandbox/slack/block-kit/check-view.ts';
import { limits } from '../../../sandbox/slack/block-kit/limits.ts';
import { diffSchema } from '../../../src/change/schema/diff.ts';
import { assessSchema } from '../../../src/change/schema/risk.ts';
import type { Column } from '../../../src/change/types.ts';
import { itemsCsv } from '../../../src/slack/csv.ts';
import { card, type Message } from '../../../src/slack/views/card.ts';
import { approveConfirm } from '../../../src/slack/views/confirm.ts';
import { details } from '../../../src/slack/views/details.ts';
import { noticeMessage } from '../../../src/slack/views/notices.ts';
import type { RequestView } from '../../../src/workflow/tell/request-view.ts';
import { anyone, itemWith, noLife, requestWith } from './plain.ts';

const nothing: ReadonlySet<string> = new Set();

function schemaRequest(
  before: Column[],
  after: Column[],
  renames: Record<string, string> = {},
  different: Partial<RequestView> = {},
): RequestView {
  const policies = [{ name: 'Own region', filters: [{ column: 'Region' }] }];
  const { risk, reasons } = assessSchema({ diff: diffSchema(before, after, renames), before, after, policies });
  const item = itemWith({ pdp: true, change: { kind: 'schema', before, after, renames } });
  return requestWith({
    kind: 'schema',
    from: undefined,
    to: undefined,
    dataset: { id: item.datasetId, name: item.datasetName, owner: { id: 30, name: 'Daniel Bernoulli' } },
    items: [item],
    schema: { risk, reasons, policies: ['Own region'], changes: diffSchema(before, after, renames).length },
    ...different,
  });
}

const guests = [
  { name: 'Friend', type: 'STRING' },
  { name: 'Attending', type: 'STRING' },
  { name: 'Seat', type: 'LONG' },
];

function texts(message: Message): string {
  return JSON.stringify(message.blocks);
}

function expectSound(message: Message): void {
  const checked = checkBlocks(message.blocks, 'message', nothing);
  expect(checked).toMatchObject({ ok: true });
  if (checked.ok) expect(messageWeight(checked.value)).toBeLessThanOrEqual(limits.messageBlockText);
  expect(message.text.length).toBeLessThanOrEqual(limits.updatedText);
  // What Slack reads as markup: the fallback too.
  expect([message.text, ...markup(message.blocks)].join('\n')).not.toContain('<!channel>');
}

function markup(shown: unknown): string[] {
  if (typeof shown !== 'object' || shown === null) return [];
  const own = 'type' in shown && shown.type === 'mrkdwn' && 'text' in shown ? [String(shown.text)] : [];
  return [...own, ...Object.values(shown).flatMap(markup)];
}

describe('the card of a schema request', () => {
  const after = [
    { name: 'Guest', type: 'STRING' },
    { name: 'Seat', type: 'STRING' },
    { name: 'Diet', type: 'STRING' },
  ];
  const request = schemaRequest(guests, after, { Friend: 'Guest' });

  test('says whose dataset it is, and each change once, on a line with its risk: the worst first', () => {
    const { blocks, text } = card(request);
    const lines = blocks.flatMap((block) => (block.type === 'section' ? (block.text?.text.split('\n') ?? []) : []));
    expect(lines.filter((line) => /^\*(?:Breaking|Check first|Safe)\* · /.test(line))).toEqual([
      '*Breaking* · Friend → Guest: breaks what uses this name 🔴',
      '*Breaking* · Attending removed: breaks what uses it; values may be lost for good 🔴',
      '*Check first* · Seat LONG → STRING: sums, sorting and filters may differ 🟡',
      '*Safe* · Diet (STRING) added last 🟢',
    ]);
    expect(lines).toContain('Sales daily · owner Daniel Bernoulli');
    expect(lines).toContain('Row security: “Own region” filters its rows');
    expect(texts({ text, blocks })).toContain('#42 · 4 column changes in Sales daily');
    expect(text).toContain('Friend → Guest: breaks');
  });

  test('has the dataset, how many columns and the worst of it on a lock screen', () => {
    const start = card(request).text.slice(0, 150);
    expect(start).toMatch(/^Approve\? #42: 4 column changes in Sales daily\. Breaking: Friend → Guest: breaks what/);
    const safe = schemaRequest(guests, [...guests, { name: 'Diet', type: 'STRING' }]);
    expect(card(safe).text).toMatch(/^Approve\? #42: 1 column change in Sales daily\.\n/);
  });

  test.each(['N'.repeat(255), '\u202eevitarepo\u202c שלום', '<!channel> <https://evil.example|here>'])(
    'of a dataset called %j shows the number, the count and what it is, and mentions nobody',
    (name) => {
      const dataset = { id: '2f09a073-54a4-4269-8c62-b776e67d59f0', name };
      const named = schemaRequest(guests, after, { Friend: 'Guest' }, { dataset });
      const message = card(named);
      expectSound(message);
      expectSound(noticeMessage({ about: 'finished', request: { ...named, state: 'applied' } }));
      expect(JSON.stringify(message.blocks[0])).toContain('#42 · 4 column changes in ');
      expect(message.text.slice(0, 150)).toContain('#42: 4 column changes in ');
      expect(checkView(details(named, anyone, { page: 0, items: [], life: noLife }), 'modal', nothing)).toMatchObject({
        ok: true,
      });
    },
  );

  test.each([
    [1, 0],
    [5, 0],
    [60, 55],
  ])('of %i changed columns names five, and says that there are %i more', (changed, more) => {
    const before = Array.from({ length: changed }, (_, n) => ({ name: `Column ${n}`, type: 'LONG' }));
    const request = schemaRequest(
      before,
      before.map(({ name }) => ({ name, type: 'DATE' })),
    );
    const shown = texts(card(request));
    expect(shown.match(/\*Breaking\* · /g)).toHaveLength(Math.min(5, changed));
    expect(shown.includes('more change')).toBe(more > 0);
    expect(shown.includes(`… and ${more} more changes in Details`)).toBe(more > 0);
  });

  test.each([
    [{ drifted: 1 }, ["Redo on today's columns"]],
    [{ unverified: 1 }, ['Retry failed']],
    [{ verified: 1 }, ['Undo']],
  ])('%j is followed by %j', (counts, buttons) => {
    const settled = schemaRequest(guests, after, {}, { state: 'failed', counts: { ...request.counts, ...counts } });
    for (const each of buttons) expect(texts(card(settled))).toContain(`"${each}"`);
  });

  test('1,000 columns of any names fit into card, plan, DM and CSV', async () => {
    const hostile = fc.constantFrom(
      '<!channel>',
      '&'.repeat(300),
      '😀'.repeat(100),
      '=1+1',
      '\u202e:x:',
      'שלום',
      '*_~`',
    );
    const drawn = fc.array(hostile, { minLength: 1000, maxLength: 1000 });
    await fc.assert(
      fc.asyncProperty(drawn, async (names) => {
        const before = names.map((name, i) => ({ name: `${i} ${name}`, type: 'LONG' }));
        const wide = schemaRequest(
          before,
          before.map(({ name }) => ({ name: `${name}!`, type: 'STRING' })),
        );
        expectSound(card(wide));
        expectSound(noticeMessage({ about: 'overwritten', request: wide }));
        for (const page of [0, 79]) {
          expect(checkView(details(wide, anyone, { page, items: [], life: noLife }), 'modal', nothing)).toMatchObject({
            ok: true,
          });
        }
        const pages = (async function* () {
          yield wide.items;
        })();
        let csv = '';
        for await (const piece of itemsCsv(pages, 'plan')) csv += piece;
        const lines = csv.trim().split('\r\n');
        expect(lines).toHaveLength(2001);
      }),
      { numRuns: 5 },
    );
  });
});

test('the question before an approval names the worst change in a sentence, without an emoji in it', () => {
  const after = [{ name: 'Guest', type: 'STRING' }, ...guests.slice(1)];
  const asked = schemaRequest(guests, after, { Friend: 'Guest' }, { reason: 'They are guests.' });
  expect(approveConfirm(asked)?.text.text).toBe(
    '1 column change in Sales daily. Breaking: Friend → Guest: breaks what uses this name. ' +
      'Starts when all approvals are in. Sophie Germain: “They are guests.”',
  );
});
