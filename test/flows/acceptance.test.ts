import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { accept, asked, asking } from '../support/acceptance.ts';
import {
  addLeavers,
  approve,
  approveUntil,
  ask,
  askAndSee,
  eventsOf,
  firstLeaver,
  refusals,
} from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';

const hour = 60 * 60_000;
const carl = 28;

let later = 0;
let leaver = firstLeaver - 1;

const steward = sharedSteward({
  policy: asking,
  world: (world) => {
    addLeavers(world, 30, 1);
    world.addUser({ id: 90, name: 'Pierre de Fermat the elder' });
    world.addUser({ id: 91, name: 'Johann Bernoulli the elder', email: 'johann@example.com' });
  },
  overrides: { now: () => new Date(Date.now() + later) },
});

beforeEach(() => {
  leaver += 1;
});

async function decline(message: SeenMessage, reason: string): Promise<string> {
  const person = steward.slack.as('carl');
  await person.press(message, 'Decline', { stale: true });
  await person.modal(/requester and the channel will see/);
  await person.fill('Reason', reason);
  expect(await person.submit()).toBeNull();
  const { text } = await person.dismiss(/I'll tell the requester why|Too late/);
  return text;
}

/** DMs of Carl's that name this request. */
function carlsDms(number: number): SeenMessage[] {
  return steward.slack
    .as('carl')
    .dms()
    .filter(({ text }) => new RegExp(`#${number}\\b`).test(text));
}

describe('where a rule asks for it', () => {
  test('stewards first: nothing is changed before the new owner accepts', async () => {
    const emmy = steward.slack.as('emmy');
    const { card, number } = await askAndSee(steward, { from: leaver });
    expect(card.text).toContain("Carl Friedrich Gauss hasn't accepted yet");
    const message = await asked(steward, number);
    expect(message.buttons).toEqual(['Accept', 'Decline', 'Details']);
    expect(message.text).toContain('has left');
    const waiting = await approveUntil(steward, card, /1 of 1/);
    expect(waiting.text).toContain("hasn't accepted yet");
    await approve(steward, waiting);
    expect((await emmy.dismiss()).text).toContain('You already approved this. Now the new owner must accept.');
    await accept(steward, number);
    await emmy.seesChange(card, ended({ verified: 1 }));
    expect(await eventsOf(steward, number)).toEqual(
      expect.arrayContaining(['vote', 'acceptance', 'request_approved', 'request_applying', 'request_applied']),
    );
    const carl = steward.slack.as('carl');
    await carl.sees('dm', new RegExp(`You now own 1 dataset.*#${number}`));
    const over = await carl.seesChange(message, ended({ verified: 1 }));
    expect(over.buttons).toEqual(['Details']);
  });

  test('acceptance first: then one approval is the decision, and Details tells of both', async () => {
    const emmy = steward.slack.as('emmy');
    const { card, number } = await askAndSee(steward, { from: leaver });
    const message = await accept(steward, number);
    await emmy.seesChange(card, /Carl Friedrich Gauss accepted/);
    const answered = await steward.slack.as('carl').seesChange(message, /You accepted/);
    expect(answered.buttons).toEqual(['Details']);
    expect((await eventsOf(steward, number)).slice(-1)).toEqual(['acceptance']);
    const done = await approveUntil(steward, card, { verified: 1 });
    await emmy.press(done, 'Details');
    const { text } = await emmy.dismiss(/Details of/);
    expect(text).toMatch(/Accepted by Carl Friedrich Gauss, the new owner[\s\S]*Approved by Emmy Noether/);
    await emmy.asks(
      `/domo-owner history "Dataset 1 of ${leaver}"`,
      /approved by Emmy Noether, emmy@example\.com · accepted by Carl Friedrich Gauss, carl@example\.com/,
    );
  });

  test('a decline rejects it, with its reason, and the requester can ask again', async () => {
    const { slack } = steward;
    const { card, number } = await askAndSee(steward, { from: leaver });
    const message = await asked(steward, number);
    await decline(message, "I'm moving <!channel> teams.");
    const rejected = await slack
      .as('emmy')
      .seesChange(card, /Declined by Carl Friedrich Gauss: “I'm moving <!channel> teams\.”/);
    expect(rejected.buttons).not.toContain('Approve');
    const told = await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*Declined by Carl`));
    expect(told.buttons).toEqual(['Edit and request again', 'Details']);
    const over = await slack.as('carl').seesChange(message, /Declined by Carl/);
    expect(over.buttons).toEqual(['Details']);
    expect(carlsDms(number)).toHaveLength(1);
    expect((await eventsOf(steward, number)).slice(-2)).toEqual(['acceptance', 'request_rejected']);

    const emmy = slack.as('emmy');
    const history = await emmy.asks(
      `/domo-owner history "Dataset 1 of ${leaver}"`,
      /declined by Carl Friedrich Gauss, carl@example\.com: “I'm moving .* rule: leavers, policy/,
    );
    await emmy.press(history, 'Send me the CSV');
    await emmy.sees('general', /I sent you the CSV as a message/);
    const [file] = emmy.messages('dm').flatMap(({ files }) => files);
    expect(file?.text).toMatch(
      /,"Carl Friedrich Gauss, carl@example\.com",2.*Z,I'm moving <!channel> teams\.,declined,"Carl Friedrich Gauss, carl@/,
    );

    const again = await askAndSee(steward, { from: leaver });
    expect(again.card.text).toMatch(new RegExp(`Declined in #${number} by Carl Friedrich Gauss`));
    expect(await decline(await asked(steward, again.number), 'Still.')).toContain('the requester');
  });

  test('it is too late once it is decided, a reason is given back whole, and a click that comes twice counts once', async () => {
    const { slack } = steward;
    const { card, number } = await askAndSee(steward, { from: leaver });
    const message = await asked(steward, number);
    const carl = slack.as('carl');
    await Promise.all([carl.press(message, 'Accept'), carl.press(message, 'Accept', { stale: true })]);
    await slack.as('emmy').seesChange(card, /Carl Friedrich Gauss accepted/);
    expect((await carl.dismiss()).text).toContain('You already accepted this');
    expect((await eventsOf(steward, number)).filter((event) => event === 'acceptance')).toHaveLength(1);
    const reason = `${'I move teams. '.repeat(70)}That is all.`;
    await carl.press(message, 'Decline', { stale: true });
    await carl.fill('Reason', reason);
    await slack.as('emmy').press(slack.as('emmy').now(card), 'Reject');
    await slack.as('emmy').modal(/will see your reason/);
    await slack.as('emmy').fill('Reason', 'Not now');
    await slack.as('emmy').submit();
    await slack.as('emmy').closeModal('all');
    await carl.sees('dm', new RegExp(`#${number}\\b[\\s\\S]*Rejected by Emmy Noether: “Not now”`));
    await carl.submit();
    expect((await carl.dismiss(/Too late: Emmy Noether.* rejected this/)).text).toContain(reason);
    for (const button of ['Accept', 'Decline']) {
      await carl.press(message, button, { stale: true });
      expect((await carl.dismiss()).text).toMatch(/Too late: Emmy Noether.* rejected this/);
    }
  });

  test('at the same moment as the steward: one decision', async () => {
    const { slack } = steward;
    const { card, number } = await askAndSee(steward, { from: leaver });
    const message = await asked(steward, number);
    await Promise.all([
      approve(steward, card),
      approve(steward, card, 'ada'),
      slack.as('carl').press(message, 'Accept'),
    ]);
    await slack.as('emmy').seesChange(card, ended({ verified: 1 }));
    const all = await eventsOf(steward, number);
    for (const event of ['acceptance', 'request_approved', 'request_applied', 'item_writing']) {
      expect(all.filter((each) => each === event)).toEqual([event]);
    }
    for (const who of ['emmy', 'ada']) await slack.as(who).closeModal('all');
  });

  test('only the new owner answers, by Details too', async () => {
    const { slack } = steward;
    const [emmy, carl] = [slack.as('emmy'), slack.as('carl')];
    const { card, number } = await askAndSee(steward, { from: leaver });
    const message = await asked(steward, number);
    await emmy.press(emmy.now(card), 'Details');
    expect((await emmy.dismiss()).buttons).not.toContain('Accept');
    await carl.press(message, 'Details');
    expect((await carl.modal()).buttons).toEqual(expect.arrayContaining(['Accept', 'Decline']));
    await carl.pressInModal('Accept');
    expect((await carl.dismiss(/Accepted by Carl/)).buttons).not.toContain('Accept');
    await emmy.seesChange(card, /Carl Friedrich Gauss accepted/);
  });

  test('who accepted can still decline under Details until it is decided, and has it on Home until they answer', async () => {
    const carl = steward.slack.as('carl');
    const { card, number } = await askAndSee(steward, { from: leaver });
    await carl.openHome(new RegExp(`To approve[\\s\\S]*#${number}\\b[\\s\\S]*Your requests`));
    const message = await accept(steward, number);
    await steward.slack.as('emmy').seesChange(card, /Carl Friedrich Gauss accepted/);
    expect((await carl.openHome()).text).not.toMatch(new RegExp(`#${number}\\b`));
    await carl.press(message, 'Details');
    await carl.modal(/Accepted by Carl/);
    await carl.pressInModal('Decline');
    await carl.modal(/will see your reason/);
    await carl.fill('Reason', 'On second thoughts');
    await carl.submit();
    await carl.closeModal('all');
    await steward.slack.as('emmy').seesChange(card, /Declined by Carl Friedrich Gauss: “On second thoughts”/);
  });

  test('the form and `who` say so', async () => {
    const { slack } = steward;
    const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
    await emmy.asks(`/domo-owner who ${leaver}`, /Needs 1 approval \(leavers\).*The new owner must accept\./);
    await sophie.command(`/domo-owner ${leaver} 28`);
    expect((await sophie.dismiss('Change dataset owner')).text).toContain('The new owner must accept.');
  });

  test('a requester who is the new owner has accepted by asking', async () => {
    const { card, number } = await askAndSee(steward, { from: leaver, to: carl, by: 'carl' });
    expect(card.text).toContain('Carl Friedrich Gauss accepted by asking for it');
    await approveUntil(steward, card, { verified: 1 });
    expect(await eventsOf(steward, number)).not.toContain('acceptance');
    expect(
      steward.slack
        .as('carl')
        .dms()
        .some(({ text }) => text.includes(`take over`) && text.includes(`#${number})`)),
    ).toBe(false);
  });

  test.each([
    ['is not in Slack', () => leaver + 1, /isn't in Slack/],
    ['is a guest', () => 35, /is a guest in Slack/],
    ['has an account that the policy maps to somebody else', () => 34, /maps to another Domo user/],
    ['has a deactivated account', () => 90, /has a deactivated Slack account/],
    ['shares an email', () => 91, /shares an email with another Domo user/],
  ])('a new owner who %s is refused in the form, which names the rule', async (_, to, why) => {
    const refused = ask(steward, { from: leaver, to: to() });
    await expect(refused).rejects.toThrow(why);
    await expect(refused).rejects.toThrow(/The rule “leavers” needs the new owner to accept/);
    await steward.slack.as('sophie').closeModal('all');
  });

  test('whose account says by then that they are somebody else, does not accept', async () => {
    const { slack } = steward;
    const { card, number } = await askAndSee(steward, { from: leaver });
    const message = await asked(steward, number);
    const carl = slack.workspace.person('carl');
    carl.email = 'somebody@example.com';
    for (const button of ['Accept', 'Decline']) {
      await slack.as('carl').press(message, button, { stale: true });
      expect((await slack.as('carl').dismiss()).text).toContain('Only the new owner can answer this');
    }
    expect(await refusals(steward, (line) => line.number === number, 2)).toHaveLength(2);
    carl.email = 'carl@example.com';
    // What Slack said of a person is trusted for a minute.
    later += hour / 30;
    await approveUntil(steward, card, /1 of 1/);
    expect(await eventsOf(steward, number)).not.toContain('request_approved');
  });

  test('who has not answered is reminded by a message that replaces the first, and hears of the end', async () => {
    const { slack } = steward;
    const { card, number } = await askAndSee(steward, { from: leaver });
    const first = await asked(steward, number);
    await approveUntil(steward, card, /1 of 1/);
    later += 5 * hour;
    await steward.restart();
    const replaced = (before: SeenMessage) => {
      const [only, ...more] = carlsDms(number);
      return more.length === 0 && only !== undefined && only.ts !== before.ts ? only : undefined;
    };
    const second = await slack.workspace.until(() => replaced(first));
    // Those who have approved are left alone.
    expect(slack.as('emmy').thread(card)).toEqual([]);
    later += 6 * 24 * hour;
    await steward.restart();
    await slack.as('sophie').sees('dm', new RegExp(`#${number} expires`));
    await slack.workspace.until(() => replaced(second));
    later += 24 * hour;
    await steward.restart();
    await slack.as('emmy').seesChange(card, /Expired/);
    await slack.workspace.until(() => {
      const buttons = carlsDms(number).map((each) => each.buttons.join());
      return buttons.join(' ') === 'Details Details' || undefined;
    });
  });
});
