import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { verifyAudit } from '../../src/audit/verify.ts';
import { splitForFields } from '../../src/slack/pasted/print.ts';
import { requests as table } from '../../src/store/tables.ts';
import { databaseAnswers } from '../support/answers.ts';
import { onPglite } from '../support/database.ts';
import { jobsLeft } from '../support/jobs-left.ts';
import { numberIn, openColumns, pasteColumns, request } from '../support/schema.ts';
import { decidableCard, type Steward, startSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

/** Waiting at the same time, each as long as a plan gets. */
const waiting = 4;
const names = Array.from({ length: 1_000 }, (_, i) => `Column ${i + 1}`);

/** What lines about requests need, in characters, with room. */
const narrow = 10_000;

onPglite('with four changes of 1,000 columns waiting', () => {
  let steward: Steward;
  const { during, longest } = databaseAnswers();

  beforeAll(async () => {
    const ids = Array.from({ length: waiting }, () => randomUUID());
    steward = await startSteward({
      world: (world) => {
        const columns = names.map((name) => ({ name, type: 'LONG' }));
        for (const [i, id] of ids.entries())
          world.addDataset({ id, name: `Wide ${i}`, ownerId: 31, columns, streamId: 700 });
      },
    });
    const { slack } = steward;
    const sophie = slack.as('sophie');
    for (const id of ids) {
      await openColumns(sophie, id);
      const renamed = names.map((name, i) => ({ name: i === 0 ? name : `${name} of π`, type: 'LONG' }));
      expect(await pasteColumns(sophie, ...(splitForFields(renamed, 91) ?? []))).toBeNull();
      await sophie.modal(/999 changes/);
      const number = numberIn(await request(sophie, 'All at once'));
      await decidableCard(slack, number);
    }
  }, 180_000);

  afterAll(async () => {
    await steward.close();
  });

  // What a start sets going reads requests too.
  beforeEach(() => until(async () => (await jobsLeft(steward, 'paint', 'tell', 'remind', 'home')) === 0));

  /** Of the form and the facts of each. */
  async function widest(): Promise<number> {
    const widths = await steward.inDatabase(({ db }) =>
      db.select({ width: sql<number>`length(${table.form}::text) + length(${table.facts}::text)` }).from(table),
    );
    const one = Math.max(...widths.map(({ width }) => width));
    expect(one).toBeGreaterThan(narrow);
    return one;
  }

  test('Home of somebody who is no steward reads nothing of them', async () => {
    const read = await during(() => steward.slack.as('blaise').openHome());
    expect(read.filter((answer) => answer.includes('U0SOPHIE001'))).toEqual([]);
  });

  test("neither a steward's Home nor a list reads a plan", async () => {
    const [emmy, blaise] = [steward.slack.as('emmy'), steward.slack.as('blaise')];
    const shown = async () => {
      expect((await emmy.openHome()).text).toContain('Wide 3');
    };
    expect(await longest(shown)).toBeLessThan(narrow);
    const listed = async () => {
      await blaise.asks('/domo-schema list', /Wide 3/);
    };
    expect(await longest(listed)).toBeLessThan(narrow);
  });

  test('a start, which looks at all that is open and paints each card, reads them one by one', async () => {
    await steward.stop();
    const one = await widest();
    expect(await longest(() => steward.start())).toBeLessThan(2 * one);
  });

  test('audit verify reads them one by one', async () => {
    await steward.stop();
    const one = await widest();
    const verify = () =>
      steward.inDatabase(async ({ db }) => {
        expect(await verifyAudit(db, { key: steward.config.auditKey })).toMatchObject({ ok: true });
      });
    const longestOne = await longest(verify);
    await steward.start();
    expect(longestOne).toBeLessThan(2 * one);
  });
});
