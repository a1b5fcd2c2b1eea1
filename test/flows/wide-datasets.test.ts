import { sql } from 'drizzle-orm';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { items as itemsTable } from '../../src/store/tables.ts';
import { databaseAnswers } from '../support/answers.ts';
import { onPglite } from '../support/database.ts';
import { addLeavers, approve, approveUntil, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { ended, type Steward, startSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

/** Of 1,000 columns each. */
const wide = 8;
/** Of which another request has so many already. */
const [held, free] = [600, 60];
const [wideLeaver, manyLeaver] = [firstLeaver, firstLeaver + 1];

onPglite('what the database is asked for while datasets are handed over', () => {
  let steward: Steward;
  const { during, longest } = databaseAnswers();

  beforeAll(async () => {
    steward = await startSteward({
      world: (world) => {
        const columns = Array.from({ length: 1_000 }, (_, nth) => ({ name: `Column ${nth + 1}`, type: 'LONG' }));
        world.addUser({ id: wideLeaver, name: `Leaver ${wideLeaver}` });
        for (let nth = 1; nth <= wide; nth += 1)
          world.addDataset({ id: datasetOf(wideLeaver, nth), name: `Wide ${nth}`, ownerId: wideLeaver, columns });
        addLeavers(world, 1, held, manyLeaver);
      },
      // No card is painted in the middle of a run: each time all that it may show is read.
      overrides: { timing: { progress: 600_000 } },
    });
  }, 60_000);

  afterAll(() => steward.close());

  /** Of what was read before their writes. */
  async function widestSeen(): Promise<number> {
    const rows = await steward.inDatabase(({ db }) =>
      db.select({ width: sql<number>`coalesce(length(${itemsTable.seen}::text), 0)` }).from(itemsTable),
    );
    expect(rows.filter(({ width }) => width > 0).length).toBeGreaterThan(2);
    return Math.max(...rows.map(({ width }) => width));
  }

  /** What somebody sees of a plan, and has sent. */
  async function lookThrough(card: SeenMessage): Promise<void> {
    const emmy = steward.slack.as('emmy');
    await emmy.press(emmy.now(card), 'Details');
    await emmy.modal();
    expect(await emmy.search(/of 8 datasets/, '')).toHaveLength(wide);
    await emmy.pressInModal('Send me the CSV');
    await emmy.dismiss(/CSV of/);
  }

  test('what Domo showed of wide ones is read of one at a time by a run that goes on, and not at all by whoever looks', async () => {
    const { domo, slack } = steward;
    const { card } = await askAndSee(steward, { from: wideLeaver });
    const others = Array.from({ length: wide - 1 }, (_, nth) => datasetOf(wideLeaver, nth + 2));
    const hanging = domo.faults.add({ kind: 'hang' }, { method: 'PUT', datasets: others });
    await approve(steward, card);
    await until(() => hanging.hits > 2);
    await steward.stop();
    hanging.remove();
    const one = await widestSeen();
    const goOn = async () => {
      await steward.start();
      await slack.as('emmy').seesChange(card, ended({ verified: wide }));
    };
    expect(await longest(goOn)).toBeLessThan(2 * one);
    const read = await during(() => lookThrough(card));
    expect(read.filter((answer) => answer.includes('Column 7'))).toEqual([]);
  }, 60_000);

  test('what was left out of a plan is not read again for each dataset of it', async () => {
    await askAndSee(steward, { from: manyLeaver });
    for (let nth = held + 1; nth <= held + free; nth += 1)
      steward.domo.world.addDataset({ id: datasetOf(manyLeaver, nth), name: `Later ${nth}`, ownerId: manyLeaver });
    const { card } = await askAndSee(steward, { from: manyLeaver, by: 'blaise' });
    const read = await during(() => approveUntil(steward, card, { verified: free }));
    expect(read.filter((answer) => answer.includes('heldBy')).length).toBeLessThan(free / 2);
  }, 60_000);
});
