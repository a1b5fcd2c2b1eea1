import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { addOwner, checkNow, runToHands, take, toDo } from '../support/by-hand.ts';
import { approve, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { channel, ended, type Steward, startSteward } from '../support/steward.ts';

const hour = 60 * 60_000;
const gauss = 28;
const [ada, emmy, carl] = ['U0ADA000001', 'U0EMMY00001', 'U0CARL00001'];
const policy = `channel: C0123456789
approvers: [${ada}, ${emmy}]
by_hand: [${emmy}, ${carl}]
by_hand_within: 3d
remind_after: [5h]
quiet_hours: 20:00-08:00
time_zone: UTC
`;

let steward: Steward;
/** Of a Domo that never took a write of the app. */
let fresh: Steward | undefined;
let leaver = firstLeaver;
/** How much the app's clock is before the machine's: it is Tuesday, 9 in the morning in UTC, when a test begins. */
let ahead = 0;
const overrides = { now: () => new Date(Date.now() + ahead) };

beforeAll(async () => {
  ahead = Date.parse('2026-03-03T09:00:00Z') - Date.now();
  steward = await startSteward({
    policy,
    overrides,
    domo: { now: overrides.now },
    world: (world) => {
      for (let nth = 1; nth <= 8; nth += 1) addOwner(world, firstLeaver + nth, { api: 1, connectors: 2 });
    },
  });
});

beforeEach(() => {
  leaver += 1;
});

afterAll(async () => {
  await steward.close();
  await fresh?.close();
});

async function letPass(ms: number, more = ''): Promise<void> {
  ahead += ms;
  await steward.restart({ policy: policy + more, overrides });
}

function dms(who: string, about: RegExp): number {
  return steward.slack
    .as(who)
    .dms()
    .filter(({ text }) => about.test(text)).length;
}

/** The message that took the place of `before`. */
async function another(about: RegExp, before: SeenMessage): Promise<SeenMessage> {
  const isNew = ({ text, ts }: SeenMessage) => about.test(text) && ts !== before.ts;
  await steward.slack.workspace.until(() => steward.slack.as('emmy').dms().some(isNew) || undefined);
  return steward.slack.as('emmy').sees('dm', about);
}

test('only those whom the policy names do it; whoever clicked first has it, gives it back, and another takes it', async () => {
  const { slack } = steward;
  const { number, card } = await runToHands(steward, { from: leaver, done: 1, left: 2 });
  expect(card.text).toContain('Waiting for Emmy Noether or Carl Friedrich Gauss');
  const [emmys, carls] = [await toDo(steward, number, 'emmy'), await toDo(steward, number, 'carl')];
  expect(dms('ada', /please change/)).toBe(0);
  await slack.as('carl').press(carls, "I'll do it");
  await slack.as('emmy').seesChange(emmys, /Carl Friedrich Gauss is doing this/);

  // From an older copy of the message, and under Details.
  await slack.as('emmy').press(emmys, "I'll do it", { stale: true });
  expect((await slack.as('emmy').dismiss()).text).toContain('Carl Friedrich Gauss is doing this already');
  await slack.as('carl').press(slack.as('carl').now(carls), 'Details');
  const details = await slack.as('carl').modal(`Details of #${number}`);
  expect(details.text).toContain("to do by hand in Domo; I'll check it");
  await slack.as('carl').pressInModal('Give it back');
  await slack.as('carl').dismiss(/Carl Friedrich Gauss gave it back/);
  await slack.as('emmy').seesChange(emmys, /please change the owner of 2 datasets/);
  await slack.as('emmy').press(slack.as('emmy').now(emmys), "I'll do it");
  await slack.as('carl').seesChange(carls, /Emmy Noether is doing this/);
});

test('where the policy drops who has it, it is anybody else’s to take', async () => {
  const { slack } = steward;
  const { number, card } = await runToHands(steward, { from: leaver, done: 1, left: 2 });
  await toDo(steward, number, 'carl');
  await take(steward, number, 'emmy');
  await slack.as('carl').sees('dm', new RegExp(`#${number}: Emmy Noether is doing this`));
  await steward.restart({ policy: policy.replace(`by_hand: [${emmy}, ${carl}]`, `by_hand: [${carl}]`), overrides });
  await slack.as('emmy').seesChange(card, /Waiting for Carl Friedrich Gauss/);
  await slack.as('carl').openHome(new RegExp(`#${number} ·`));
  await take(steward, number, 'carl');
  await slack.as('emmy').seesChange(card, /Carl Friedrich Gauss is doing this/);
  await letPass(0);
});

test('Stop ends the wait, and what is done by then stays', async () => {
  const { slack, domo } = steward;
  const { number, card } = await runToHands(steward, { from: leaver, done: 1, left: 2 });
  const dm = await take(steward, number, 'emmy');
  domo.world.setOwner(datasetOf(leaver, 2), gauss);
  await checkNow(steward, dm, 'emmy');
  await slack.as('sophie').press(slack.as('sophie').now(card), 'Stop', { confirm: true });
  await slack.as('emmy').sees(channel, ended({ verified: 2, stopped: 1 }));
  await slack.as('emmy').seesChange(dm, /nothing is left to do by hand/);
});

test('whoever has it is reminded alone, awake, and a day before it ends; a pause of all changes is nothing to it', async () => {
  const { slack, domo } = steward;
  const { number } = await runToHands(steward, { from: leaver, done: 1, left: 2 });
  const mine = new RegExp(`#${number}: please change`);
  const others = new RegExp(`#${number}: Emmy Noether is doing this`);
  await toDo(steward, number, 'carl');
  const dm = await take(steward, number, 'emmy');
  await slack.as('carl').sees('dm', others);
  await letPass(5.5 * hour, 'paused: true\n');
  const again = await another(mine, dm);
  await slack.workspace.until(() => dms('emmy', mine) === 1 || undefined);
  expect(dms('carl', others)).toBe(1);
  await letPass(44 * hour, 'paused: true\n');
  const last = await another(mine, again);
  domo.world.setOwner(datasetOf(leaver, 2), gauss);
  domo.world.setOwner(datasetOf(leaver, 3), gauss);
  expect(await checkNow(steward, last, 'emmy')).toContain('2 of 2 done. Thank you!');
  await slack.as('emmy').sees(channel, new RegExp(`✅ #${number} · All 3 datasets`));
  await letPass(0);
});

test('Home has it for those who may do it, until somebody else has it', async () => {
  const { slack } = steward;
  const { number } = await runToHands(steward, { from: leaver, done: 1, left: 2 });
  const shown = async (who: string) => (await slack.as(who).openHome()).text;
  expect(await shown('carl')).toMatch(new RegExp(`#${number} · 3 datasets: .* · 🖐 To do by hand in Domo`));
  await letPass(0, 'requesters: [U0SOPHIE001]\n');
  const only = await shown('carl');
  expect(only).toContain(`#${number} · 3 datasets`);
  expect(only).not.toContain('Recent changes');
  await letPass(0);
  await slack.as('sophie').command(`/domo-owner ${leaver} ${gauss}`);
  expect((await slack.as('sophie').dismiss('Change dataset owner')).text).toContain(
    "All of them were done by hand before: Domo's API refuses them.",
  );
  await take(steward, number, 'emmy');
  expect(await shown('carl')).not.toContain(`#${number} ·`);
});

test('where Domo refuses the first three, a right may be missing: the run stops, and nobody is made to do anything', async () => {
  const other = await startSteward({
    policy,
    world: (world) => addOwner(world, firstLeaver, { api: 0, connectors: 5 }),
  });
  fresh = other;
  const { card } = await askAndSee(other, { from: firstLeaver });
  await approve(other, card);
  const stopped = await other.slack.as('emmy').sees(channel, ended({ refused: 3, stopped: 2 }));
  expect(stopped.text).toContain('Domo refused the first 3 changes. A right may be missing.');
  expect(other.slack.as('carl').dms()).toEqual([]);

  // Somebody looked, and retries: now it is about the datasets.
  await other.slack.as('sophie').press(stopped, 'Retry failed');
  await other.slack.as('sophie').modal(/Retry/);
  await other.slack.as('sophie').fill('Reason', 'The right is there');
  await other.slack.as('sophie').submit();
  const again = await other.slack
    .as('emmy')
    .sees(channel, /#2 · 5 datasets[\s\S]*3 to do by hand in Domo after approval/);
  await other.slack.workspace.until(() => other.slack.as('emmy').now(again).buttons.includes('Approve') || undefined);
  await approve(other, other.slack.as('emmy').now(again));
  await other.slack.as('emmy').sees(channel, /#2 · 0 of 5 datasets changed: .*\n5 to do by hand in Domo/);
});
