import { sql } from 'drizzle-orm';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import {
  addLeavers,
  approve,
  approveUntil,
  askAndSee,
  auditLines,
  eventsOf,
  firstLeaver,
} from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';
import { answerAsSophie, askRequester } from '../support/talk.ts';

const hour = 60 * 60_000;
let later = 0;
let leaver = firstLeaver - 1;

const steward = sharedSteward({
  policy: 'channel: C0123456789\napprovers: [S0123456789]\napprovals: 2\nremind_after: [4h]\n',
  world: (world) => addLeavers(world, 15, 1),
  overrides: { now: () => new Date(Date.now() + later) },
});

beforeEach(() => {
  leaver += 1;
});

const question = (card: SeenMessage, text: string, as?: string) => askRequester(steward, card, text, as);
const answer = (number: number, text: string) => answerAsSophie(steward, number, text);

describe('a question', () => {
  test('goes to the requester, and question and answer stand on the card, under Details, and in the log', async () => {
    const { slack } = steward;
    const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
    const { card, number } = await askAndSee(steward, { from: leaver });
    expect(card.buttons).toEqual(['Approve', 'Reject', 'Details', 'Ask']);
    await question(card, 'Does <!channel> still read Hired?');
    await emmy.seesChange(card, /Emmy Noether asks: “Does <!channel> still read Hired\?” · waiting for Sophie Germain/);
    const asked = await answer(number, 'No, retired in May.');
    await emmy.seesChange(card, /Sophie Germain: “No, retired in May\.”/);
    const told = await emmy.sees('dm', new RegExp(`Sophie Germain answered on #${number} `));
    expect(told.text).toContain('No, retired in May.');
    expect(told.buttons).toEqual(['Details']);
    // What is answered asks nothing any more.
    await slack.workspace.until(() => !sophie.now(asked).buttons.includes('Answer') || undefined);
    await emmy.press(told, 'Details');
    expect((await emmy.dismiss()).text).toMatch(/Emmy Noether asked: “Does.*\n.*Sophie Germain answered: “No, retired/);
    const log = (await auditLines(steward)).filter((line) => line.number === number);
    expect(log.filter(({ event }) => event === 'question')).toMatchObject([
      { slackId: 'U0EMMY00001', detail: { comment: 'Does <!channel> still read Hired?' } },
    ]);
    expect(log.filter(({ event }) => event === 'answer')).toMatchObject([
      { slackId: 'U0SOPHIE001', detail: { comment: 'No, retired in May.' } },
    ]);
  });

  test('that is open is named where a steward confirms, and the reminder goes to the requester', async () => {
    const { slack } = steward;
    const { card, number } = await askAndSee(steward, { from: leaver });
    await question(card, 'Who takes the feed over?');
    await slack.as('ada').seesChange(card, /waiting for Sophie/);
    const { dialog } = await slack.as('ada').press(slack.as('ada').now(card), 'Approve', { confirm: true });
    expect(dialog?.text).toContain('Not answered yet: “Who takes the feed over?”');
    const sophie = slack.as('sophie');
    const about = new RegExp(`asks about #${number} `);
    const first = await sophie.sees('dm', about);
    later += 5 * hour;
    await steward.restart();
    const second = await slack.workspace.until(() =>
      sophie.dms().find(({ text, ts }) => about.test(text) && ts !== first.ts),
    );
    expect(second.buttons).toEqual(['Answer', 'Details']);
    // The reminder takes the place of the message before it: only one has an `Answer`.
    await slack.workspace.until(() => sophie.dms().filter(({ text }) => about.test(text)).length === 1 || undefined);
    expect(
      slack
        .as('emmy')
        .thread(card)
        .filter(({ text }) => text.includes('still waiting')),
    ).toEqual([]);
  });

  test('is asked once however often its form is delivered, and told once across a restart', async () => {
    const { slack } = steward;
    const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
    const { card, number } = await askAndSee(steward, { from: leaver });
    await emmy.press(emmy.now(card), 'Ask');
    await emmy.modal(/gets your question/);
    await emmy.fill('Question', 'Once?');
    await Promise.all([emmy.submit(), emmy.submit()]);
    await sophie.sees('dm', new RegExp(`asks about #${number} `));
    await emmy.closeModal('all');
    await steward.restart();
    await emmy.seesChange(card, /asks: “Once\?”/);
    expect(sophie.dms().filter(({ text }) => text.includes(`asks about #${number} `))).toHaveLength(1);
  });

  test('of forty the card shows the newest that is open, and Details holds', async () => {
    const { slack } = steward;
    const emmy = slack.as('emmy');
    const { card, number } = await askAndSee(steward, { from: leaver });
    for (let nth = 1; nth <= 40; nth += 1) await question(card, `Question ${nth}?`);
    await emmy.seesChange(card, /asks: “Question 40\?” · waiting for Sophie Germain · 39 more questions in Details/);
    await emmy.press(emmy.now(card), 'Details');
    expect((await emmy.dismiss(new RegExp(`#${number}`))).text).toMatch(/“Question 1\?”[\s\S]*“Question 40\?”/);
    // A repaint may come to a message that a reminder has just replaced.
    expect(slack.refusals().filter((refusal) => !refusal.endsWith('message_not_found'))).toEqual([]);
  });

  test('is only for those who may decide, and only the requester answers, once', async () => {
    const { slack } = steward;
    const { card, number } = await askAndSee(steward, { from: leaver });
    for (const [who, why] of [
      ['blaise', /Only a steward can decide this/],
      ['sophie', /You can't approve your own request/],
    ] as const) {
      await slack.as(who).press(slack.as(who).now(card), 'Ask');
      expect((await slack.as(who).dismiss()).text).toMatch(why);
    }
    await question(card, 'Really?');
    const asked = await answer(number, 'Yes.');
    // The same form, still open elsewhere.
    const sent = slack.latest('view_submission');
    const payload = JSON.parse(JSON.stringify(sent.payload).replaceAll('Yes.', 'No, and here is why.'));
    const again = JSON.stringify(await slack.redeliver({ ...sent, payload }));
    expect(again).toContain('already answered');
    expect(again).toContain('You wrote:\\n>No, and here is why.');
    await slack.as('sophie').press(asked, 'Answer', { stale: true });
    expect((await slack.as('sophie').dismiss()).text).toContain('already answered');
  });

  test('can be answered after the decision, which stands', async () => {
    const emmy = steward.slack.as('emmy');
    const { card, number } = await askAndSee(steward, { from: leaver });
    await question(card, 'Late?');
    await approve(steward, card, 'emmy');
    await approveUntil(steward, card, { verified: 1 }, 'ada');
    await answer(number, 'Too late.');
    await emmy.sees('dm', new RegExp(`answered on #${number} `));
    expect(ended({ verified: 1 }).test(emmy.now(card).text)).toBe(true);
    // A card that is decided has no one to ask for it.
    await emmy.press(card, 'Ask', { stale: true });
    expect((await emmy.dismiss()).text).toMatch(/Too late/);
  });

  test('that is typed when it is too late is given back', async () => {
    const ada = steward.slack.as('ada');
    const { card } = await askAndSee(steward, { from: leaver });
    await ada.press(ada.now(card), 'Ask');
    await ada.modal(/gets your question/);
    await ada.fill('Question', 'Does the Mars feed read it?');
    await approve(steward, card, 'emmy');
    await approveUntil(steward, card, { verified: 1 }, 'ada');
    await ada.submit();
    expect((await ada.dismiss(/Too late/)).text).toContain('You wrote:\n>Does the Mars feed read it?');
  });
});

describe('a vote', () => {
  async function takeBack(card: SeenMessage, as: string): Promise<string> {
    const person = steward.slack.as(as);
    await person.press(person.now(card), 'Details');
    await person.modal();
    await person.pressInModal('Take back my vote', { confirm: true });
    const { text } = await person.dismiss(/0 of 2/);
    return text;
  }

  test('can be taken back while the request is pending, and given again', async () => {
    const { slack } = steward;
    const [emmy, ada] = [slack.as('emmy'), slack.as('ada')];
    const { card, number } = await askAndSee(steward, { from: leaver });
    await approveUntil(steward, card, /1 of 2/, 'emmy');
    await takeBack(card, 'emmy');
    const back = await emmy.seesChange(card, /0 of 2/);
    expect(back.text).not.toContain('Emmy Noether approved');
    await approve(steward, card, 'ada');
    await ada.seesChange(card, /1 of 2/);
    await approveUntil(steward, card, { verified: 1 }, 'emmy');
    const events = await eventsOf(steward, number);
    expect(events.filter((event) => event.startsWith('vote'))).toEqual(['vote', 'vote_taken_back', 'vote', 'vote']);
  });

  test('that was taken back does not count when it is put back in the database', async () => {
    const emmy = steward.slack.as('emmy');
    const { card, number } = await askAndSee(steward, { from: leaver });
    await approveUntil(steward, card, /1 of 2/, 'emmy');
    await steward.stop();
    const votes = await steward.inDatabase(({ db }) =>
      db.execute(sql`select * from votes where request_id = (select id from requests where number = ${number})`),
    );
    await steward.start();
    await takeBack(card, 'emmy');
    await emmy.seesChange(card, /0 of 2/);
    await steward.stop();
    const [vote] = votes.rows as Record<string, unknown>[];
    await steward.inDatabase(({ db }) =>
      db.execute(sql`
        insert into votes select * from json_populate_record(null::votes, ${JSON.stringify(vote)}::json)`),
    );
    await steward.start();
    await approveUntil(steward, card, /on a recount there weren't enough valid approvals: Emmy Noether/, 'ada');
    expect(steward.domo.calls.count('PUT', `/v1/datasets`)).toBe(
      (await auditLines(steward)).filter(({ event }) => event === 'item_writing').length,
    );
  });

  test('that is sent twice says in its title that it may not', async () => {
    const emmy = steward.slack.as('emmy');
    const { card } = await askAndSee(steward, { from: leaver });
    await emmy.press(emmy.now(card), 'Details');
    await emmy.modal();
    await emmy.pressInModal('Approve…');
    await emmy.modal(/Approve #/);
    await approveUntil(steward, card, /1 of 2/, 'emmy');
    expect(await emmy.submit()).toBeNull();
    const { title, text } = await emmy.dismiss(/already approved/);
    expect(title).toBe("You can't approve this");
    expect(text).toContain('Someone else must approve too');
  });

  test('that was never given cannot be taken back, and a decided request keeps its votes', async () => {
    const emmy = steward.slack.as('emmy');
    const { card } = await askAndSee(steward, { from: leaver });
    await emmy.press(emmy.now(card), 'Details');
    expect((await emmy.dismiss()).buttons).not.toContain('Take back my vote');
    await approveUntil(steward, card, /1 of 2/, 'emmy');
    await emmy.press(emmy.now(card), 'Details');
    await emmy.modal();
    await approveUntil(steward, card, { verified: 1 }, 'ada');
    await emmy.pressInModal('Take back my vote', { confirm: true });
    expect((await emmy.dismiss(/Too late/)).text).toContain('this request is done');
  });
});

test('the requester withdraws on Home what is not decided, and only that', async () => {
  const { slack } = steward;
  const blaise = slack.as('blaise');
  const { card, number } = await askAndSee(steward, { from: leaver, by: 'blaise' });
  const home = await blaise.openHome();
  expect(home.text).toMatch(new RegExp(`#${number}\\b.*Waiting for approval`));
  await blaise.pressInHome('Withdraw', { confirm: true });
  await slack.as('emmy').seesChange(card, /Withdrawn by Blaise Pascal/);
  await slack.workspace.until(() => new RegExp(`#${number}\\b.*Withdrawn`).exec(blaise.home()?.text ?? ''));
  expect(blaise.home()?.buttons).not.toContain('Withdraw');
});
