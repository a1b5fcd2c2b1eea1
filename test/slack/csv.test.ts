import { itemsCsv } from '../../src/slack/csv.ts';
import type { ItemView } from '../../src/workflow/tell/request-view.ts';
import { itemWith } from './views/plain.ts';

async function csvOf(...given: Parameters<typeof itemsCsv>): Promise<string> {
  let text = '';
  for await (const piece of itemsCsv(...given)) text += piece;
  return text;
}

async function* pages(...given: ItemView[][]): AsyncGenerator<ItemView[]> {
  yield* given;
}

test('a plan lists every item of every page under one head line', async () => {
  const items = [itemWith({ datasetName: '=HYPERLINK("x")' }), itemWith({ datasetName: 'Two\nlines', pdp: true })];
  const [head, first, second] = (await csvOf(pages(items, [itemWith()]), 'plan')).split('\r\n');
  expect(head).toBe('\ufeffdataset,row security,owner before,owner after');
  expect(first).toBe('"\'=HYPERLINK(""x"")",no,Leonhard Euler,Carl Friedrich Gauss');
  expect(second).toContain('"Two\nlines"');
});

test('a result says what became of each, and why', async () => {
  const csv = await csvOf(pages([itemWith({ state: 'refused', reason: 'Domo said no' })]), 'result');
  expect(csv).toMatch(/,outcome,reason\r\n.*,Domo refused it,Domo said no\r\n$/);
});

test('a change of schema is a line for each column that changes', async () => {
  const before = [
    { name: 'Friend', type: 'STRING' },
    { name: 'Seat', type: 'LONG' },
  ];
  const after = [
    { name: 'Guest', type: 'STRING' },
    { name: 'Seat', type: 'DOUBLE' },
    { name: 'Age', type: 'LONG' },
  ];
  const item = itemWith({ change: { kind: 'schema', before, after, renames: { Friend: 'Guest' } } });
  const lines = (await csvOf(pages([item]), 'plan')).trim().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/,renamed,Friend,STRING,1,Guest,STRING,1$/),
      expect.stringMatching(/,type changed,Seat,LONG,2,Seat,DOUBLE,2$/),
      expect.stringMatching(/,added,,,,Age,LONG,3$/),
    ]),
  );
});

test('for those who may read them come ids, e-mails of then, and what to check it by', async () => {
  const settledAt = new Date('2026-10-12T11:11:09Z');
  const change = {
    kind: 'owner' as const,
    before: { id: 29, name: 'Leonhard Euler' },
    after: { id: 28, name: 'Carl Friedrich Gauss' },
  };
  const item = itemWith({ change, datasetName: '@SUM(1)', state: 'drifted', reason: '=cmd', settledAt });
  const owners = [{ id: 28, name: 'Carl Friedrich Gauss', email: 'carl@example.com' }];
  const record = {
    number: 42,
    fingerprint: 'a1b2',
    owners,
    rules: ['finance', '-1'],
    policyHash: '8c1e',
    auditHash: '5f2a',
  };
  const [head = '', row] = (await csvOf(pages([item]), 'result', record)).split('\r\n');
  expect(head.replace('\ufeff', '').split(',')).toEqual([
    'request',
    'dataset',
    'dataset ID',
    'row security',
    'owner before',
    'owner before: email',
    'owner before: Domo ID',
    'owner after',
    'owner after: email',
    'owner after: Domo ID',
    'outcome',
    'reason',
    'settled at (UTC)',
    'plan',
    'rules',
    'policy hash',
    'audit reference',
  ]);
  expect(row).toBe(
    "#42,'@SUM(1),2f09a073-54a4-4269-8c62-b776e67d59f0,no,Leonhard Euler,,29,Carl Friedrich Gauss," +
      "carl@example.com,28,skipped: changed in Domo in the meantime,'=cmd,2026-10-12T11:11:09.000Z,a1b2,finance;' -1,8c1e,5f2a",
  );
});
