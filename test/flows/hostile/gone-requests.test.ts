import { sql } from 'drizzle-orm';
import type { SeenMessage } from '../../../sandbox/slack/person/types.ts';
import { addLeavers, approveUntil, firstLeaver } from '../../support/requests.ts';
import { numberIn } from '../../support/schema.ts';
import { askForHandOver, decidableCard, type Steward, startSteward } from '../../support/steward.ts';

/*
 * A rule counts an owner's datasets over a week of requests. Somebody who can write to the database takes an earlier one away before
 * the next is put to the stewards; the log still tells of it.
 */

let steward: Steward;
let leaver = firstLeaver - 1;

beforeAll(async () => {
  steward = await startSteward({
    policy: `channel: C0123456789
approvers: [S0123456789]
rules:
  - name: large hand-over
    when: { kind: owner, items: 3 }
    approvals: 2
`,
    world: (world) => addLeavers(world, 3, 4),
  });
}, 30_000);

beforeEach(() => {
  leaver += 1;
});

afterAll(() => steward.close());

/** Asks for two of the four datasets; resolves to the number and the card. */
async function askForTwo(first: 1 | 3): Promise<{ number: number; card: SeenMessage }> {
  const { slack } = steward;
  const from = { search: `Leaver ${leaver}`, option: new RegExp(`Leaver ${leaver}`) };
  const only = [first, first + 1].map((nth) => new RegExp(`Dataset ${nth} of ${leaver}`));
  expect(await askForHandOver(slack, { from, only })).toBeNull();
  const number = numberIn(await slack.as('sophie').dismiss(/#\d+ is being prepared/));
  return { number, card: await decidableCard(slack, number) };
}

const tables = ['items', 'votes', 'holds', 'messages', 'pings', 'questions', 'replies'];

test.each([
  [
    'taken out of the tables',
    (id: ReturnType<typeof sql>) => [
      ...tables.map((table) => sql`delete from ${sql.identifier(table)} where request_id = ${id}`),
      sql`delete from requests where id = ${id}`,
    ],
  ],
  [
    'said to be withdrawn',
    (id: ReturnType<typeof sql>) => [sql`update requests set state = 'withdrawn' where id = ${id}`],
  ],
])(
  'an earlier request that was %s counts all the same',
  async (_, statements) => {
    const first = await askForTwo(1);
    expect(first.card.text).toContain('0 of 1 from data-stewards');
    await approveUntil(steward, first.card, { verified: 2 });
    await steward.stop();
    await steward.inDatabase(async ({ db }) => {
      const { rows } = await db.execute<{ id: string }>(sql`select id from requests where number = ${first.number}`);
      for (const statement of statements(sql`${rows[0]?.id}::uuid`)) await db.execute(statement);
    });
    await steward.start();
    const second = await askForTwo(3);
    expect(second.card.text).toMatch(/0 of 2 from .* \(large hand-over\)/);
  },
  60_000,
);

test('one that was rejected counts no more', async () => {
  const emmy = steward.slack.as('emmy');
  const first = await askForTwo(1);
  await emmy.press(emmy.now(first.card), 'Reject');
  await emmy.modal();
  await emmy.fill('Reason', 'Not these');
  expect(await emmy.submit()).toBeNull();
  await emmy.seesChange(first.card, /Rejected/);
  const second = await askForTwo(3);
  expect(second.card.text).toContain('0 of 1 from data-stewards');
}, 60_000);
