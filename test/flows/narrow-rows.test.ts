import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { splitForFields } from '../../src/slack/pasted/print.ts';
import { requests as table } from '../../src/store/tables.ts';
import { onPglite } from '../support/database.ts';
import { everyQuery } from '../support/every-query.ts';
import { numberIn, openColumns, pasteColumns, request } from '../support/schema.ts';
import { decidableCard, type Steward, startSteward } from '../support/steward.ts';

/** Waiting at the same time, each as long as a plan gets. */
const waiting = 4;
const names = Array.from({ length: 1_000 }, (_, i) => `Column ${i + 1}`);

/** What lines about requests need, in characters, with room. */
const narrow = 10_000;

onPglite('with four changes of 1,000 columns waiting', () => {
  let answers: number[] = [];
  let steward: Steward;

  everyQuery(async (query) => {
    const rows = await query();
    answers.push(JSON.stringify(rows)?.length ?? 0);
    return rows;
  });

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

  /** How long the longest answer of the database was while this was done, as JSON. */
  async function longest(act: () => Promise<unknown>): Promise<number> {
    answers = [];
    await act();
    expect(answers.length).toBeGreaterThan(0);
    return Math.max(...answers);
  }

  test('neither Home of somebody who is no steward nor a list reads a plan', async () => {
    const blaise = steward.slack.as('blaise');
    expect(await longest(() => blaise.openHome())).toBeLessThan(narrow);
    const listed = async () => {
      await blaise.asks('/domo-schema list', /Wide 3/);
    };
    expect(await longest(listed)).toBeLessThan(narrow);
  });

  test('a start, which looks at all that is open and paints each card, reads them one by one', async () => {
    await steward.stop();
    const widths = await steward.inDatabase(({ db }) =>
      db.select({ width: sql<number>`length(${table.form}::text) + length(${table.facts}::text)` }).from(table),
    );
    const one = Math.max(...widths.map(({ width }) => width));
    expect(one).toBeGreaterThan(narrow);
    expect(await longest(() => steward.start())).toBeLessThan(2 * one);
  });
});
