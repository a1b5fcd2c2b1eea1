import { jobsLeft, jobsLeftOf } from '../support/jobs-left.ts';
import { addLeavers, approve, approveUntil, ask, askAndSee, firstLeaver, longPlan } from '../support/requests.ts';
import { channel, decidableCard, ended, sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

/** The first of those who own more than a card shows. */
const manyDatasets = 4001;
const withoutFiles = [
  ['files.getUploadURLExternal', 'access_denied'],
  ['files.getUploadURLExternal', 'file_uploads_disabled'],
  ['files.completeUploadExternal', 'file_type_not_allowed'],
  ['files.completeUploadExternal', 'storage_limit_reached'],
] as const;
let leaver = firstLeaver - 1;

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, 20, 1);
    addLeavers(world, withoutFiles.length, longPlan, manyDatasets);
  },
});

beforeEach(() => {
  leaver += 1;
});

afterEach(() => steward.slack.faults.clear());

/** Slack says so, until the faults are cleared. */
function refuse(method: string, error: string): void {
  steward.slack.faults.onCall(method, { kind: 'error', error }, 1_000);
}

test.each([
  ['chat.postMessage', 'restricted_action_read_only_channel', /isn't allowed to post in the approval channel/],
  ['chat.postMessage', 'restricted_action_thread_only_channel', /isn't allowed to post in the approval channel/],
  ['chat.postMessage', 'team_access_not_granted', /An admin of the organization has to allow it again/],
  ['chat.postMessage', 'account_inactive', /Install the app again/],
  ['chat.postMessage', 'never_heard_of', /“never_heard_of”.*Ask a Slack admin/],
])('%s refused by %s reaches the requester in words, and ends with it', async (method, error, words) => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const number = await ask(steward, { from: leaver, by: 'sophie' });
  const dm = await sophie.sees('dm', new RegExp(`#${number}\\b`));
  refuse(method, error);
  await sophie.seesChange(dm, words);
  slack.faults.clear();
  await decidableCard(slack, number);
  await slack.workspace.until(() => !words.test(sophie.now(dm).text) || undefined);
});

test.each(withoutFiles)('%s refused by %s stops no card: the thread says so', async (method, error) => {
  refuse(method, error);
  const from = manyDatasets + withoutFiles.findIndex((each) => each[1] === error);
  const { card } = await askAndSee(steward, { from });
  await steward.slack.as('emmy').seesReply(card, /can't post the full list/);
});

test.each(['messages_tab_disabled', 'restricted_action', 'user_disabled'])(
  'people whom Slack lets no message through to (%s) are not tried for ever, and all is decided on the card',
  async (error) => {
    const { slack } = steward;
    const isDirect = ({ channel: to }: { channel?: unknown }) => to !== slack.workspace.channel(channel)?.id;
    slack.faults.onCall('chat.postMessage', { kind: 'error', error }, 1_000, isDirect);
    const { card, number } = await askAndSee(steward, { from: leaver });
    await approveUntil(steward, card, { verified: 1 });
    expect(slack.calls.filter((call) => call.error === error)).not.toEqual([]);
    await until(async () => (await jobsLeftOf(steward, number, 'tell')) === 0);
  },
);

test.each([
  ['chat.update', 'restricted_action'],
  ['views.publish', 'not_enabled'],
])(
  'what a person was shown before stays as it is where Slack refuses %s (%s), and is not tried for ever',
  async (method, error) => {
    const { slack } = steward;
    await slack.as('sophie').openHome();
    const isPersons = ({ channel: to }: { channel?: unknown }) => to !== slack.workspace.channel(channel)?.id;
    slack.faults.onCall(method, { kind: 'error', error }, 1_000, isPersons);
    const { card, number } = await askAndSee(steward, { from: leaver });
    await approveUntil(steward, card, { verified: 1 });
    await until(() => slack.calls.some((call) => call.method === method && call.error === error));
    await until(async () => (await jobsLeftOf(steward, number, 'paint', 'tell')) === 0);
    // A home's job is of no request.
    await until(async () => (await jobsLeft(steward, 'home')) === 0);
  },
);

test('a card that cannot be edited any more is replaced, and the older one goes', async () => {
  const { slack } = steward;
  const emmy = slack.as('emmy');
  const { card, number } = await askAndSee(steward, { from: leaver });
  slack.faults.onCall('chat.update', { kind: 'error', error: 'edit_window_closed' }, 1_000, ({ ts }) => ts === card.ts);
  await approve(steward, card);
  const cards = () => emmy.messages(channel).filter(({ text }) => text.includes(`#${number} `));
  const only = await slack.workspace.until(() => {
    const [first, ...more] = cards();
    return first !== undefined && more.length === 0 && ended({ verified: 1 }).test(first.text) && first;
  });
  expect(only.ts).not.toBe(card.ts);
});

test('where nothing may be edited, there is a card that can be decided, and the requester hears what comes of it', async () => {
  const { slack } = steward;
  refuse('chat.update', 'edit_window_closed');
  const emmy = slack.as('emmy');
  const number = await ask(steward, { from: leaver });
  const last = () => emmy.messages(channel).findLast(({ text }) => text.includes(`#${number} `));
  const isDecidable = () => {
    const card = last();
    return card?.buttons.includes('Approve') && card;
  };
  const isApproved = () => last()?.buttons.includes('Approve') === false;
  const isRefused = () => emmy.openModal()?.text.includes('This card is out of date');
  // A card may be seen before it is recorded: whoever clicks it then is told to use the newest.
  do {
    await emmy.closeModal('all');
    await approve(steward, await slack.workspace.until(isDecidable));
    await slack.workspace.until(() => isApproved() || isRefused());
  } while (isRefused());
  await slack.workspace.until(() => ended({ verified: 1 }).test(last()?.text ?? ''));
  expect(last()?.buttons).not.toContain('Approve');
  await slack.as('sophie').sees('dm', new RegExp(`#${number} · 1 dataset changed and checked`));
});

test('a message of the requester that fails does not stop the card', async () => {
  const { slack } = steward;
  const number = await ask(steward, { from: leaver });
  const dm = await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b`));
  slack.workspace.remove(slack.workspace.messages.find(({ ts }) => ts === dm.ts) as never);
  const card = await decidableCard(slack, number);
  await approveUntil(steward, card, { verified: 1 });
});
