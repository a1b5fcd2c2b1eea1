import { ownManifest } from '../../sandbox/own-manifest.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { type CalledAtNoon, hour, startAtNoon } from '../support/called-at-noon.ts';
import { addLeavers, approveUntil, askAndSee, auditLines, firstLeaver, refusedApproval } from '../support/requests.ts';
import { type Steward, startSteward } from '../support/steward.ts';

const [ada, emmy, carl, blaise] = ['U0ADA000001', 'U0EMMY00001', 'U0CARL00001', 'U0BLAISE001'];
const base = `channel: C0123456789
approvers: [${emmy}, ${carl}]
remind_after: [2h]
escalate_after: 24h
quiet_hours: 20:00-08:00
time_zone: Europe/Berlin
`;
const withFallback = `${base}fallback_approvers: [${blaise}]\n`;
const everyoneIsAway = 'Everyone who can decide this is away.';

let steward: Steward;
let letPass: CalledAtNoon['letPass'];
let dms: CalledAtNoon['dms'];

beforeEach(async () => {
  ({ steward, letPass, dms } = await startAtNoon(base));
});

afterEach(() => steward.close());

/** Carl is on holiday already. */
function leave(who: string, status_text = 'Out of office'): void {
  const person = steward.slack.workspace.person(who);
  person.odd = { ...person.odd, profile: { status_text } };
}

function comeBack(who: string): void {
  leave(who, 'At my desk');
}

function isMentioned({ message }: SeenMessage, slackId: string): boolean {
  return JSON.stringify(message).includes(`<@${slackId}>`);
}

async function noted(number: number) {
  return (await auditLines(steward)).filter((line) => line.event === 'all_away' && line.number === number);
}

test('where all are away the fallback approvers hear of it at once, once, and may decide no sooner for it', async () => {
  const { slack } = steward;
  leave('emmy');
  slack.workspace.channel('domo-changes')?.members.add(blaise);
  await letPass(0, withFallback);
  const { card, number } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  const waits = new RegExp(`#${number} waits while everyone who can decide it is away; you can approve it from .*11:0`);
  const told = await slack.as('blaise').sees('dm', waits);
  expect(told.buttons).toEqual(['Details']);
  const said = /Everyone who can decide this is away\. Blaise Pascal can approve it from .*11:0/;
  const shown = await slack.as('emmy').seesChange(card, said);
  expect(isMentioned(shown, blaise)).toBe(false);
  await slack.as('johann').sees('dm', said);
  expect(await refusedApproval(steward, card, 'blaise')).toContain('Only a steward can decide this');
  await letPass(2.1 * hour, withFallback);
  await letPass(1 * hour, withFallback);
  expect(dms('blaise', new RegExp(`#${number}`))).toHaveLength(1);
  expect(await noted(number)).toMatchObject([{ detail: { rules: ['every change'], told: [blaise] } }]);
  await letPass(21 * hour, withFallback);
  await slack.as('blaise').sees('dm', new RegExp(`#${number} has waited since .*; you can approve it`));
  await slack.as('emmy').seesChange(card, /^(?![\s\S]*is away)[\s\S]*fallback: Blaise Pascal/);
  await approveUntil(steward, card, { verified: 1 }, 'blaise');
});

test('once somebody is back neither the card nor the message says that all are away, and nobody is told again', async () => {
  const { slack } = steward;
  leave('emmy');
  await letPass(0, withFallback);
  const { card, number } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  const told = await slack.as('blaise').sees('dm', /waits while everyone who can decide it is away/);
  await slack.as('emmy').seesChange(card, new RegExp(everyoneIsAway));
  comeBack('emmy');
  await letPass(1 * hour, withFallback);
  const still = await slack.as('blaise').seesChange(told, new RegExp(`#${number} is waiting; you can approve it from`));
  expect(still.text).not.toContain('away');
  await slack.as('emmy').seesChange(card, /^(?![\s\S]*is away)/);
  leave('emmy');
  await letPass(1.1 * hour, withFallback);
  await slack.as('emmy').seesChange(card, new RegExp(everyoneIsAway));
  expect(dms('blaise', new RegExp(`#${number}`))).toHaveLength(1);
  expect(await noted(number)).toHaveLength(1);
});

test('it is found out when a reminder is due as well, and whoever is asleep hears of it in their morning', async () => {
  const { slack } = steward;
  const policy = `${base}fallback_approvers: [${ada}]\n`;
  await letPass(0, policy);
  const { card, number } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  expect(card.text).not.toContain(everyoneIsAway);
  leave('emmy');
  await letPass(2.1 * hour, policy);
  await slack.as('emmy').seesChange(card, new RegExp(`${everyoneIsAway} Ada Lovelace can approve it from`));
  const waits = new RegExp(`#${number} waits while everyone`);
  // It is 5 in the morning where she is.
  expect(dms('ada', waits)).toEqual([]);
  await letPass(3 * hour, policy);
  await slack.as('ada').sees('dm', waits);
});

test('without fallback approvers the requester hears that all are away, and when it expires', async () => {
  const { slack } = steward;
  leave('emmy');
  await letPass(0);
  const { card, number } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  const waits = new RegExp(`#${number} waits while everyone who can decide it is away; it expires Mar 10, 2026`);
  await slack.as('johann').sees('dm', waits);
  await slack.as('emmy').seesChange(card, new RegExp(everyoneIsAway));
  await letPass(2.1 * hour);
  await letPass(1 * hour);
  expect(dms('johann', waits)).toHaveLength(1);
  expect(await noted(number)).toMatchObject([{ detail: { told: ['U0JOHANN001'] } }]);
  await slack.as('johann').press(slack.as('johann').now(card), 'Details');
  expect((await slack.as('johann').modal()).text).toContain('Everyone who could decide it was away');
});

test('of two rules it says under which nobody is there', async () => {
  const rule = `rules: [{ name: finance, when: { datasets: "Dataset*" }, approvers: [${carl}] }, { name: other, when: {}, approvers: [${emmy}] }]\n`;
  await letPass(0, `${withFallback}${rule}`);
  const { card } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  const words = 'Everyone who can approve it for finance is away. Blaise Pascal can approve it from';
  await steward.slack.as('emmy').seesChange(card, new RegExp(words));
});

test('whoever does not want to be disturbed is away too, where Slack tells', async () => {
  const at = Date.now() / 1_000;
  const other = await startSteward({
    policy: `channel: C0123456789\napprovers: [${emmy}, ${ada}]\nfallback_approvers: [${carl}]\n`,
    slack: { manifest: await ownManifest({ optional: true }) },
    world: (world) => addLeavers(world, 1, 1),
    workspace: (workspace) => {
      for (const who of ['emmy', 'ada']) workspace.person(who).dnd = { from: at - 60, to: at + 3_600 };
    },
  });
  const { card } = await askAndSee(other, { from: firstLeaver, to: 31, by: 'johann' });
  await other.slack.as('carl').sees('dm', /waits while everyone who can decide it is away; you can approve it from/);
  await other.slack.as('emmy').seesChange(card, new RegExp(everyoneIsAway));
  await other.close();
});

test('whoever of them does not want to be pinged may be there: then nobody says that all are away', async () => {
  const { slack } = steward;
  await slack.as('emmy').openHome();
  await slack.as('emmy').chooseInHome('Notify me', "Don't ping me");
  await letPass(0, withFallback);
  const { card } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  expect(card.text).not.toContain(everyoneIsAway);
  expect(dms('blaise', /away/)).toEqual([]);
});
