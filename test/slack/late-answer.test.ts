import type { Person } from '../../sandbox/slack/person/types.ts';
import { sandboxPolicy } from '../../sandbox/stage.ts';
import { addLeavers, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const stewards = 'S0123456789';

let sophie: Person;
let leaver = firstLeaver - 1;
/** Who people are is asked of Slack again once a minute. */
let ahead = 0;
/** Ends Slack's silence about who sends the form. */
let answer = (): void => undefined;

const steward = sharedSteward({
  policy: `${sandboxPolicy}requesters: [${stewards}]\n`,
  world: (world) => addLeavers(world, 7),
  overrides: { now: () => new Date(Date.now() + ahead), slack: { ackWithin: 400 } },
});

beforeEach(async () => {
  sophie = steward.slack.as('sophie');
  leaver += 1;
  await steward.slack.setGroupMembers(
    stewards,
    ['emmy', 'ada', 'sophie'].map((who) => steward.slack.as(who).id),
  );
  await sophie.command(`/domo-owner ${leaver} 28`);
  await sophie.modal('Change dataset owner');
});

afterEach(async () => {
  answer();
  steward.slack.faults.clear();
  await sophie.closeModal('all');
});

/** Sends the form; what that comes to is not known before Slack answers. */
async function send(): Promise<void> {
  const { promise: until, resolve } = Promise.withResolvers<void>();
  answer = resolve;
  ahead += 61_000;
  steward.slack.faults.onCall('users.info', { kind: 'late', until }, 9);
  await sophie.fill('Reason', `${leaver} has left`);
  expect(await sophie.submit()).toBeNull();
  await sophie.modal(/Still working/);
}

/** Whoever sent the form may not ask any more. */
async function answerNo(): Promise<void> {
  await steward.slack.setGroupMembers(
    stewards,
    ['emmy', 'ada'].map((who) => steward.slack.as(who).id),
  );
  answer();
}

function fail(): void {
  ahead += 61_000;
  steward.slack.faults.onCall('usergroups.users.list', { kind: 'status', status: 500 }, 9);
  answer();
}

/** Waits until the app has found that a window is closed. */
async function untilFoundClosed(act: () => unknown): Promise<void> {
  const { slack } = steward;
  const before = slack.calls.length;
  await act();
  const failed = () =>
    slack.calls.slice(before).some(({ method, error }) => method === 'views.update' && error !== null);
  await slack.workspace.until(failed);
}

test('a request that takes longer than Slack waits is shown when it exists', async () => {
  await send();
  answer();
  await sophie.modal(/#\d+ is being prepared/);
  await sophie.sees('dm', new RegExp(`Leaver ${leaver}`));
});

test('a refusal that comes late is shown', async () => {
  await send();
  await answerNo();
  await sophie.modal(/can't request changes yet/);
});

test('a failure that comes late is told, and where to look', async () => {
  const before = sophie.dms().length;
  await send();
  fail();
  const { text } = await sophie.modal(/I can't tell if that worked/);
  expect(text).toMatch(/Check .?\/domo-owner list.? before trying again/);
  // It has done by then whatever else it does.
  await steward.restart();
  expect(sophie.dms()).toHaveLength(before);
  expect(sophie.openModal()?.text).toBe(text);
});

test('a failure that comes after the waiting window was closed is told once, in a DM', async () => {
  const before = sophie.dms().length;
  await send();
  await sophie.closeModal('all');
  fail();
  await sophie.sees('dm', /I can't tell if that worked/);
  await steward.restart();
  expect(sophie.dms()).toHaveLength(before + 1);
});

test('who closes the waiting window is told by nobody to try again what was done', async () => {
  const before = sophie.dms().length;
  await send();
  await sophie.closeModal('all');
  await untilFoundClosed(answer);
  await sophie.sees('dm', new RegExp(`Leaver ${leaver}`));
  await steward.restart();
  expect(sophie.dms()).toHaveLength(before + 1);
});

test('who closes the waiting window is told in a DM what was not done', async () => {
  await send();
  await sophie.closeModal('all');
  await answerNo();
  await sophie.sees('dm', /can't request changes yet/);
});

test('a form that is closed right after a choice in it is no failure', async () => {
  const { slack } = steward;
  const before = sophie.dms().length;
  await sophie.choose('Which datasets', 'Only some');
  await sophie.dismiss(/Or paste ids, names or links/);
  await untilFoundClosed(() => slack.redeliver(slack.latest('block_actions')));
  await steward.restart();
  expect(sophie.dms()).toHaveLength(before);
});
