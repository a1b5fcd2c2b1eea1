import { ownManifest } from '../../sandbox/own-manifest.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { type CalledAtNoon, hour, startAtNoon } from '../support/called-at-noon.ts';
import { addLeavers, approveUntil, askAndSee, firstLeaver } from '../support/requests.ts';
import { decidableCard, type Steward, startSteward } from '../support/steward.ts';

const [ada, emmy, carl, blaise] = ['U0ADA000001', 'U0EMMY00001', 'U0CARL00001', 'U0BLAISE001'];
const base = `channel: C0123456789
approvers: [${ada}, ${emmy}, ${carl}, ${blaise}]
remind_after: [2h]
quiet_hours: 20:00-08:00
time_zone: Europe/Berlin
`;

let steward: Steward;
let letPass: CalledAtNoon['letPass'];
let dms: CalledAtNoon['dms'];
let now: CalledAtNoon['now'];
let leaver = firstLeaver;

beforeEach(async () => {
  leaver = firstLeaver;
  ({ steward, letPass, dms, now } = await startAtNoon(base));
});

afterEach(() => steward.close());

/** Slack ids of those whom it calls. */
function calls({ message }: SeenMessage): string[] {
  return [...JSON.stringify(message).matchAll(/<@(\w+)>|<!subteam\^(\w+)/g)].map(([, id, group]) => id ?? group ?? '');
}

test('a card calls those who are awake and in its channel, whoever is away last; the others hear by message, in their morning', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver, to: 31, by: 'johann' });
  const needed = new RegExp(`#${number} needs your approval`);
  expect(calls(card)).toEqual([emmy, carl]);
  expect(card.text).toContain('@Emmy Noether, @Carl Friedrich Gauss, Ada Lovelace or Blaise Pascal can approve');
  const told = await slack.as('blaise').sees('dm', needed);
  expect(told.text).toContain(`1 dataset: Leaver ${leaver} → Sophie Germain`);
  expect(told.text).toContain('Requested by Johann Bernoulli');
  expect(told.buttons).toEqual(['Details']);
  expect(dms('ada', needed)).toEqual([]);

  await letPass(4.5 * hour);
  expect(dms('ada', needed)).toEqual([]);
  await letPass(0.6 * hour);
  await slack.as('ada').sees('dm', needed);
  await steward.restart({ policy: base, overrides: { now } });
  // A reminder takes the place of the first call.
  const called = new RegExp(`#${number} (needs|is still waiting for) your approval`);
  await slack.workspace.until(() => dms('ada', called).length === 1 && dms('blaise', called).length === 1);
  expect(dms('emmy', needed)).toEqual([]);
  expect(calls(slack.as('emmy').now(card))).toEqual([emmy, carl]);
});

test('where all are away they are called all the same, and nobody else may approve for it', async () => {
  const { slack } = steward;
  for (const who of ['ada', 'emmy', 'blaise']) {
    const { odd } = slack.workspace.person(who);
    slack.workspace.person(who).odd = { ...odd, profile: { status_text: 'Out of office' } };
  }
  await letPass(0, `${base}fallback_approvers: [U0SOPHIE001]\n`);
  const { card } = await askAndSee(steward, { from: leaver, to: 37, by: 'johann' });
  expect(calls(card).toSorted()).toEqual([carl, emmy].toSorted());
  expect(card.text).not.toContain('fallback');
});

test('whoever does not want to be disturbed comes last, where Slack tells', async () => {
  const people = [emmy, ada, blaise, 'U0JOHANN001', 'U0JOHANN002', 'U0SOPHIE001'];
  const other = await startSteward({
    policy: `channel: C0123456789\napprovers: [${people.join(', ')}]\n`,
    slack: { manifest: await ownManifest({ optional: true }) },
    world: (world) => addLeavers(world, 1, 1),
    workspace: (workspace) => {
      const at = now().getTime() / 1_000;
      workspace.person('emmy').dnd = { from: at - 60, to: at + 3_600 };
      workspace.person('ada').dnd = { from: at + 60, to: at + 3_600 };
    },
    overrides: { now },
  });
  const { card } = await askAndSee(other, { from: leaver, by: 'carl' });
  await other.close();
  expect(calls(card).toSorted()).toEqual(people.filter((id) => id !== emmy).toSorted());
});

test.each([
  ['the clock is put forward', '2026-03-28T21:00:00Z', 9],
  ['the clock is put back', '2026-10-24T20:00:00Z', 11],
  ['a leap day begins', '2028-02-28T21:00:00Z', 10],
])('in a night in which %s, the quiet hours end at eight', async (_, at, hours) => {
  const night = await startAtNoon(base, at);
  const { number } = await askAndSee(night.steward, { from: leaver, to: 31, by: 'johann' });
  const called = new RegExp(`#${number} (needs|is still waiting for) your approval`);
  await night.letPass((hours - 0.1) * hour);
  expect(night.dms('emmy', called)).toEqual([]);
  await night.letPass(0.2 * hour);
  await night.steward.slack.as('emmy').sees('dm', called);
  await night.steward.close();
});

test('what was kept for one person overnight is one message', async () => {
  const numbers = [];
  for (let nth = 0; nth < 3; nth += 1) {
    numbers.push((await askAndSee(steward, { from: leaver, to: 31, by: 'johann' })).number);
    leaver += 1;
  }
  await letPass(5.1 * hour);
  const told = await steward.slack.as('ada').sees('dm', /3 requests need you/);
  for (const number of numbers) expect(told.text).toContain(`#${number} needs your approval`);
  expect(told.buttons).toEqual(['Details', 'Details', 'Details']);
  expect(dms('ada', new RegExp(`#${numbers[0]}\\b`))).toHaveLength(1);
});

test('a reminder calls who can still act and was not called within four hours, without a word in the thread', async () => {
  const { slack } = steward;
  const policy = `${base}approvals: 3\n`.replace('[2h]', '[2h, 5h]');
  await letPass(0, policy);
  const { card, number } = await askAndSee(steward, { from: leaver, to: 31, by: 'johann' });
  const still = new RegExp(`#${number} is still waiting for your approval`);
  await slack.as('blaise').sees('dm', new RegExp(`#${number} needs your approval`));
  await approveUntil(steward, card, /1 of 3/, 'emmy');
  await letPass(2.1 * hour, policy);
  await letPass(3 * hour, policy);
  await slack.as('carl').sees('dm', still);
  await slack.as('blaise').sees('dm', still);
  await steward.restart({ policy, overrides: { now } });
  for (const [who, messages] of [
    ['carl', 1],
    ['blaise', 1],
    ['emmy', 0],
  ] as const) {
    expect([who, dms(who, still).length]).toEqual([who, messages]);
  }
  expect(slack.as('emmy').thread(card)).toEqual([]);
});

test('a request that waits again after a recount calls who can act', async () => {
  const { slack } = steward;
  await letPass(0, `${base}paused: true\n`);
  const { card, number } = await askAndSee(steward, { from: leaver, to: 31, by: 'johann' });
  await approveUntil(steward, card, /Paused/, 'emmy');
  const policy = base.replace(`${emmy}, `, '');
  await letPass(0, policy);
  await slack.as('emmy').seesChange(card, /Waiting for approval/);
  expect(calls(slack.as('emmy').now(card))).toEqual([]);
  await letPass(4.1 * hour, policy);
  await slack.as('carl').sees('dm', new RegExp(`#${number} needs your approval again`));
});

test('a person chooses on Home what they are called for', async () => {
  const { slack } = steward;
  const choose = async (who: string, what: string) => {
    await slack.as(who).openHome();
    await slack.as(who).chooseInHome('Notify me', what);
  };
  await choose('emmy', "Don't ping me");
  await choose('carl', 'Every request I can decide');
  await letPass(0, base.replace(`${emmy}, `, `${emmy}, U0JOHANN002, `));
  const { card, number } = await askAndSee(steward, { from: leaver, to: 31, by: 'johann' });
  expect(calls(card)).not.toContain(emmy);
  expect(card.text).toContain('Emmy Noether');
  await approveUntil(steward, card, { verified: 1 }, 'emmy');
  expect(dms('emmy', new RegExp(`#${number} needs`))).toEqual([]);
  await choose('emmy', "Only when I'm needed");
});

test('nothing expires before those who can act were called and had four hours awake', async () => {
  const { slack } = steward;
  const policy = `${base}expire_after: 10h\n`.replace('[2h]', '[]');
  // At 18:00 in Berlin: half of the time is over at 23:00, and all of it at 4.
  await letPass(6 * hour, policy);
  const { card, number } = await askAndSee(steward, { from: leaver, to: 31, by: 'johann' });
  await letPass(5.1 * hour, policy);
  await slack.as('emmy').seesChange(card, /expires .*11:0/);
  const last = new RegExp(`#${number} expires`);
  expect(dms('emmy', last)).toEqual([]);
  await letPass(5.5 * hour, policy);
  await decidableCard(slack, number);
  await letPass(4 * hour, policy);
  for (const who of ['emmy', 'johann']) await slack.as(who).sees('dm', last);
  expect(slack.as('emmy').now(card).buttons).toContain('Approve');
  await letPass(4.5 * hour, policy);
  await slack.as('emmy').seesChange(card, /Expired/);
});
