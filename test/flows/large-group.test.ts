import { performance } from 'node:perf_hooks';
import type { Workspace } from '../../sandbox/slack/workspace.ts';
import { addLeavers, approve, approveUntil, ask, askAndSee, auditLines, firstLeaver } from '../support/requests.ts';
import { channel, sharedSteward } from '../support/steward.ts';

const crowd = 'S0CROWD0001';
const few = 'S0FEW000001';
const nobody = 'S0NOBODY001';
const emmy = 'U0EMMY00001';

let leaver = firstLeaver - 1;

/** As many people as no minute of Slack's rates has look-ups for, and groups of some of them. */
function addGroups(workspace: Workspace): void {
  const strangers = Array.from({ length: 498 }, (_, nth) => `U0CROWD${String(nth).padStart(4, '0')}`);
  for (const [nth, id] of strangers.entries()) {
    const person = { id, handle: `crowd${nth}`, name: `Crowd ${nth}`, email: `crowd${nth}@example.com` };
    workspace.people.set(id, { ...person, teamId: workspace.team.id, standing: 'member' });
  }
  const group = (id: string, members: string[]) =>
    workspace.userGroups.set(id, { id, handle: id.toLowerCase(), name: id, members, updatedAt: 1_700_000_000 });
  group(crowd, [...strangers.slice(0, 10), 'U0ADA000001', emmy, ...strangers.slice(10)]);
  group(few, [...strangers.slice(0, 3), 'U0ADA000001', emmy]);
  group(nobody, strangers.slice(0, 44));
}

const steward = sharedSteward({
  overrides: { slack: { minuteMs: 60_000 } },
  workspace: addGroups,
  world: (world) => addLeavers(world, 6, 1),
});

beforeEach(() => {
  leaver += 1;
});

function underPolicy(...lines: string[]): Promise<void> {
  return steward.restart({ policy: ['channel: C0123456789', ...lines, ''].join('\n') });
}

/** From the submitted form to a card that can be decided, in ms. */
async function untilCard(): Promise<number> {
  const started = performance.now();
  await askAndSee(steward, { from: leaver });
  return performance.now() - started;
}

function lookUps(): number {
  return steward.slack.calls.filter(({ method }) => method === 'users.info').length;
}

test('of a group in which too few can approve, all are looked up, and some are named', async () => {
  await underPolicy(`approvers: [${nobody}]`);
  const number = await ask(steward, { from: leaver });
  const told = await steward.slack
    .as('sophie')
    .sees('dm', new RegExp(`#${number}\\b[\\s\\S]*no one was asked to approve`));
  expect(told.text).toMatch(/Crowd 0 · [^;]*no Domo user has their email[\s\S]*; and 36 more/);
  expect(
    steward.slack
      .as('emmy')
      .messages(channel)
      .some(({ text }) => text.includes(`#${number}`)),
  ).toBe(false);
});

test("a group of 500 has its card as soon as one of 5, at Slack's own rates", async () => {
  await underPolicy(`approvers: [${few}]`, 'approvals: 2');
  const small = await untilCard();
  await underPolicy(`approvers: [${crowd}]`, 'approvals: 2');
  leaver += 1;
  expect(await untilCard()).toBeLessThan(small + 5_000);
});

test('one of 500 decides, and the audit log says who all could have', async () => {
  await underPolicy(`approvers: [${crowd}]`, 'approvals: 2');
  const before = lookUps();
  const { card, number } = await askAndSee(steward, { from: leaver });
  await approveUntil(steward, card, /1 of 2/, 'emmy');
  await approveUntil(steward, card, { verified: 1 }, 'ada');
  expect(lookUps() - before).toBeLessThan(30);
  const votes = (await auditLines(steward)).filter((line) => line.number === number && line.event === 'vote');
  const rules = votes.map(({ detail }) => (detail.rules as { stewards: string[] }[])[0]?.stewards.length);
  expect(rules).toEqual([500, 500]);
});

test('a steward who was deactivated a moment ago does not count, however lately they were looked up', async () => {
  await underPolicy(`approvers: [${few}]`);
  const { card } = await askAndSee(steward, { from: leaver });
  // Slack's event that says so has not come yet.
  const her = steward.slack.workspace.person('emmy');
  Object.assign(her, { standing: 'guest' });
  await approve(steward, card, 'emmy');
  const { text } = await steward.slack.as('emmy').modal();
  Object.assign(her, { standing: 'member' });
  expect(text).toMatch(/You can't decide this: you're a guest here/);
});
