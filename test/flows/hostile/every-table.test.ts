import { type SQL, sql } from 'drizzle-orm';
import { addLeavers, approve, approveUntil, ask, askAndSee, datasetOf, firstLeaver } from '../../support/requests.ts';
import { channel, decidableCard, sharedSteward } from '../../support/steward.ts';
import { until } from '../../support/until.ts';
import { type Stage, stages } from './tampering.ts';
import { ofRequests, planted, tamperings } from './tamperings.ts';

/*
 * Somebody who can write to the database, and has not AUDIT_KEY, changes, adds and removes rows of every table, wherever a
 * request stands. All of it is done, each table's rows to a request of its own, and the app is started on what is left. What
 * `audit verify` says of each is in verdicts.test.ts.
 */

/** Of which tables rows are changed where; in `running` as many as there are workers, which they hold while others are approved. */
const tables: Record<Stage, string[]> = {
  done: ['requests', 'items', 'votes', 'holds', 'pgboss.job'],
  running: ['items', 'messages', 'pgboss.job'],
  approved: ['requests', 'items', 'votes', 'holds', 'hand_work', 'messages', 'pgboss.job'],
  pending: ofRequests,
  preparing: ['requests', 'items', 'votes', 'holds', 'pgboss.job'],
};

interface Case {
  table: string;
  stage: Stage;
  leaver: number;
}

const cases = stages.flatMap((stage) => tables[stage].map((table): Omit<Case, 'leaver'> => ({ stage, table })));
const all: Case[] = cases.map((each, nth) => ({ ...each, leaver: firstLeaver + nth }));
/** Nothing is written any more: it was done, or what was put to the stewards is not what is there. */
const isOver = ({ table, stage }: Case) =>
  stage === 'done' || table === 'requests' || (table === 'items' && stage !== 'preparing');
/** It waits for votes again: those that were given are gone. */
const isShort = ({ table, stage }: Case) => table === 'votes' && (stage === 'pending' || stage === 'approved');

const numbers = new Map<Case, number>();
const missing: string[] = [];
let putsBefore: Map<Case, number>;

const idsOf = (leaver: number) => [datasetOf(leaver, 1), datasetOf(leaver, 2)];
const putsOf = ({ leaver }: Case) => idsOf(leaver).reduce((sum, id) => sum + steward.domo.calls.puts(id), 0);
/** Not always both: what is removed from the catalog while a request is prepared is not found. */
const hasMoved = ({ leaver }: Case) => steward.domo.world.ownedBy(leaver).length < 2;

const cardsOf = (each: Case) =>
  steward.slack
    .as('ada')
    .messages(channel)
    .filter(({ text }) => text.startsWith(`#${numbers.get(each)} ·`));

async function bring(stage: Stage): Promise<void> {
  for (const each of all.filter((one) => one.stage === stage)) {
    if (stage === 'preparing') {
      numbers.set(each, await ask(steward, { from: each.leaver }));
      continue;
    }
    const { number, card } = await askAndSee(steward, { from: each.leaver });
    numbers.set(each, number);
    await approveUntil(steward, card, /1 of 2/, 'emmy');
    if (stage === 'pending') continue;
    await approve(steward, card, 'ada');
    const stands = { done: /changed and checked/, running: /⚙️ Changing datasets: 0 of 2/, approved: /Starting now/ }[
      stage
    ];
    await steward.slack.as('emmy').seesChange(card, stands);
  }
}

function idOf(each: Case | undefined): SQL {
  return sql`(select id from requests where number = ${each && numbers.get(each)})`;
}

const steward = sharedSteward({
  policy: 'channel: C0123456789\napprovers: [U0EMMY00001, U0ADA000001]\napprovals: 2\n',
  world: (world) => {
    addLeavers(world, all.length + 1, 2);
    world.addUser({ id: planted.ownerId, name: 'Bystander' });
    world.addDataset({ ...planted, name: 'Planted' });
  },
  env: { DOMO_CONCURRENCY: '8' },
});

beforeAll(async () => {
  await bring('done');
  steward.domo.faults.add({ kind: 'hang' }, { method: 'PUT' });
  for (const stage of ['running', 'approved', 'pending'] as const) await bring(stage);
  steward.domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/users' });
  await bring('preparing');
  await steward.stop();
  steward.domo.faults.clear();
  for (const each of all.filter(({ stage }) => stage === 'done'))
    for (const id of idsOf(each.leaver)) steward.domo.world.setOwner(id, each.leaver);
  await steward.inDatabase(async (database) => {
    const { rows } = await database.db.execute<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = 'public'`,
    );
    missing.push(...rows.map(({ name }) => name).filter((name) => !(name in tamperings)));
    // Requests last: the others find theirs by number.
    for (const [table, some] of Object.entries(tamperings).toReversed()) {
      const touched = all.filter((each) => each.table === (ofRequests.includes(table) ? table : 'holds'));
      for (const each of touched) {
        const { rows } = await database.db.execute<{ id: string }>(sql`select ${idOf(each)} as id`);
        const id = sql`${rows[0]?.id}::uuid`;
        for (const { by } of some.filter(({ onlyLooked }) => !onlyLooked)) await database.db.execute(by(id));
      }
    }
  });
  putsBefore = new Map(all.map((each) => [each, putsOf(each)]));
  await steward.start();
}, 300_000);

test('each table of the database is in the list', () => {
  expect(missing).toEqual([]);
});

test('what goes on is done as it was approved, and nothing else is written', async () => {
  const goOn = all.filter((each) => !isOver(each) && !isShort(each));
  for (const each of all.filter(({ stage, table }) => stage === 'preparing' && table !== 'requests')) {
    const card = await decidableCard(steward.slack, numbers.get(each) ?? 0);
    await approve(steward, card, 'emmy');
    await approve(steward, card, 'ada');
  }
  // Emmy has approved these before.
  for (const each of goOn.filter(({ stage }) => stage === 'pending')) {
    // Whose card the app doesn't know any more gets another one, and only that one counts then.
    if (each.table === 'messages') await until(() => cardsOf(each).length > 1);
    await approve(steward, await decidableCard(steward.slack, numbers.get(each) ?? 0, 'ada'), 'ada');
  }
  await until(() => goOn.every(hasMoved));
  for (const each of all.filter((one) => isOver(one) || isShort(one))) {
    expect({ ...each, puts: putsOf(each) }).toEqual({ ...each, puts: putsBefore.get(each) });
  }
  expect(steward.domo.calls.puts(planted.id)).toBe(0);
}, 120_000);

test('the app goes on as ever', async () => {
  const leaver = firstLeaver + all.length;
  const { card } = await askAndSee(steward, { from: leaver, by: 'blaise' });
  for (const who of ['emmy', 'ada']) await approve(steward, card, who);
  await until(() => steward.domo.world.ownedBy(leaver).length === 0);
}, 60_000);
