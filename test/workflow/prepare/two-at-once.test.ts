import fc from 'fast-check';
import { seeded } from '../../../sandbox/domo/seed.ts';
import { findRequest } from '../../../src/store/requests.ts';
import { readStoredPlan } from '../../../src/store/stored-plan.ts';
import { holds, items } from '../../../src/store/tables.ts';
import type { Context } from '../../../src/workflow/context.ts';
import { prepare } from '../../../src/workflow/prepare/prepare.ts';
import { insertRequest, newRow } from '../../store/new-row.ts';
import { emptyDatabase } from '../../support/database.ts';
import { startWorkbench, type Workbench } from '../new-context.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.close());

/** A run of the job, of which each transaction begins when its turn has come; `begun`: once it has read Domo. */
function start(
  ctx: Context,
  requestId: string,
  turn: () => Promise<void>,
): { begun: Promise<void>; over: Promise<void> } {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const transaction: Context['database']['transaction'] = async (work) => {
    resolve();
    await turn();
    return ctx.database.transaction(work);
  };
  const own = { ...ctx, database: { ...ctx.database, transaction } };
  // A job that failed is run again.
  const over = prepare(own, { requestId }, new AbortController().signal).catch(() => undefined);
  return { begun, over };
}

test('two runs that prepare one request at once, in any order, freeze a plan that is the stored one, and hold all of it', async () => {
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    const { ctx, domo } = bench;
    await emptyDatabase(ctx.database);
    await ctx.catalog.sync();
    const ids = domo.world.ownedBy(seeded.euler).map(({ id }) => id);
    const form = { kind: 'owner', fromId: seeded.euler, toId: seeded.gauss, reason: 'x' };
    const some = { which: 'some', ids: ids.slice(0, 3), picked: [], pasted: '' };
    const { id } = newRow();
    const row = newRow({
      id,
      createdAt: new Date(),
      form: { ...form, datasets: some },
      requester: { slackId: 'U0SOPHIE001', name: 'Sophie' },
    });
    await ctx.database.transaction((tx) => insertRequest(tx, row));
    const turn = scheduler.scheduleFunction(async () => undefined);
    const first = start(ctx, id, turn);
    await first.begun;
    domo.world.rename(ids[0] ?? '', `Renamed ${Math.random()}`);
    const second = start(ctx, id, turn);
    await second.begun;
    await scheduler.waitFor(Promise.all([first.over, second.over]));
    await prepare(ctx, { requestId: id }, new AbortController().signal);
    const frozen = await findRequest(ctx.database.db, id);
    if (frozen === undefined) throw new Error('It is gone.');
    expect(frozen.state).toBe('pending');
    const { fingerprint } = await readStoredPlan(ctx.database.db, frozen);
    expect(frozen.fingerprint).toBe(fingerprint);
    const held = (await ctx.database.db.select().from(holds)).map(({ datasetId }) => datasetId);
    const planned = (await ctx.database.db.select().from(items)).map(({ datasetId }) => datasetId);
    expect(held).toEqual(expect.arrayContaining(planned));
  });
  await fc.assert(property, { numRuns: 30 });
}, 90_000);
