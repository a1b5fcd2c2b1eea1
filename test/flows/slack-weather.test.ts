import type { CallFault } from '../../sandbox/slack/faults.ts';
import {
  addLeavers,
  approve,
  approveUntil,
  ask,
  askAndSee,
  datasetOf,
  firstLeaver,
  longPlan,
} from '../support/requests.ts';
import { channel, decidableCard, sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

/** Messages are tried again after 5, 10 and 20 s. */
const patient = { timeoutMs: 40_000 };

/** The first of those who own more than a card shows. */
const manyDatasets = 4001;
let leaver = firstLeaver - 1;
/** Someone who owns more than a card shows. */
const many = firstLeaver + 9;

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, 10);
    addLeavers(world, 4, longPlan, manyDatasets);
    for (let nth = 3; nth <= 25; nth += 1) {
      world.addDataset({ id: datasetOf(many, nth), name: `Dataset ${nth} of ${many}`, ownerId: many });
    }
  },
  // Longer than a busy machine takes for an answer.
  overrides: { slack: { timeout: 1_500 } },
});

beforeEach(() => {
  leaver += 1;
});

afterEach(() => {
  steward.slack.faults.clear();
});

const faults: CallFault[] = [
  { kind: 'ratelimited', retryAfter: 0 },
  { kind: 'status', status: 500 },
  { kind: 'hang' },
  { kind: 'reset' },
];

/** Each of these methods fails once in each way. */
function fail(...methods: string[]): void {
  for (const method of methods) for (const fault of faults) steward.slack.faults.onCall(method, fault);
}

test('Slack answers 429, 500, nothing, and with broken connections: cards, lists, results and messages come all the same', async () => {
  const { slack, domo } = steward;
  const emmy = slack.as('emmy');
  fail('chat.postMessage', 'files.getUploadURLExternal', 'chat.update', 'conversations.open');
  const asked: { from: number; number: number }[] = [];
  for (const nth of [0, 1, 2, 3]) {
    const from = manyDatasets + nth;
    asked.push({ from, number: await ask(steward, { from, to: 31, by: 'blaise' }) });
  }
  for (const { number } of asked) {
    const card = await decidableCard(slack, number);
    expect(emmy.thread(card).flatMap((reply) => reply.files)).not.toEqual([]);
    if (number === 1) fail('chat.update', 'chat.postMessage');
    await approve(steward, card);
  }
  for (const { from, number } of asked) {
    const done = await emmy.sees(
      channel,
      new RegExp(`#${number}\\b[\\s\\S]*All ${longPlan} datasets changed and checked`),
    );
    await emmy.seesReply(done, /Audit chain/, patient);
    await slack.as('blaise').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*changed and checked`), patient);
    await slack.as('sophie').sees('dm', new RegExp(`You now own[\\s\\S]*#${number}\\b`), patient);
    expect([1, 2].map((nth) => domo.calls.puts(datasetOf(from, nth)))).toEqual([1, 1]);
  }
}, 90_000);

test("a list of outcomes that can't post its card at first is posted later, and the closing post once", async () => {
  const { slack } = steward;
  const emmy = slack.as('emmy');
  const { card } = await askAndSee(steward, { from: many });
  slack.faults.onCall('files.getUploadURLExternal', { kind: 'status', status: 500 });
  await approveUntil(steward, card, { verified: 25 });
  const files = () => emmy.thread(card).flatMap((reply) => reply.files);
  const before = files().length;
  await emmy.seesReply(card, /Audit chain/);
  await slack.workspace.until(() => files().length > before, { timeoutMs: 40_000 });
  expect(emmy.thread(card).filter(({ text }) => text.includes('Audit chain'))).toHaveLength(1);
}, 60_000);

test('a Slack that cannot say who somebody is makes no vote, and says so', async () => {
  const { slack } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  // With the usual time-outs: only where Slack does not answer at all need they be short.
  await steward.restart({ overrides: {} });
  slack.faults.onCall('users.info', { kind: 'status', status: 500 }, 50);
  slack.faults.onCall('usergroups.users.list', { kind: 'status', status: 500 }, 50);
  await approve(steward, card);
  await slack.as('emmy').dismiss(/can't reach Slack/);
  slack.faults.clear();
  expect(slack.as('emmy').now(card).text).not.toContain('Approved by');
  await approveUntil(steward, card, { verified: 2 });
});

test.each(['announced', 'silent'] as const)(
  'a Socket Mode connection whose end is %s comes back, and nothing is lost',
  async (how) => {
    const { slack } = steward;
    const { card } = await askAndSee(steward, { from: leaver });
    const connects = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
    const before = connects();
    slack.faults.dropSockets(how);
    await until(() => connects() > before && slack.openConnections() > 0);
    await approveUntil(steward, card, { verified: 2 });
  },
  40_000,
);
