import { addLeavers, askAndSee, firstLeaver } from '../support/requests.ts';
import { openColumns } from '../support/schema.ts';
import { channel, type Steward, startSteward } from '../support/steward.ts';

let steward: Steward;

beforeAll(async () => {
  steward = await startSteward({ world: (world) => addLeavers(world, 1) });
});

afterEach(() => steward.slack.faults.clear());
afterAll(() => steward.close());

/** Waits until Slack has refused a call of this method, and whatever the app does then is done. */
async function untilRefused(method: string): Promise<void> {
  const { slack } = steward;
  await slack.workspace.until(() => slack.calls.some((call) => call.method === method && call.error !== null));
  await steward.restart();
}

test('whoever closes the form right after a click on a button that opens another is told nothing', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const before = sophie.dms().length;
  await openColumns(sophie, 'Elastic Surfaces');
  await sophie.pressInModal('Add column');
  await sophie.modal('Add column');
  await sophie.closeModal('all');
  slack.faults.onCall('views.push', { kind: 'error', error: 'not_found' });
  // The same click, with a trigger of its own: it reaches Slack when the form is gone.
  await slack.redeliver(slack.latest('block_actions'));
  await untilRefused('views.push');
  expect(sophie.dms()).toHaveLength(before);
  expect(sophie.openModal()).toBeNull();
});

test('a click on a copy of the card that cannot be updated is answered once', async () => {
  const { slack } = steward;
  const blaise = slack.as('blaise');
  const { card } = await askAndSee(steward, { from: firstLeaver });
  await blaise.press(card, 'Approve', { confirm: true });
  await blaise.modal();
  await blaise.closeModal('all');
  slack.faults.onCall('chat.update', { kind: 'error', error: 'cant_update_message' });
  const click = slack.latest('block_actions');
  const copy = JSON.parse(JSON.stringify(click.payload).replaceAll(card.ts, '1700000000.000100'));
  await slack.redeliver({ ...click, payload: copy });
  const said = () => [...blaise.dms(), ...blaise.messages(channel)].filter(({ ephemeral }) => ephemeral);
  await untilRefused('chat.update');
  expect([...said(), ...blaise.dms()].map(({ text }) => text)).toHaveLength(1);
  expect(blaise.openModal()).toBeNull();
});
