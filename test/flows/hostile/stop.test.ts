import { sql } from 'drizzle-orm';
import type { Fault } from '../../../sandbox/domo/faults.ts';
import type { SeenMessage } from '../../../sandbox/slack/person/types.ts';
import { verifyAudit } from '../../../src/audit/verify.ts';
import { addLeavers, approve, approveUntil, askAndSee, datasetOf, firstLeaver } from '../../support/requests.ts';
import { ended, sharedSteward } from '../../support/steward.ts';
import { until } from '../../support/until.ts';

/*
 * Somebody who can write to the database takes a Stop back, or makes one up. What holds is the audit log's word.
 */

const datasets = 12;
let leaver = firstLeaver - 1;

const steward = sharedSteward({ world: (world) => addLeavers(world, 4, datasets) });

beforeEach(() => {
  leaver += 1;
});

afterEach(() => steward.domo.faults.clear());

const puts = () =>
  Array.from({ length: datasets }, (_, at) => steward.domo.calls.puts(datasetOf(leaver, at + 1))).reduce(
    (sum, each) => sum + each,
    0,
  );

/** Asked for, approved, and at its first write. */
async function underWay(fault: Fault): Promise<{ number: number; card: SeenMessage }> {
  const struck = steward.domo.faults.add(fault, { method: 'PUT', times: 1 });
  const asked = await askAndSee(steward, { from: leaver });
  await approve(steward, asked.card);
  await until(() => struck.hits > 0);
  return asked;
}

async function stop(card: SeenMessage): Promise<void> {
  const { slack } = steward;
  await slack.workspace.until(() => slack.as('emmy').now(card).buttons.includes('Stop') || undefined);
  await slack.as('emmy').press(slack.as('emmy').now(card), 'Stop', { confirm: true });
}

const verdict = () =>
  steward.inDatabase(async ({ db }) => {
    const result = await verifyAudit(db, { key: steward.config.auditKey });
    return result.ok ? 'intact' : result.why;
  });

test('taken out of the table while the app stands still: the run ends all the same, and verify says so', async () => {
  const { card, number } = await underWay({ kind: 'hang' });
  await stop(card);
  await steward.slack.as('emmy').seesChange(card, /Stopping \(asked by Emmy/);
  await steward.stop();
  const before = puts();
  await steward.inDatabase(({ db }) => db.execute(sql`update requests set stopped_by = null where number = ${number}`));
  const why = await verdict();
  await steward.start();
  await steward.slack.as('emmy').seesChange(card, ended({ stopped: datasets }));
  expect(puts()).toBe(before);
  expect(why).toContain(`the Stop of #${number}`);
}, 60_000);

test('taken out of the table as soon as it is there: the run that is under way ends all the same', async () => {
  await steward.stop();
  await steward.inDatabase(async ({ db }) => {
    await db.execute(
      sql.raw(`create function unstop() returns trigger language plpgsql as
        $$ begin new.stopped_by := null; return new; end $$`),
    );
    await db.execute(sql.raw('create trigger unstop before update on requests for each row execute function unstop()'));
  });
  await steward.start();
  const { card, number } = await underWay({ kind: 'slow', ms: 4_000 });
  await stop(card);
  await until(() => puts() > 0);
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 1, stopped: datasets - 1 }));
  await steward.stop();
  const why = await verdict();
  await steward.inDatabase(({ db }) => db.execute(sql.raw('drop trigger unstop on requests')));
  await steward.start();
  expect(puts()).toBe(1);
  expect(why).toContain(`the Stop of #${number}`);
}, 60_000);

test('made up while votes are missing: it lets nothing begin', async () => {
  const { domo } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/users' });
  await approveUntil(steward, card, /Approved by|Paused/);
  await steward.stop();
  domo.faults.clear();
  await steward.inDatabase(async ({ db }) => {
    const id = sql`(select id from requests where number = ${number})`;
    await db.execute(sql`delete from votes where request_id = ${id}`);
    await db.execute(
      sql`update requests set stopped_by = '{"slackId": "U0KARL00001", "name": "Karl"}' where id = ${id}`,
    );
  });
  const why = await verdict();
  await steward.start();
  await steward.slack.as('emmy').seesChange(card, /there weren't enough valid approvals/);
  expect(puts()).toBe(0);
  expect(why).toContain(`the Stop of #${number}`);
}, 60_000);
