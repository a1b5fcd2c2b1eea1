import { queues } from '../../src/jobs/queues.ts';
import {
  addLeavers,
  approve,
  approveUntil,
  ask,
  askAndSee,
  datasetOf,
  eventsOf,
  firstLeaver,
} from '../support/requests.ts';
import { decidableCard, ended, sharedSteward } from '../support/steward.ts';

const hour = 60 * 60_000;
const policy = `channel: C0123456789
approvers: [S0123456789, U0CARL00001]
approvals: 2
expire_after: 7d
remind_after: [4h, 24h]
`;

let leaver = firstLeaver - 1;
/** How much later it is for the app, in ms. */
let later = 0;

const now = () => new Date(Date.now() + later);
const steward = sharedSteward({ policy, world: (world) => addLeavers(world, 11), overrides: { now } });

beforeEach(() => {
  leaver += 1;
});

afterEach(() => {
  steward.domo.faults.clear();
});

/** The clock that runs every minute runs at a start too. */
async function letPass(ms: number): Promise<void> {
  later += ms;
  await steward.restart();
}

test('stewards who have not voted are reminded, at each time once', async () => {
  const { card, number } = await askAndSee(steward, { from: leaver, to: 31, by: 'blaise' });
  const ada = steward.slack.as('ada');
  const reminder = new RegExp(`#${number} is still waiting for your approval`);
  const reminders = (who = 'ada') =>
    steward.slack
      .as(who)
      .dms()
      .filter(({ text }) => reminder.test(text));
  await approve(steward, card, 'emmy');
  await ada.seesChange(card, /1 of 2 from/);
  await letPass(3.9 * hour);
  expect(reminders()).toEqual([]);
  await letPass(0.2 * hour);
  const first = await ada.sees('dm', reminder);
  await steward.slack.as('carl').sees('dm', reminder);
  expect(reminders('emmy')).toEqual([]);
  await steward.restart();
  await letPass(20 * hour);
  // A reminder takes the place of the one before it.
  const isSecond = () => reminders().length === 1 && reminders()[0]?.ts !== first.ts;
  await steward.slack.workspace.until(isSecond);
  const [second] = reminders();
  await steward.restart();
  expect(reminders().map(({ ts }) => ts)).toEqual([second?.ts]);
  await approve(steward, card, 'carl');
  await ada.seesChange(card, ended({ verified: 2 }));
});

test('what nobody decides expires: a click that comes first is too late as well, and the requester is told', async () => {
  const { slack, domo } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  await letPass(6.5 * 24 * hour);
  await slack.as('sophie').sees('dm', new RegExp(`#${number} expires`));
  later += 12 * hour;
  const emmy = slack.as('emmy');
  await approve(steward, card, 'emmy');
  expect((await emmy.dismiss()).text).toMatch(/Too late: this request expired/);
  await steward.restart();
  const expired = await emmy.seesChange(card, /Expired.*Nothing changed/);
  expect(expired.buttons).not.toContain('Approve');
  await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*Expired`));
  expect(domo.calls.puts(datasetOf(leaver, 1))).toBe(0);
  // Its datasets can be asked for again.
  const { card: again } = await askAndSee(steward, { from: leaver });
  expect(again.text).toContain('2 datasets');
});

test('an approval that was not begun in time expires too', async () => {
  const { domo } = steward;
  domo.faults.add({ kind: 'hang' }, { method: 'PUT' });
  const cards = [];
  const last = leaver + queues.apply.workers;
  for (let each = leaver; each <= last; each += 1) {
    const { card } = await askAndSee(steward, { from: each, to: 31, by: 'blaise' });
    await approve(steward, card, 'emmy');
    await approveUntil(steward, card, each < last ? /⚙️ Changing datasets: \d+ of/ : /Starting now/, 'ada');
    cards.push(card);
  }
  const waiting = cards.at(-1);
  leaver = last;
  await steward.stop();
  domo.faults.clear();
  later += 7 * 24 * hour;
  await steward.start();
  if (waiting) await steward.slack.as('emmy').seesChange(waiting, /Expired/);
  expect(domo.calls.puts(datasetOf(leaver, 1))).toBe(0);
});

test('Domo away for a day: a request that could not be prepared is told, a run that could not go on is failed', async () => {
  const { slack, domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver, to: 31, by: 'blaise' });
  await approve(steward, card, 'emmy');
  domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1' });
  await approveUntil(steward, card, /Paused: Domo isn't responding/, 'ada');
  leaver += 1;
  const number = await ask(steward, { from: leaver });
  await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*Being prepared`));
  await letPass(24 * hour);
  const failed = await slack.as('emmy').seesChange(card, /[Nn]othing changed/);
  expect(failed.text).toMatch(/Stopped after a day/);
  expect(failed.text).toMatch(/2 not done/);
  await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*within a day, so it`));
  const events = await eventsOf(steward, number);
  expect(events).toEqual(['request_preparing', 'request_invalid']);
});

describe('withdrawn', () => {
  test('while it is being prepared: nobody is asked, and nothing is held', async () => {
    const { slack, domo } = steward;
    domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1' });
    const number = await ask(steward, { from: leaver });
    const sophie = slack.as('sophie');
    const told = await sophie.sees('dm', new RegExp(`#${number}\\b`));
    await sophie.press(told, 'Withdraw', { confirm: true });
    await sophie.seesChange(told, /Withdrawn/);
    domo.faults.clear();
    const { card } = await askAndSee(steward, { from: leaver });
    expect(card.text).toContain('2 datasets');
    expect(
      slack
        .as('emmy')
        .messages('domo-changes')
        .some((message) => message.text.includes(`#${number} `)),
    ).toBe(false);
  });

  test('too late: it says how it stands, and has no effect', async () => {
    const { slack } = steward;
    const number = await ask(steward, { from: leaver, to: 31, by: 'blaise' });
    const blaise = slack.as('blaise');
    const told = await blaise.sees('dm', new RegExp(`#${number}\\b`));
    const card = await decidableCard(slack, number);
    for (const who of ['emmy', 'ada']) await approve(steward, card, who);
    await slack.as('emmy').seesChange(card, ended({ verified: 2 }));
    await blaise.press(told, 'Withdraw', { confirm: true, stale: true });
    expect((await blaise.modal()).text).toMatch(/Too late: /);
    expect(slack.as('emmy').now(card).text).toContain('2 datasets changed and checked');
  });
});
