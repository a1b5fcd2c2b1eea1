import { seeded } from '../../sandbox/domo/seed.ts';
import { gridWorld } from '../../sandbox/slack/grid-world.ts';
import { addLeavers, approveUntil, ask, askAndSee, firstLeaver, refusedApproval } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const olga = 'W0OLGA00001';
const kurt = 'W0KURT00001';
const amalie = 'U0AMALIE001';
const emmy = 'U0EMMY00001';
const group = 'S0123456789';

let leaver = firstLeaver - 1;

const steward = sharedSteward({
  slack: { world: gridWorld() },
  world: (world) => {
    addLeavers(world, 12, 1);
    world.addUser({ id: 95, name: 'Olga Ladyzhenskaya', email: 'olga@example.com' });
    world.addUser({ id: 96, name: 'Kurt Gödel', email: 'kurt@example.com' });
    world.addUser({ id: 97, name: 'Amalie Dietrich', email: 'amalie@example.com' });
  },
});

beforeEach(() => {
  leaver += 1;
});

function underPolicy(...lines: string[]): Promise<void> {
  return steward.restart({ policy: ['channel: C0123456789', ...lines, ''].join('\n') });
}

async function refusedToAsk(): Promise<string> {
  const number = await ask(steward, { from: leaver });
  const told = await steward.slack
    .as('sophie')
    .sees('dm', new RegExp(`#${number}\\b[\\s\\S]*no one was asked to approve`));
  return told.text;
}

test('a member of several workspaces may ask and approve, and one whose record is an older one', async () => {
  await underPolicy(`approvers: [${olga}, ${amalie}, ${emmy}]`, 'approvals: 2');
  const { card } = await askAndSee(steward, { from: leaver, by: 'sophie' });
  await approveUntil(steward, card, /1 of 2/, 'olga');
  await approveUntil(steward, card, { verified: 1 }, 'amalie');
  leaver += 1;
  await askAndSee(steward, { from: leaver, by: 'olga' });
});

test('someone of another workspace of the organization may neither ask nor approve', async () => {
  await underPolicy(`approvers: [${kurt}, ${emmy}]`);
  const { card } = await askAndSee(steward, { from: leaver });
  expect(await refusedApproval(steward, card, 'kurt')).toMatch(/you belong to another workspace/);
  await steward.slack.as('kurt').asks('/domo-owner', /full member/);
  await approveUntil(steward, card, { verified: 1 }, 'emmy');
});

test('a disabled group is nobody', async () => {
  const disable = (isDisabled: boolean) =>
    Object.assign(steward.slack.workspace.userGroups.get(group) ?? {}, { isDisabled });
  disable(true);
  await underPolicy(`approvers: [${group}]`);
  const told = await refusedToAsk();
  disable(false);
  expect(told).toMatch(/no one can approve/);
});

test('guests of one channel and people without an e-mail are named as those who do not count', async () => {
  await underPolicy('approvers: [U0EVARISTE1, U0CARL00001]');
  await steward.slack.changePerson('evariste', { standing: 'single-channel guest' });
  await steward.slack.changePerson('carl', { email: null });
  const told = await refusedToAsk();
  await steward.slack.changePerson('carl', { email: 'carl@example.com' });
  expect(told).toMatch(/Evariste Galois[^;]*\(a guest/);
  expect(told).toMatch(/Carl Friedrich Gauss[^;]*Slack doesn't show their email/);
});

test.each([
  ['has a profile without an e-mail', { profile: { email: null } }],
  ['has no profile', { profile: null }],
  ['has no name', { real_name: null, profile: { real_name: null } }],
  ['does not say whether they are a guest', { is_restricted: undefined }],
])('a steward whose record %s stops nobody else', async (_, odd) => {
  await underPolicy(`approvers: [U0ADA000001, ${emmy}]`);
  await steward.slack.changePerson('U0ADA000001', { odd });
  const { card } = await askAndSee(steward, { from: leaver, to: seeded.gauss });
  await approveUntil(steward, card, { verified: 1 }, 'emmy');
  await steward.slack.changePerson('U0ADA000001', { odd: {} });
});
