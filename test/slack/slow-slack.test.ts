import type { Person } from '../../sandbox/slack/person/types.ts';
import { add, columnMenu, openColumns } from '../support/schema.ts';
import { sharedSteward } from '../support/steward.ts';

/** Who people are is asked of Slack again once a minute. */
let ahead = 0;

const now = () => new Date(Date.now() + ahead);
const steward = sharedSteward({ overrides: { now, slack: { timeout: 3_500 } } });

afterEach(async () => {
  steward.slack.faults.clear();
  await steward.slack.as('sophie').closeModal('all');
});

async function fillNewColumn(person: Person, name: string): Promise<void> {
  await person.pressInModal('Add column');
  await person.modal('Add column');
  await person.fill('Column name', name);
  await person.choose('Column type', 'LONG');
}

test('a repaint that hangs keeps no later edit waiting, and everything is shown in the end', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const opened = await openColumns(sophie, 'Elastic Surfaces');
  const before = slack.deliveries.length;
  slack.faults.onCall('views.update', { kind: 'hang' });
  await columnMenu(sophie, 2, 'Remove');
  await fillNewColumn(sophie, 'Tension');
  expect(await sophie.submit()).toBeNull();
  const since = slack.deliveries.slice(before);
  expect(since.filter((each) => each.status === 'failed' || (each.ackMs ?? 0) > 2_000)).toEqual([]);
  const shown = await sophie.modal(/2 changes/, { after: opened });
  expect(shown.text).toContain('Tension · LONG (new)');
});

test('a schema form of which a page comes late keeps showing the request that it became', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, 'Digits of Pi');
  await add(sophie, 'Tau', 'DOUBLE', 1);
  await sophie.fill('Reason', 'Twice as good');
  slack.faults.onCall('views.update', { kind: 'hang' });
  await sophie.pressInModal('Next columns');
  await sophie.pressInModal('Next columns');
  expect(await sophie.submit()).toBeNull();
  const requested = await sophie.modal(/is being prepared/);
  const sent = slack.calls.length;
  // One more click of then: what it shows comes after what the others show.
  await slack.redeliver(slack.latest('block_actions'));
  await sophie.modal(/is being prepared/, { after: requested });
  const shown = slack.calls.slice(sent).filter(({ method }) => method === 'views.update');
  expect(shown.map(({ args }) => JSON.stringify(args))).toEqual([expect.stringContaining('is being prepared')]);
});

test('an owner form that is sent while a choice is still to be shown waits for that', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await sophie.command('/domo-owner 29 28');
  const opened = await sophie.modal('Change dataset owner');
  await sophie.fill('Reason', 'Leonhard has left');
  slack.faults.onCall('views.update', { kind: 'hang' });
  await sophie.choose('Which datasets', 'Only some');
  await sophie.choose('Which datasets', /All of them/);
  expect(Object.values((await sophie.submit()) ?? {})).toEqual([expect.stringMatching(/try again/i)]);
  await sophie.modal('Change dataset owner', { after: opened });
  expect(await sophie.submit()).toBeNull();
  await sophie.modal(/is being prepared/);
});

test('a column form that Slack kept waiting has had no effect when it says so', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, 'Quintics');
  await fillNewColumn(sophie, 'Degree');
  ahead += 61_000;
  slack.faults.onCall('users.info', { kind: 'hang' });
  expect(Object.values((await sophie.submit()) ?? {})).toEqual([expect.stringMatching(/try again/i)]);
  expect(await sophie.submit()).toBeNull();
  expect((await sophie.modal(/1 change\b/)).text).toContain('Degree · LONG');
});

test('the same filled-in form adds its column once', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, 'Least Squares');
  const once = await add(sophie, 'Error', 'DOUBLE');
  await slack.redeliver(slack.latest('view_submission'));
  await sophie.closeModal('all');
  const again = await openColumns(sophie, 'Least Squares');
  expect(again.text.match(/Error · DOUBLE/g)).toEqual(once.text.match(/Error · DOUBLE/g));
});

test('a shortcut is acknowledged before Slack is asked to open its form', async () => {
  const { slack } = steward;
  slack.faults.onCall('views.open', { kind: 'hang' });
  const before = slack.calls.length;
  await slack.as('sophie').shortcut('Change dataset owner');
  expect(slack.latest('shortcut').ackMs).toBeLessThan(1_000);
  await slack.workspace.until(() => slack.calls.slice(before).some(({ method }) => method === 'views.open'));
});
