import { sql } from 'drizzle-orm';
import { verifyAudit } from '../../src/audit/verify.ts';
import { addOwner, checkNow, runToHands, take, toDo } from '../support/by-hand.ts';
import { approve, askAndSee, auditLines, datasetOf, firstLeaver } from '../support/requests.ts';
import { channel, decidableCard, ended, sharedSteward } from '../support/steward.ts';

const [gauss, germain] = [28, 31];
const tenOwner = firstLeaver + 50;
const day = 24 * 60 * 60_000;
const [ada, emmy] = ['U0ADA000001', 'U0EMMY00001'];
const policy = `channel: C0123456789
approvers: [${ada}, ${emmy}]
by_hand_within: 3d
`;

let leaver = firstLeaver;
/** How much the app's clock is before the machine's, in ms. */
let ahead = 0;
const overrides = { now: () => new Date(Date.now() + ahead) };

beforeEach(() => {
  leaver += 1;
});

const steward = sharedSteward({
  policy,
  overrides,
  domo: { now: overrides.now },
  world: (world) => {
    for (let nth = 1; nth <= 12; nth += 1) addOwner(world, firstLeaver + nth, { api: 2, connectors: 3 });
    addOwner(world, tenOwner, { api: 1, connectors: 10 });
  },
});

/** The clock that runs every minute runs at a start too. */
async function letPass(ms: number): Promise<void> {
  ahead += ms;
  await steward.restart({ policy, overrides });
}

function run(): ReturnType<typeof runToHands> {
  return runToHands(steward, { from: leaver, done: 2, left: 3 });
}

/** Somebody changes the owner of these in Domo's own pages. */
function giveInDomo(to: number, ...nth: number[]): void {
  for (const each of nth) steward.domo.world.setOwner(datasetOf(leaver, each), to);
}

async function sees(pattern: RegExp): Promise<string> {
  return (await steward.slack.as('emmy').sees(channel, pattern)).text;
}

test('what the API refuses is done by a person and proved by reading', async () => {
  const { slack } = steward;
  const { number, card } = await run();
  expect(card.buttons).toEqual(['Stop', 'Details']);
  expect(card.text).toContain('Waiting for Ada Lovelace or Emmy Noether');
  await slack.as('sophie').sees('dm', new RegExp(`#${number} · 2 of 5 datasets changed: .*\\n3 to do by hand in Domo`));

  const asked = await toDo(steward, number, 'ada');
  expect(asked.buttons).toEqual(["I'll do it", 'Details']);
  const dm = await take(steward, number, 'emmy');
  expect(dm.buttons).toEqual(['Check now', 'Give it back', 'Details']);
  expect(dm.text).toContain('New owner: Carl Friedrich Gauss, carl@example.com');
  await slack.as('ada').sees('dm', new RegExp(`#${number}: Emmy Noether is doing this`));
  expect(slack.as('ada').now(asked).buttons).toEqual(['Details']);
  await sees(/Emmy Noether is doing this · until/);

  giveInDomo(gauss, 3, 5);
  expect(await checkNow(steward, dm, 'emmy')).toContain(
    `2 of 3 done. Dataset 4 of ${leaver} still belongs to Leaver ${leaver}.`,
  );
  await sees(new RegExp(`#${number} · 4 of 5 datasets changed: .*\\n1 to do by hand`));
  giveInDomo(gauss, 4);
  expect(await checkNow(steward, dm, 'emmy')).toContain('3 of 3 done.');
  await sees(ended({ verified: 5 }));
  await slack.as('emmy').sees('dm', new RegExp(`#${number}: nothing is left to do by hand`));

  const lines = (await auditLines(steward)).filter((line) => line.number === number);
  const verified = lines.filter(({ event }) => event === 'item_verified').map(({ detail }) => detail);
  expect(verified.map(({ door }) => door).toSorted()).toEqual(['hand', 'hand', 'hand', 'public', 'public']);
  expect(verified.filter(({ door }) => door === 'hand').map(({ holder }) => holder)).toMatchObject(
    Array(3).fill({ slackId: emmy }),
  );
});

test('the datasets that are done are free, the others stay held', async () => {
  const { number } = await run();
  giveInDomo(37, 1, 3);
  // Longer ago than a reading of Domo is good for: other tests set the app's clock forward, and not Domo's.
  ahead += 660_000;
  const { card } = await askAndSee(steward, { from: 37, to: germain });
  expect(card.text).toMatch(new RegExp(`1 skipped: already in #${number}`));
  expect(card.text).toContain(`Dataset 1 of ${leaver}`);
});

test('nobody said that they did it, and Domo shows it at a later read', async () => {
  const { number } = await run();
  giveInDomo(gauss, 3, 4, 5);
  await letPass(120_000);
  await sees(new RegExp(`✅ #${number} · All 5 datasets changed and checked`));
});

test('what is done wrongly, for somebody else, or gone from Domo is left alone', async () => {
  const { number } = await run();
  const dm = await take(steward, number, 'ada');
  giveInDomo(germain, 3);
  steward.domo.world.deleteDataset(datasetOf(leaver, 4));
  giveInDomo(gauss, 5);
  expect(await checkNow(steward, dm, 'ada')).toContain('1 of 3 done. Details says what became of the rest.');
  const text = await sees(new RegExp(`⚠️ #${number} · 3 of 5 datasets changed`));
  expect(text).toContain('Its owner in Domo is now Sophie Germain (31)');
  expect(text).toContain('The dataset was deleted in Domo');
});

test('what nobody does is given up in time, also after restarts, and can be asked for again', async () => {
  const { number } = await run();
  await take(steward, number, 'emmy');
  await letPass(2 * day);
  await sees(new RegExp(`#${number} · 2 of 5 datasets changed: .*\\n3 to do by hand`));
  giveInDomo(gauss, 3);
  await letPass(day + 60_000);
  const text = await sees(new RegExp(`⚠️ #${number} · 3 of 5 datasets changed`));
  expect(text).toContain("Domo's API can't change it, and no one did it in time.");
  const card = await steward.slack.as('sophie').sees(channel, new RegExp(`#${number} · 3 of 5`));
  expect(card.buttons).toContain('Retry failed');
  const { card: again } = await askAndSee(steward, { from: leaver });
  expect(again.text).toContain('2 to do by hand in Domo after approval: ');
});

test('what was done before anyone was asked is done already, and is never undone', async () => {
  const { number } = await run();
  const dm = await take(steward, number, 'emmy');
  giveInDomo(gauss, 3, 4, 5);
  await checkNow(steward, dm, 'emmy');
  await sees(new RegExp(`✅ #${number} · All 5 datasets`));
  // Back by Undo, all of it: what was done by hand is to be done by hand again, and one is done before that.
  const card = await steward.slack.as('sophie').sees(channel, new RegExp(`✅ #${number} · All 5 datasets`));
  await steward.slack.as('sophie').press(card, 'Undo');
  await steward.slack.as('sophie').modal(`Undo #${number}`);
  await steward.slack.as('sophie').fill('Reason', 'Leaver came back');
  await steward.slack.as('sophie').submit();
  await steward.slack.as('sophie').closeModal('all');
  const undo = await decidableCard(steward.slack, number + 1);
  expect(undo.text).toContain('3 to do by hand in Domo after approval: ');
  giveInDomo(leaver, 3);
  await approve(steward, undo);
  await sees(new RegExp(`#${number + 1} · 3 of 5 datasets done: .*\\n2 to do by hand in Domo`));
  giveInDomo(leaver, 4, 5);
  await checkNow(steward, await take(steward, number + 1, 'ada'), 'ada');
  await sees(new RegExp(`✅ #${number + 1} · All 5 datasets done: .* · 4 changed and checked, 1 already so`));
});

test('of ten that a person is to do, three are done: these are said, the others named', async () => {
  const { number } = await runToHands(steward, { from: tenOwner, done: 1, left: 10 });
  const dm = await take(steward, number, 'emmy');
  for (const nth of [2, 3, 4]) steward.domo.world.setOwner(datasetOf(tenOwner, nth), gauss);
  const told = await checkNow(steward, dm, 'emmy');
  const named = [10, 11, 5].map((nth) => `Dataset ${nth} of ${tenOwner}`).join(', ');
  expect(told).toContain(`3 of 10 done. ${named} and 4 others still belong to Leaver ${tenOwner}.`);
  await steward.slack.as('emmy').seesChange(dm, /please change the owner of 7 datasets/);
});

test('what else moved meanwhile is told, and forbids nothing', async () => {
  const { number } = await run();
  const dm = await take(steward, number, 'emmy');
  giveInDomo(gauss, 3, 4, 5);
  steward.domo.world.setDescription(datasetOf(leaver, 3), 'Now of Carl');
  await checkNow(steward, dm, 'emmy');
  await sees(new RegExp(`✅ #${number} · All 5 datasets`));
  const shown = await steward.slack.as('emmy').sees(channel, new RegExp(`✅ #${number} · All 5 datasets`));
  await steward.slack.as('emmy').press(shown, 'Details');
  const { text } = await steward.slack.as('emmy').dismiss(`Details of #${number}`);
  expect(text).toContain('done by hand, checked in Domo. The description changed too.');
  expect(text).toContain('Emmy Noether does the rest by hand');
});

test('the log tells who had it; what somebody writes into the tables is not believed, and writes nothing', async () => {
  const { number } = await run();
  await steward.stop();
  const key = steward.config.auditKey;
  await steward.inDatabase(async ({ db }) => {
    const id = sql`(select id from requests where number = ${number})`;
    await db.execute(
      sql`update hand_work set holder = '{"slackId": "U0ADA000001", "name": "Ada"}' where request_id = ${id}`,
    );
    expect(await verifyAudit(db, { key })).toMatchObject({ ok: false, why: expect.stringContaining('by hand') });
  });
  await steward.start({ policy, overrides });
  const card = await steward.slack.as('emmy').sees(channel, new RegExp(`#${number} · 2 of 5 .*\\n3 to do by hand`));
  expect(card.text).toContain('Waiting for Ada Lovelace or Emmy Noether');
});
