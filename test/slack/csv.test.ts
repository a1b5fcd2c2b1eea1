import { itemsCsv } from '../../src/slack/csv.ts';
import type { ItemView } from '../../src/workflow/tell/request-view.ts';
import { itemWith } from './views/hostile.ts';

async function* pages(...given: ItemView[][]): AsyncGenerator<ItemView[]> {
  yield* given;
}

test('a plan lists every item of every page under one head line', async () => {
  const items = [itemWith({ datasetName: '=HYPERLINK("x")' }), itemWith({ datasetName: 'Two\nlines', pdp: true })];
  const [head, first, second] = (await itemsCsv(pages(items, [itemWith()]), 'plan')).toString('utf8').split('\r\n');
  expect(head).toBe(
    '\ufeffdataset,dataset id,row security,owner before,owner before: Domo ID,owner after,owner after: Domo ID',
  );
  expect(first).toBe(
    '"\'=HYPERLINK(""x"")",2f09a073-54a4-4269-8c62-b776e67d59f0,no,Leonhard Euler,29,Carl Friedrich Gauss,28',
  );
  expect(second).toContain('"Two\nlines"');
});

test('a result says what became of each, and why', async () => {
  const csv = await itemsCsv(pages([itemWith({ state: 'refused', reason: 'Domo said no' })]), 'result');
  expect(csv.toString('utf8')).toMatch(/,outcome,reason\r\n.*,Domo refused it,Domo said no\r\n$/);
});

test('a change of schema is a line for each column that changes', async () => {
  const before = [{ name: 'Friend', type: 'STRING' }];
  const after = [...before, { name: 'Age', type: 'LONG' }];
  const item = itemWith({ change: { kind: 'schema', before, after, renames: {} } });
  const lines = (await itemsCsv(pages([item]), 'plan')).toString('utf8').trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/added,.*Age,LONG,2$/);
});
