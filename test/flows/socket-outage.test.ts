import { addLeavers, approveUntil, askAndSee, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

let leaver = firstLeaver - 1;
let ahead = 0;

const steward = sharedSteward({
  world: (world) => addLeavers(world, 4),
  overrides: { now: () => new Date(Date.now() + ahead), slack: { pongWithin: 300 } },
});

beforeEach(() => {
  leaver += 1;
});

/** What `/readyz` says of Slack; it remembers for some seconds that all was well. */
async function slackSays(): Promise<string> {
  ahead += 60_000;
  const answer = await fetch(`http://127.0.0.1:${steward.service.port}/readyz`);
  const { checks } = (await answer.json()) as { checks: { slack: string } };
  return `${answer.status} ${checks.slack}`;
}

test.each([
  ['the connection breaks', { kind: 'reset' }],
  ['there is none to be had', { kind: 'status', status: 503 }],
  ['Slack has an error', { kind: 'error', error: 'internal_error' }],
] as const)(
  'Slack is gone for a while, where %s: the app says so, and is back as soon as Slack is',
  async (_, fault) => {
    const { slack } = steward;
    const { card } = await askAndSee(steward, { from: leaver });
    slack.faults.onCall('apps.connections.open', fault, 1_000);
    slack.faults.dropSockets('silent');
    await until(() => slack.openConnections() === 0);
    await until(async () => (await slackSays()).startsWith('503 not reached'));
    slack.faults.clear();
    await until(() => slack.openConnections() === 1);
    await until(async () => (await slackSays()) === '200 reached');
    await approveUntil(steward, card, { verified: 2 });
  },
);

test('a connection that went silent is given up, and clicks come by a new one', async () => {
  const { slack } = steward;
  const connects = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  const before = connects();
  slack.faults.dropSockets('frozen');
  await until(() => connects() > before);
  await until(async () => (await slackSays()) === '200 reached');
  const outcome = await slack.as('sophie').command('/domo-owner help');
  expect(outcome.ok).toBe(true);
});
