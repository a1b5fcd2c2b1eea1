import { type CalledAtNoon, hour, startAtNoon } from '../support/called-at-noon.ts';
import { approve, approveUntil, askAndSee, firstLeaver } from '../support/requests.ts';
import type { Steward } from '../support/steward.ts';

const [ada, emmy, blaise] = ['U0ADA000001', 'U0EMMY00001', 'U0BLAISE001'];
const base = `channel: C0123456789
approvers: [${ada}, ${emmy}, ${blaise}]
remind_after: [5h]
quiet_hours: 20:00-08:00
time_zone: Europe/Berlin
`;

let steward: Steward;
let letPass: CalledAtNoon['letPass'];
let dms: CalledAtNoon['dms'];

beforeEach(async () => {
  ({ steward, letPass, dms } = await startAtNoon(base));
});

afterEach(() => steward.close());

test('the message that called somebody says who decided, and how it ended, and stays one message', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  const called = await slack.as('blaise').sees('dm', new RegExp(`#${number} needs your approval`));
  await approveUntil(steward, card, { verified: 1 }, 'emmy');
  const { text, buttons } = await slack.as('blaise').seesChange(called, /changed and checked/);
  expect(text).toContain('approved by Emmy Noether');
  expect(text).not.toContain('needs your approval');
  expect(buttons).toEqual(['Details']);
  expect(dms('blaise', new RegExp(`#${number}`))).toHaveLength(1);
});

test('it says who approved while the run waits, and how many approvals are still needed before', async () => {
  const { slack } = steward;
  const policy = `${base}approvals: 2\npaused: true\n`;
  await letPass(0, policy);
  const { card, number } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  const called = await slack.as('blaise').sees('dm', new RegExp(`#${number} needs your approval`));
  await approve(steward, card, 'emmy');
  await slack.as('blaise').seesChange(called, /1 of 2/);
  await approve(steward, card, 'ada');
  const { text } = await slack.as('blaise').seesChange(called, /Approved by/);
  expect(text).toContain('Approved by Emmy Noether and Ada Lovelace');
});

test('a decision is told there after a restart as well', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  const called = await slack.as('blaise').sees('dm', new RegExp(`#${number} needs your approval`));
  const isCalled = ({ ts }: { ts?: unknown }) => ts === called.ts;
  slack.faults.onCall('chat.update', { kind: 'status', status: 503 }, 1_000, isCalled);
  await slack.as('emmy').press(card, 'Reject');
  await slack.as('emmy').fill('Reason', 'Not now');
  await slack.as('emmy').submit();
  await slack.as('emmy').seesChange(card, /Rejected/);
  await steward.stop();
  slack.faults.clear();
  expect(slack.as('blaise').now(called).text).toContain('needs your approval');
  await steward.start();
  await slack.as('blaise').seesChange(called, /Rejected by Emmy Noether: “Not now”/);
});

test('of several requests in one message each line says how its request stands, and the heading how many still need them', async () => {
  const { slack } = steward;
  const asked = [];
  for (let nth = 0; nth < 3; nth += 1) {
    asked.push(await askAndSee(steward, { from: firstLeaver + nth, to: 31, by: 'johann' }));
  }
  const [first, second, third] = asked;
  if (first === undefined || second === undefined || third === undefined) throw new Error('Three were asked for');
  await letPass(5.1 * hour);
  const called = await slack.as('ada').sees('dm', /3 requests need you/);
  await approve(steward, first.card, 'emmy');
  const one = await slack.as('ada').seesChange(called, /2 requests need you/);
  expect(one.text).toMatch(new RegExp(`#${first.number} (⚙️ Approved by|✅)`));
  expect(one.buttons).toEqual(['Details', 'Details', 'Details']);
  await approve(steward, second.card, 'ada');
  await approve(steward, third.card, 'emmy');
  const last = await slack.as('ada').seesChange(called, /Nothing here needs you now.*(#\d+ ✅.*){3}/s);
  expect(last.text).not.toContain('needs your approval');
});

test('a reminder takes the place of the message before it', async () => {
  const { slack } = steward;
  const { number } = await askAndSee(steward, { from: firstLeaver, to: 31, by: 'johann' });
  await slack.as('blaise').sees('dm', new RegExp(`#${number} needs your approval`));
  await letPass(5.1 * hour);
  await slack.as('blaise').sees('dm', new RegExp(`#${number} is still waiting for your approval`));
  expect(dms('blaise', new RegExp(`#${number}`))).toHaveLength(1);
});
