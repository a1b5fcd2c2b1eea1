import { sql } from 'drizzle-orm';
import { createLogger } from '../../src/logger.ts';
import { datasets, syncs } from '../../src/store/tables.ts';
import { addLeavers, approve, approveUntil, askAndSee, firstLeaver } from '../support/requests.ts';
import { ended, freshSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const steward = freshSteward({ world: (world) => addLeavers(world, 1) });

/** As if the credentials were for another Domo instance from now on. */
function giveTheDatabaseTo(customer: string): Promise<unknown> {
  return steward.inDatabase(({ db }) =>
    db.execute(sql`update settings set value = ${customer} where key = 'customer'`),
  );
}

test('a start with credentials for another Domo instance is refused', async () => {
  await steward.stop();
  await giveTheDatabaseTo('physicists');
  await expect(steward.start()).rejects.toMatchObject({
    name: 'StartupError',
    problems: [
      expect.stringMatching(/belongs to the Domo instance “physicists”, and the credentials are for “mathematicians”/),
    ],
  });
});

test('where Domo was away at the start, nothing of the other instance is read', async () => {
  const { domo } = steward;
  await steward.stop();
  await giveTheDatabaseTo('physicists');
  await steward.inDatabase(({ db }) => db.execute(sql`delete from datasets`));
  domo.faults.add({ kind: 'status', status: 503 }, { path: '/oauth' });
  const lines: string[] = [];
  const logger = createLogger({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
  await steward.start({ overrides: { logger } });
  const read = domo.calls.count('GET', '/v1');
  domo.faults.clear();
  // The first reading ends by it, once Domo has issued a token.
  await until(() => lines.some((line) => line.includes('a job failed') && line.includes('physicists')));
  await steward.stop();
  const problems = await steward.inDatabase(({ db }) => db.select({ problem: syncs.problem }).from(syncs));
  expect(problems.map(({ problem }) => problem)).toContainEqual(
    expect.stringContaining('belongs to the Domo instance “physicists”'),
  );
  expect(domo.calls.count('GET', '/v1')).toBe(read);
  expect(await steward.inDatabase(({ db }) => db.select().from(datasets))).toEqual([]);
});

test('where Domo was away at the start, the run finds it out before it writes', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: firstLeaver });
  const hanging = domo.faults.add({ kind: 'hang' }, { method: 'PUT' });
  await approve(steward, card);
  await until(() => hanging.hits > 0);
  await steward.stop();
  await giveTheDatabaseTo('physicists');
  domo.faults.clear();
  domo.faults.add({ kind: 'status', status: 503 }, { path: '/oauth' });
  const puts = domo.calls.count('PUT');
  await steward.start();
  domo.faults.clear();
  // The one that was being written cannot be read: it is another instance's.
  const done = await steward.slack.as('emmy').seesChange(card, ended({ refused: 1, unverified: 1 }));
  expect(done.text).toContain('belongs to the Domo instance “physicists”');
  expect(domo.calls.count('PUT')).toBe(puts);
});

test('where the credentials are for another instance from some token on, nothing more is written', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: firstLeaver });
  const ofAnother = (json: unknown) => ({ ...(json as object), customer: 'physicists' });
  domo.faults.add({ kind: 'edited', edit: ofAnother }, { path: '/oauth' });
  domo.expireTokens();
  await approveUntil(steward, card, /Paused: This database belongs to the Domo instance “mathematicians”/);
  expect(domo.calls.count('PUT')).toBe(0);
  domo.faults.clear();
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 2 }));
});
