import { type SQL, sql } from 'drizzle-orm';
import type { SeenMessage } from '../../../sandbox/slack/person/types.ts';
import type { Handle } from '../../../src/store/database.ts';
import { addLeavers, approve, askAndSee, auditLines, datasetOf, firstLeaver } from '../../support/requests.ts';
import { ended, sharedSteward } from '../../support/steward.ts';
import { until } from '../../support/until.ts';

const [replayed, grown] = [firstLeaver, firstLeaver + 1];
/** Nobody asks for what this one owns. */
const bystander = firstLeaver + 2;
const [gapped, cut] = [firstLeaver + 3, firstLeaver + 4];

const steward = sharedSteward({ world: (world) => addLeavers(world, 6, 2) });

const gauss = 28;
const puts = (leaver: number) => [1, 2].reduce((sum, nth) => sum + steward.domo.calls.puts(datasetOf(leaver, nth)), 0);

async function approvedFor(leaver: number): Promise<{ number: number; card: SeenMessage }> {
  const asked = await askAndSee(steward, { from: leaver });
  await approve(steward, asked.card);
  return asked;
}

async function tamperedBy(work: (db: Handle) => Promise<unknown>): Promise<void> {
  await steward.stop();
  await steward.inDatabase(({ db }) => work(db));
  await steward.start();
}

test('an approval that was used is not used again, and the audit log shows the attempt', async () => {
  const { card, number } = await approvedFor(replayed);
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 2 }));
  for (const nth of [1, 2]) steward.domo.world.setOwner(datasetOf(replayed, nth), replayed);
  const written = puts(replayed);
  await tamperedBy(async (db) => {
    const request = sql`(select id from requests where number = ${number})`;
    await db.execute(
      sql`update items set state = 'waiting', seen = null, settled_at = null where request_id = ${request}`,
    );
    await db.execute(sql`update requests set state = 'approved', settled_at = null where number = ${number}`);
  });
  const failed = await steward.slack.as('emmy').seesChange(card, /Nothing changed/);
  expect(failed.text).toContain("The audit log doesn't say that this was approved and is still to be done");
  expect(puts(replayed)).toBe(written);
  const last = (await auditLines(steward)).findLast((line) => line.number === number);
  expect(last).toMatchObject({ event: 'request_failed', detail: { tampered: 'state' } });
}, 60_000);

test('a dataset that is put into a run under way is not written', async () => {
  const planted = datasetOf(bystander, 1);
  // As somebody would do it beside the app at just that moment, and so that nothing but the plan speaks against it.
  await tamperedBy(async (db) => {
    await db.execute(
      sql.raw(`create function plant() returns trigger language plpgsql as $$
      begin
        insert into items (request_id, position, dataset_id, dataset_name, pdp, change, state, moved)
        values (new.request_id, 1000, '${planted}', 'Planted', false,
          jsonb_set(new.change, '{before}', '{"id": ${bystander}, "name": "Leaver ${bystander}"}'), 'waiting', false)
        on conflict do nothing;
        return new;
      end $$`),
    );
    await db.execute(
      sql.raw(`create trigger plant after update of state on items
      for each row when (new.state = 'writing' and new.dataset_name like '% of ${grown}') execute function plant()`),
    );
  });
  const { card } = await approvedFor(grown);
  const end = await steward.slack.as('emmy').seesChange(card, /The stored plan isn't the one that was approved/);
  expect(end.text).toContain('so nothing more was written');
  expect(steward.domo.calls.puts(planted)).toBe(0);
  expect(steward.domo.world.dataset(planted)?.ownerId).not.toBe(gauss);
}, 60_000);

describe('entries of the log that are taken away while a run stands still', () => {
  const takeAway = (which: SQL) => async (db: Handle) => {
    await db.execute(sql`alter table audit disable trigger all`);
    await db.execute(sql`delete from audit where ${which}`);
    await db.execute(sql`alter table audit enable trigger all`);
  };

  test.each([
    [
      'one in between',
      gapped,
      sql`seq = (select max(seq) from audit where event = 'item_writing')`,
      /The audit log is broken/,
    ],
    [
      'the last',
      cut,
      sql`seq = (select max(seq) from audit)`,
      /The audit log (?:disagrees about what happened|doesn't say that this was approved)/,
    ],
  ])(
    '%s: nothing more is written',
    async (_, leaver, which, why) => {
      const hanging = steward.domo.faults.add({ kind: 'hang' }, { method: 'PUT', datasets: [datasetOf(leaver, 1)] });
      const { card } = await approvedFor(leaver);
      await until(() => hanging.hits > 0);
      // One more entry, where it is not the last that is taken.
      if (leaver === gapped) await askAndSee(steward, { from: gapped + 2 });
      hanging.remove();
      let before = 0;
      await tamperedBy(async (db) => {
        before = puts(leaver);
        await takeAway(which)(db);
      });
      await steward.slack.as('emmy').seesChange(card, why);
      expect(puts(leaver)).toBe(before);
    },
    60_000,
  );
});
