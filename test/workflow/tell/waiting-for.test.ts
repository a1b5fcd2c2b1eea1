import { randomUUID } from 'node:crypto';
import { sandboxPolicy } from '../../../sandbox/stage.ts';
import { parsePolicy } from '../../../src/policy.ts';
import { insertItems } from '../../../src/store/items.ts';
import { moveRequest } from '../../../src/store/requests.ts';
import type { Context } from '../../../src/workflow/context.ts';
import { waitingFor } from '../../../src/workflow/tell/lists.ts';
import { insertRequest, newRow } from '../../store/new-row.ts';
import { startWorkbench, type Workbench } from '../new-context.ts';

const open = 120;
const shown = 11;
const sophie = 'U0SOPHIE001';
const emmy = 'U0EMMY00001';
const blaise = 'U0BLAISE001';

/** Emmy may decide hand-overs, Blaise columns; how many of an owner's datasets were asked for, and their names, each count. */
const parsed = parsePolicy(`${sandboxPolicy}  - name: columns
    when: { kind: schema }
    approvers: [${blaise}]
  - name: large hand-over
    when: { kind: owner, items: 10 }
  - name: finance
    when: { datasets: 'Finance*', kind: owner }
`);

let bench: Workbench;
let ctx: Context;
let statements = 0;

beforeAll(async () => {
  bench = await startWorkbench();
  await bench.ctx.catalog.sync();
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  const { database } = bench.ctx;
  const db = new Proxy(database.db, {
    get(target, key) {
      if (key === 'select') statements += 1;
      return Reflect.get(target, key, target) as unknown;
    },
  });
  ctx = { ...bench.ctx, policy: parsed.policy, database: { ...database, db } };
  const to = { id: 28, name: 'Carl Friedrich Gauss' };
  for (let nth = 1; nth <= open; nth += 1) {
    const from = { id: 9_000 + nth, name: `Leaver ${nth}` };
    const facts = { from, to, risks: [null], ownerItems: 1 };
    const requester = { slackId: sophie, name: 'Sophie Germain' };
    const row = newRow({ requester, form: { fromId: from.id }, createdAt: new Date() });
    await database.transaction(async (tx) => {
      await insertRequest(tx, row);
      const item = {
        datasetId: `d${nth}`,
        datasetName: `Sales ${nth}`,
        pdp: false,
        change: { kind: 'owner' as const, before: from, after: to },
      };
      await insertItems(tx, { requestId: row.id, run: randomUUID(), position: 0 }, [item], new Set());
      await moveRequest(tx, row.id, 'preparing', { state: 'pending', facts });
    });
  }
});
beforeEach(() => {
  statements = 0;
});
afterAll(() => bench.close());

test('whoever may decide none of many requests is told so by few statements', async () => {
  expect(await waitingFor(ctx, blaise, { limit: shown })).toEqual([]);
  expect(statements).toBeLessThan(open / 10);
});

test('whoever may decide all of them sees the newest, by no more statements than those need', async () => {
  const lines = await waitingFor(ctx, emmy, { limit: shown });
  expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: shown }, (_, nth) => open - nth));
  expect(statements).toBeLessThan(5 * shown);
});
