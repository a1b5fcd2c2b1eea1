import type { Person } from '../../sandbox/slack/person/types.ts';
import { addLeavers, askAndSee, firstLeaver } from '../support/requests.ts';
import { columnMenu, openColumns } from '../support/schema.ts';
import { channel, sharedSteward } from '../support/steward.ts';

let leaver = firstLeaver - 1;

const steward = sharedSteward({ world: (world) => addLeavers(world, 9) });

beforeEach(() => {
  leaver += 1;
});

afterEach(() => steward.slack.faults.clear());
/** Waits until Slack has refused a call of this method, and whatever the app does then is done. */
async function untilRefused(method: string): Promise<void> {
  const { slack } = steward;
  await slack.workspace.until(() => slack.calls.some((call) => call.method === method && call.error !== null));
  await steward.restart();
}

/** What somebody was told outside of a window. */
const heard = (person: Person) =>
  [...person.dms(), ...person.messages('general'), ...person.messages(channel).filter((each) => each.ephemeral)].length;

/**
 * Presses something in the open window, waits for what that shows and closes all; then the same click comes once more, with
 * a trigger of its own: what it leads to reaches Slack when nothing is open.
 */
async function pressAndClose(person: Person, press: () => Promise<unknown>): Promise<void> {
  const { slack } = steward;
  const before = heard(person);
  const window = await person.modal();
  await press();
  await person.dismiss(undefined, { after: window });
  for (const method of ['views.push', 'views.update'])
    slack.faults.onCall(method, { kind: 'error', error: 'not_found' });
  const calls = slack.calls.length;
  await slack.redeliver(slack.latest('block_actions'));
  await slack.workspace.until(() => slack.calls.slice(calls).some(({ error }) => error === 'not_found'));
  // Whatever it does then is done.
  await steward.restart();
  expect(heard(person)).toBe(before);
  expect(person.openModal()).toBeNull();
}

test.each<[string, (person: Person) => Promise<unknown>]>([
  ['Add column', (person) => person.pressInModal('Add column')],
  ['Edit as text', (person) => person.pressInModal('Edit as text')],
  ['Rename', (person) => columnMenu(person, 1, 'Rename')],
  ['Remove', (person) => columnMenu(person, 1, 'Remove')],
  ['another dataset', (person) => person.choose('Dataset', /Leonhard Euler Party/)],
])('whoever presses %s and closes the form at once is told nothing', async (_, press) => {
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, 'Elastic Surfaces');
  await pressAndClose(sophie, () => press(sophie));
});

test.each(['Approve…', 'Reject…', 'Ask…'])(
  'whoever presses %s and closes Details at once is told nothing',
  async (button) => {
    const emmy = steward.slack.as('emmy');
    const { card } = await askAndSee(steward, { from: leaver });
    await emmy.press(emmy.now(card), 'Details');
    await emmy.modal(/What happened/);
    await pressAndClose(emmy, () => emmy.pressInModal(button));
  },
);

test('a click on a copy of the card that cannot be updated is answered once', async () => {
  const { slack } = steward;
  const blaise = slack.as('blaise');
  const { card } = await askAndSee(steward, { from: leaver });
  await blaise.press(card, 'Approve', { confirm: true });
  await blaise.dismiss();
  const before = heard(blaise);
  const ts = '1700000000.000100';
  slack.faults.onCall('chat.update', { kind: 'error', error: 'cant_update_message' }, 1, (args) => args.ts === ts);
  const click = slack.latest('block_actions');
  const copy = JSON.parse(JSON.stringify(click.payload).replaceAll(card.ts, ts));
  await slack.redeliver({ ...click, payload: copy });
  await untilRefused('chat.update');
  expect(heard(blaise)).toBe(before + 1);
  expect(blaise.openModal()).toBeNull();
});
