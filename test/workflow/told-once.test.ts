import { sql } from 'drizzle-orm';
import { seeded } from '../../sandbox/domo/seed.ts';
import { parsePolicy } from '../../src/policy.ts';
import { countItems } from '../../src/store/items.ts';
import { findRequest } from '../../src/store/requests.ts';
import { apply } from '../../src/workflow/apply/apply.ts';
import { recheck } from '../../src/workflow/apply/recheck.ts';
import { submit } from '../../src/workflow/ask/submit.ts';
import type { Context } from '../../src/workflow/context.ts';
import { prepare } from '../../src/workflow/prepare/prepare.ts';
import { paint } from '../../src/workflow/tell/paint.ts';
import { accept } from '../../src/workflow/vote/accept.ts';
import { escalateIfDue } from '../../src/workflow/vote/escalate.ts';
import { vote } from '../../src/workflow/vote/vote.ts';
import { until } from '../support/until.ts';
import { startWorkbench, type Workbench } from './new-context.ts';

// One job may run twice at once, where the process that had it seemed lost. What the one did, the other does not tell of.

const policy = `channel: C0123456789
approvers: [U0EMMY00001]
fallback_approvers: [U0BLAISE001]
rules: [{ name: hand-over, when: { kind: owner }, require_acceptance: true }]
`;
/** Emmy's approval counts no more. */
const stricter = policy.replace('U0EMMY00001', 'U0ADA000001');

let bench: Workbench;
let requestId: string;

beforeEach(async () => {
  bench = await startWorkbench();
  await bench.ctx.catalog.sync();
  const ctx = under(policy);
  const form = { kind: 'owner', fromId: seeded.euler, toId: seeded.gauss, reason: 'x' } as const;
  const submitted = await submit(ctx, { ...form, datasets: { which: 'all' } }, 'U0SOPHIE001', 'a form');
  if (!submitted.ok) throw new Error(JSON.stringify(submitted));
  requestId = submitted.requestId;
  await prepare(ctx, { requestId }, unaborted());
  await paint(ctx, { requestId });
});

afterEach(() => bench.close());

function under(text: string): Context {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return { ...bench.ctx, policy: parsed.policy, policyNow: () => parsed.policy };
}

/** The first time the one, then the other. */
function alternately<T>(first: T, then: T): () => T {
  const left = [first];
  return () => left.shift() ?? then;
}

function unaborted(): AbortSignal {
  return new AbortController().signal;
}

async function stored() {
  const row = await findRequest(bench.ctx.database.db, requestId);
  if (row === undefined) throw new Error('It is gone.');
  return row;
}

async function approve(): Promise<void> {
  const ctx = under(policy);
  const click = { requestId, fingerprint: (await stored()).fingerprint ?? '' };
  const steward = { slackId: 'U0EMMY00001', choice: 'approve', place: 'details' } as const;
  expect(await vote(ctx, { ...click, ...steward })).toMatchObject({ ok: true });
  const owner = { slackId: 'U0CARL00001', choice: 'accept' } as const;
  expect(await accept(ctx, { ...click, ...owner })).toMatchObject({ settled: true });
}

/** Work that stands still where it is about to change something, the `nth` time, until it is let `go`. */
function hold(ctx: Context, work: (held: Context) => Promise<unknown>, nth = 1) {
  const ready = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  let changes = 0;
  const transaction: Context['database']['transaction'] = async (inside) => {
    changes += 1;
    if (changes === nth) {
      ready.resolve();
      await go.promise;
    }
    return ctx.database.transaction(inside);
  };
  const over = work({ ...ctx, database: { ...ctx.database, transaction } });
  return { ready: ready.promise, go: go.resolve, over };
}

/** All that is in the log of the request, and what jobs are to do: these count as done from then on. */
async function told(): Promise<{ events: string[]; jobs: string[] }> {
  const { db } = bench.ctx.database;
  const log = await db.execute<{ event: string }>(
    sql`select event from audit where request_id = ${requestId} order by seq`,
  );
  const queued = await db.execute<{ job: string }>(
    sql`with done as (delete from pgboss.job where data->>'requestId' = ${requestId} returning name, data)
      select concat_ws(' ', name, data->>'about', data->>'why') as job from done order by job`,
  );
  return { events: log.rows.map(({ event }) => event), jobs: queued.rows.map(({ job }) => job) };
}

test('two runs that count too few votes: one puts it back, drops what nobody gave, and has people called', async () => {
  await approve();
  await bench.ctx.database.db.execute(sql`update requests set acceptance = acceptance || '{"fingerprint": "f"}'`);
  const run = (ctx: Context) => apply(ctx, { requestId }, unaborted());
  const held = hold(under(stricter), run);
  await held.ready;
  await told();
  await run(under(stricter));
  const once = await told();
  expect(once.events.slice(-2)).toEqual(['acceptance_dropped', 'request_pending']);
  expect(once.jobs).toEqual(['paint', 'remind recounted', 'tell recounted']);
  held.go();
  await held.over;
  expect(await told()).toEqual({ events: once.events, jobs: [] });
});

test('a run that waited too long to begin leaves alone what the other one has begun', async () => {
  await approve();
  const { faults } = bench.domo;
  const away = faults.add({ kind: 'status', status: 503 }, { path: '/v1/users' });
  const late = { ...under(policy), timing: { ...bench.ctx.timing, giveUpAfter: 0 } };
  const held = hold(late, (ctx) => apply(ctx, { requestId }, unaborted()));
  await held.ready;
  away.remove();
  faults.add({ kind: 'hang' }, { method: 'PUT' });
  const stop = new AbortController();
  const begun = apply(under(policy), { requestId }, stop.signal).catch(() => undefined);
  await until(async () => (await countItems(bench.ctx.database.db, requestId)).writing > 0);
  const { events } = await told();
  held.go();
  await held.over;
  expect(await told()).toEqual({ events, jobs: [] });
  expect(await stored()).toMatchObject({ state: 'applying' });
  stop.abort();
  faults.clear();
  await begun;
});

test('two rounds of the clock that let fallback approvers join: they are called once', async () => {
  const ctx = under(policy);
  const late = { ...ctx, now: () => new Date(Date.now() + ctx.policy.escalateAfter) };
  const round = async (own: Context) => escalateIfDue(own, await stored());
  const held = hold(late, round);
  await held.ready;
  await told();
  await round(late);
  const once = await told();
  expect(once.jobs).toEqual(['paint', 'remind escalated']);
  held.go();
  await held.over;
  expect(await told()).toEqual({ events: once.events, jobs: [] });
});

test.each([
  ['to begin of a request that the other has put back', 1, stricter],
  ['to go on of a request that the other has finished', 2, policy],
])('a run that waits says nothing of it: %s', async (_, nth, others) => {
  await approve();
  const run = (ctx: Context) => apply(ctx, { requestId }, unaborted());
  const paused = under(`${policy}paused: true\n`);
  // Paused from before the begin on, or right after it.
  const policyNow = nth === 1 ? paused.policyNow : alternately(under(policy).policy, paused.policy);
  const held = hold({ ...paused, policyNow, wait: () => Promise.reject(new Error('It would wait.')) }, run, nth);
  await held.ready;
  await run(under(others));
  const { events } = await told();
  held.go();
  await expect(held.over).rejects.toThrow('It would wait.');
  expect(await told()).toEqual({ events, jobs: [] });
});

// An embedded database has one transaction at a time.
const onServer = process.env.TEST_DATABASE_URL === undefined ? test.skip : test;

onServer('two readings at once that find a change overwritten: each thing is told once', async () => {
  await approve();
  const ctx = under(policy);
  await apply(ctx, { requestId }, unaborted());
  const [dataset] = bench.domo.world.ownedBy(seeded.gauss);
  bench.domo.world.setOwner(dataset?.id ?? '', seeded.euler);
  await told();
  const looked = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const authenticEntries: Context['authenticEntries'] = async (...given) => {
    const found = await ctx.authenticEntries(...given);
    looked.resolve();
    await go.promise;
    return found;
  };
  const first = recheck({ ...ctx, authenticEntries }, { requestId }, unaborted());
  await looked.promise;
  let over = false;
  const second = recheck(ctx, { requestId }, unaborted()).then(() => {
    over = true;
  });
  await until(async () => over || (await someoneWaits()));
  go.resolve();
  await Promise.all([first, second]);
  const { events, jobs } = await told();
  expect(events.slice(-2)).toEqual(['owner_overwritten', 'owner_overwritten']);
  expect(jobs).toEqual(['paint', 'tell overwritten', 'tell overwritten', 'tell overwritten']);
});

async function someoneWaits(): Promise<boolean> {
  const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return (await bench.ctx.database.db.execute(waiting)).rows.length > 0;
}
