import { seeded } from '../../sandbox/domo/seed.ts';
import type { WorldExecution } from '../../sandbox/domo/types.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { auditLines } from '../support/requests.ts';
import { approveNumber, askToAdd } from '../support/schema.ts';
import { ended, freshSteward } from '../support/steward.ts';

let later = 0;

beforeEach(() => {
  later = 0;
});

const steward = freshSteward({ overrides: { now: () => new Date(Date.now() + later) } });

const waiting = /Waiting: data is being uploaded into this dataset now \(stream 663\)/;

/** Somebody's upload, after this many others. */
function upload(others = 0): WorldExecution {
  const executions = steward.domo.world.executions(seeded.party);
  const startedAt = new Date().toISOString();
  for (let id = 1; id <= others; id += 1) {
    executions.push({ id, currentState: 'SUCCESS', startedAt });
  }
  const opened: WorldExecution = { id: others + 1, currentState: 'ACTIVE', startedAt };
  executions.push(opened);
  return opened;
}

/** A column is added to the party, and a steward approves it. */
async function approved(): Promise<SeenMessage> {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await askToAdd(sophie, seeded.party, 'Town', 'STRING');
  return approveNumber(slack, 1, 'emmy');
}

test('an upload that goes on delays the write, and the card says so; once it ends the columns change', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  const running = upload();
  const card = await approved();
  await emmy.seesChange(card, waiting);
  expect(domo.calls.count('PUT')).toBe(0);
  await steward.restart();
  expect(emmy.now(card).text).toMatch(waiting);
  running.currentState = 'SUCCESS';
  const done = await emmy.seesChange(card, /changed and checked/);
  expect(done.text).not.toMatch(waiting);
  expect(domo.calls.count('PUT')).toBe(1);
  const events = (await auditLines(steward)).map(({ event }) => event);
  expect(events.filter((event) => event.startsWith('run_'))).toEqual(['run_paused', 'run_resumed']);
});

test('the newest of more uploads than one page holds', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  const running = upload(500);
  const card = await approved();
  await emmy.seesChange(card, waiting);
  running.currentState = 'ABORTED';
  await emmy.seesChange(card, /changed and checked/);
  expect(domo.calls.count('PUT')).toBe(1);
});

test('Stop ends the wait', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  upload();
  const card = await emmy.seesChange(await approved(), waiting);
  await emmy.press(emmy.now(card), 'Stop', { confirm: true });
  await emmy.seesChange(card, ended({ stopped: 1 }));
  expect(domo.calls.count('PUT')).toBe(0);
});

test('an upload that never ends: given up after a day, with what to do', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  upload();
  const card = await emmy.seesChange(await approved(), waiting);
  later = 25 * 60 * 60_000;
  const done = await emmy.seesChange(card, ended({ failed: 1 }));
  expect(done.text).toContain('an upload into this dataset never ended. End or abort it in Domo, then try again.');
  expect(domo.calls.count('PUT')).toBe(0);
});

test('a change of a stream takes five calls once it is approved, and one without a stream three', async () => {
  const { slack, domo } = steward;
  const emmy = slack.as('emmy');
  const calls = async (dataset: string, number: number) => {
    const sophie = slack.as('sophie');
    await askToAdd(sophie, dataset, 'Town', 'STRING');
    const card = await approveNumber(slack, number);
    const before = domo.calls.count();
    const users = domo.calls.count('GET', '/v1/users');
    await emmy.press(emmy.now(card), 'Approve', { confirm: true });
    await emmy.seesChange(card, /changed and checked/);
    return domo.calls.count() - before - (domo.calls.count('GET', '/v1/users') - users);
  };
  expect(await calls(seeded.party, 1)).toBe(5);
  expect(await calls('Least Squares', 2)).toBe(3);
});
