import { sql } from 'drizzle-orm';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { queues } from '../../src/jobs/queues.ts';
import {
  addLeavers,
  approve,
  approveUntil,
  askAndSee,
  auditLines,
  datasetOf,
  eventsOf,
  firstLeaver,
} from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';

/** So many runs hold all workers. */
const holding = queues.apply.workers;
const begun = Array.from({ length: holding }, (_, nth) => firstLeaver + nth);
/** Of these one's plan is rewritten while its run stands still. */
const [rewritten] = begun;
const [recounted, tampered, unchanged, stopped, forged, misjudged, begunByHand] = Array.from(
  { length: 7 },
  (_, nth) => firstLeaver + holding + nth,
) as [number, number, number, number, number, number, number];
const requests = new Map<number, { number: number; card: SeenMessage }>();

// Some runs hold all workers, so that the others stay approved, and not begun, while the app is stopped; meanwhile the
// database is tampered with and the policy changes.
const steward = sharedSteward({
  policy: 'channel: C0123456789\napprovers: [U0EMMY00001, U0ADA000001]\n',
  world: (world) => addLeavers(world, holding + 7, 2),
});

beforeAll(async () => {
  const { slack, domo } = steward;
  domo.faults.add({ kind: 'hang' }, { method: 'PUT' });
  for (const [leaver, by] of [
    ...begun.map((leaver) => [leaver, 'emmy'] as const),
    [recounted, 'emmy'],
    [tampered, 'ada'],
    [unchanged, 'ada'],
    [stopped, 'emmy'],
    [misjudged, 'ada'],
  ] as const) {
    const asked = await askAndSee(steward, { from: leaver });
    requests.set(leaver, asked);
    await approveUntil(steward, asked.card, leaver < recounted ? /⚙️ Changing datasets: \d+ of/ : /Starting now/, by);
  }
  const { card: tooLong } = request(stopped);
  await slack.as('sophie').press(slack.as('sophie').now(tooLong), 'Stop', { confirm: true });
  await slack.as('emmy').seesChange(tooLong, /Stopping \(asked by Sophie Germain\)/);
  for (const leaver of [forged, begunByHand]) requests.set(leaver, await askAndSee(steward, { from: leaver }));
  await steward.stop();
  domo.faults.clear();
  const byHand = request(forged).number;
  await steward.inDatabase(async ({ db }) => {
    for (const leaver of [rewritten, tampered]) {
      await db.execute(sql`
        update items set change = jsonb_set(change, '{after}', '{"id": 31, "name": "Sophie Germain"}')
        where dataset_id = ${datasetOf(leaver as number, 2)}`);
    }
    await db.execute(sql`
      update requests set facts = jsonb_set(facts, '{ownerItems}', '0') where number = ${request(misjudged).number}`);
    await db.execute(sql`
      update requests set state = 'applying', started_at = now() where number = ${request(begunByHand).number}`);
    const voter = { slackId: 'U0ADA000001', name: 'Ada Lovelace' };
    await db.execute(sql`
      insert into votes (request_id, slack_id, voter, choice, fingerprint, policy_hash, at)
      select id, ${voter.slackId}, ${JSON.stringify(voter)}::jsonb, 'approve', fingerprint, '', now()
      from requests where number = ${byHand}`);
    await db.execute(sql`update requests set state = 'approved' where number = ${byHand}`);
  });
  await steward.start({ policy: 'channel: C0123456789\napprovers: [U0ADA000001, U0CARL00001]\n' });
}, 60_000);

function request(leaver: number): { number: number; card: SeenMessage } {
  const found = requests.get(leaver);
  if (found === undefined) throw new Error(`Nobody asked for ${leaver}`);
  return found;
}

function puts(leaver: number): number {
  return [1, 2].reduce((sum, nth) => sum + steward.domo.calls.puts(datasetOf(leaver, nth)), 0);
}

test('a run that had begun goes on after a stop', async () => {
  for (const leaver of begun.slice(1))
    await steward.slack.as('emmy').seesChange(request(leaver).card, ended({ verified: 2 }));
});

test('an approval that still counts under the policy in force is enough', async () => {
  await steward.slack.as('emmy').seesChange(request(unchanged).card, ended({ verified: 2 }));
});

test('one that counts no more puts the request back to pending, and says whose vote fell away', async () => {
  const { card, number } = request(recounted);
  const emmy = steward.slack.as('emmy');
  const back = await emmy.seesChange(card, /Waiting for approval/);
  expect(back.text).toContain("weren't enough valid approvals: Emmy Noether (no longer a steward)");
  expect(back.text).toMatch(/Emmy Noether approved \(doesn't count: no longer a steward\)/);
  expect(puts(recounted)).toBe(0);
  const told = new RegExp(`#${number}\\b[\\s\\S]*Waiting for approval[\\s\\S]*enough valid approvals`);
  await steward.slack.as('sophie').sees('dm', told);
  const events = await eventsOf(steward, number);
  expect(events.slice(-2)).toEqual(['request_approved', 'request_pending']);

  await approve(steward, back, 'ada');
  const done = await emmy.seesChange(card, ended({ verified: 2 }));
  expect(done.text).not.toContain('enough valid approvals');
  expect(
    steward.slack
      .as('sophie')
      .dms()
      .filter(({ text }) => text.includes(`#${number} `) && text.includes('on a recount')).length,
  ).toBeLessThanOrEqual(1);
});

test('a plan that was tampered with is not applied: nothing is written, and the audit log has both fingerprints', async () => {
  const { card, number } = request(tampered);
  const failed = await steward.slack.as('emmy').seesChange(card, /[Nn]othing changed/);
  expect(failed.text).toContain("The stored plan isn't the one that was approved, so nothing was written");
  expect(failed.text).toContain('2 not done');
  await steward.slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*[Nn]othing changed`));
  expect(puts(tampered)).toBe(0);
  const audited = (await auditLines(steward)).find((line) => line.number === number && line.event === 'request_failed');
  const { approved, found } = audited?.detail ?? {};
  expect(card.text).toContain(String(approved).slice(0, 7));
  expect(found).toMatch(/^[0-9a-f]{64}$/);
  expect(found).not.toBe(approved);
});

test('a plan that was rewritten under way is not gone on with', async () => {
  const { card } = request(rewritten as number);
  const failed = await steward.slack.as('emmy').seesChange(card, /[Nn]othing changed/);
  expect(failed.text).toContain('so nothing more was written');
  expect(steward.domo.calls.puts(datasetOf(rewritten as number, 2))).toBe(0);
});

test.each([
  ['one whose rules would be found by other facts than the stewards saw', misjudged, "isn't the one that was approved"],
  ['one that was approved in the database, with a vote for it', forged, "doesn't say that this was approved"],
  ['one that was put under way in the database', begunByHand, "doesn't say that this was approved"],
])('%s is not applied', async (_, leaver, why) => {
  await steward.slack.as('emmy').seesChange(request(leaver).card, new RegExp(`[Nn]othing changed[\\s\\S]*${why}`));
  expect(puts(leaver)).toBe(0);
});

test('one that was stopped before it began writes nothing, also when its approvals no longer suffice', async () => {
  const done = await steward.slack.as('emmy').seesChange(request(stopped).card, ended({ stopped: 2 }));
  expect(done.text).toContain('Stopped by Sophie Germain');
  expect(puts(stopped)).toBe(0);
});
