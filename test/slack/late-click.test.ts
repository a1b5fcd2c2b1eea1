import { seeded } from '../../sandbox/domo/seed.ts';
import type { Person } from '../../sandbox/slack/person/types.ts';
import { addLeavers, approveUntil, askAndSee, firstLeaver } from '../support/requests.ts';
import { add, askToAdd, numberIn } from '../support/schema.ts';
import { channel, decidableCard, sharedSteward } from '../support/steward.ts';

/** All that can go wrong in a text, and more than a line of it. */
const emmysName = `Emmy <Noether> & *Söhne* of ${'very '.repeat(12)}abstract algebra`;

let emmy: Person;
let ada: Person;
let sophie: Person;
let leaver = firstLeaver - 1;

const steward = sharedSteward({
  world: (world) => addLeavers(world, 3),
  workspace: (workspace) => Object.assign(workspace.person('emmy'), { name: emmysName }),
});

beforeAll(async () => {
  [emmy, ada, sophie] = ['emmy', 'ada', 'sophie'].map((who) => steward.slack.as(who)) as [Person, Person, Person];
});

beforeEach(() => {
  leaver += 1;
});

afterEach(async () => {
  for (const person of [emmy, ada, sophie]) await person.closeModal('all');
});

const emmyDid = (what: string) => `Too late: Emmy <Noether>.* · Domo ID 32 ${what}, .*\\.`;

/** How often these words name a time. */
const times = (words: string) => words.match(/\d{1,2}:\d{2}/g) ?? [];

/** What Ada was told outside of a window. */
const messagesToAda = () => [...ada.dms(), ...ada.messages(channel).filter(({ ephemeral }) => ephemeral)];

test('of a second steward is refused once, in one short text with one time, and the name as it is', async () => {
  const { card } = await askAndSee(steward, { from: leaver });
  await approveUntil(steward, card, { verified: 2 });
  const before = messagesToAda().length;
  await ada.press(card, 'Approve', { confirm: true, stale: true });
  const { text, view } = await ada.modal();
  expect(text.match(/Too late.*/g)).toEqual([expect.stringMatching(new RegExp(`^${emmyDid('approved this')}$`))]);
  expect(text.length).toBeLessThanOrEqual(200);
  expect(times(text)).toHaveLength(1);
  expect(view.blocks).toHaveLength(1);
  // Whatever else it does it has done by then.
  await steward.restart();
  expect(messagesToAda()).toHaveLength(before);
});

test('of a second steward who typed a comment gives it back under the same text', async () => {
  const { card } = await askAndSee(steward, { from: leaver });
  await ada.press(ada.now(card), 'Details');
  await ada.pressInModal('Approve…');
  await ada.fill('Comment', 'Fine with me, <really>');
  await emmy.press(emmy.now(card), 'Reject');
  await emmy.fill('Reason', 'Not before May');
  expect(await emmy.submit()).toBeNull();
  await emmy.seesChange(card, /Rejected/);
  expect(await ada.submit()).toBeNull();
  const { text } = await ada.modal(/Too late/);
  expect(text).toMatch(new RegExp(`${emmyDid('rejected this')}\nYou wrote:\n.*Fine with me, <really>`));
  expect(times(text)).toHaveLength(1);
});

test('of a requester who edits what was decided names the steward as they are called', async () => {
  const number = numberIn(await askToAdd(sophie, seeded.party, 'Town', 'STRING'));
  const card = await decidableCard(steward.slack, number);
  await sophie.press(await sophie.sees('dm', new RegExp(`#${number} ·[^]*can approve`)), 'Edit and request again');
  await sophie.modal(/Town \(STRING\) added last/);
  await add(sophie, 'Street', 'STRING');
  await approveUntil(steward, card, /changed and checked/);
  expect(await sophie.submit()).toBeNull();
  const told = (await sophie.modal(/Too late/)).text.match(/Too late.*/g) ?? [];
  expect(told).toEqual([expect.stringMatching(new RegExp(`^${emmyDid(`approved #${number}`)} Nothing you typed`))]);
  expect(times(told.join())).toHaveLength(1);
});
