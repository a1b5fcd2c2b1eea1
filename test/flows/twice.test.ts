import {
  addLeavers,
  approve,
  approveUntil,
  ask,
  askAndSee,
  auditLines,
  datasetOf,
  eventsOf,
  firstLeaver,
  postsCardOf,
} from '../support/requests.ts';
import { numberIn } from '../support/schema.ts';
import { decidableCard, ended, sharedSteward } from '../support/steward.ts';

let leaver = firstLeaver - 1;
let scopes: string[];

const steward = sharedSteward({ world: (world) => addLeavers(world, 9, 1) });

beforeAll(async () => {
  scopes = [...steward.slack.manifest.scopes];
});

beforeEach(() => {
  leaver += 1;
});

afterEach(() => {
  steward.slack.faults.clear();
  steward.slack.manifest.scopes = scopes;
});

test('a form that is delivered twice makes one request', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await sophie.command(`/domo-owner ${leaver} 28`);
  await sophie.modal('Change dataset owner');
  await sophie.fill('Reason', 'Delivered twice');
  slack.faults.deliverTwice();
  expect(await sophie.submit()).toBeNull();
  const number = numberIn(await sophie.modal(/#\d+ is being prepared/));
  await sophie.closeModal('all');
  await decidableCard(slack, number);
  expect(await slack.redeliver(slack.latest('view_submission'))).toMatchObject({ ok: true });
  const made = (await auditLines(steward)).flatMap((line) => (line.event === 'request_preparing' ? line.number : []));
  expect(made.filter((each) => each !== null && each >= number)).toEqual([number]);
});

test('a form that was requested is not shown again by a late choice, and does not take other content', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await sophie.command(`/domo-owner ${leaver} 28`);
  await sophie.modal('Change dataset owner');
  await sophie.fill('Reason', 'First thought');
  await sophie.choose('Which datasets', 'Only some');
  const some = await sophie.modal(/Or paste ids, names or links/);
  await sophie.choose('Which datasets', /All of them/);
  await sophie.modal('Change dataset owner', { after: some });
  expect(await sophie.submit()).toBeNull();
  const requested = await sophie.modal(/is being prepared/);
  const [number] = /#\d+/.exec(requested.text) ?? [];
  await slack.redeliver(slack.latest('block_actions'));
  const sent = slack.latest('view_submission');
  const payload = JSON.parse(JSON.stringify(sent.payload).replaceAll('First thought', 'Second thought'));
  const again = await slack.redeliver({ ...sent, payload });
  expect(JSON.stringify(again)).toContain(`You already sent this form as ${number}`);
  expect(sophie.openModal()?.hash).toBe(requested.hash);
});

test('an approval that is delivered twice, and pressed by two stewards at once, is decided once and applied once', async () => {
  const { slack, domo } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  slack.faults.deliverTwice(2);
  await Promise.all(['emmy', 'ada'].map((who) => slack.as(who).press(card, 'Approve', { confirm: true })));
  await slack.as('emmy').seesChange(card, ended({ verified: 1 }));
  const events = await eventsOf(steward, number);
  expect(events.filter((event) => event === 'vote')).toHaveLength(1);
  expect(events.filter((event) => event === 'request_approved')).toHaveLength(1);
  expect(domo.calls.puts(datasetOf(leaver, 1))).toBe(1);
});

test('a reject that is delivered twice is one, with the reason once', async () => {
  const { slack } = steward;
  const emmy = slack.as('emmy');
  const { card, number } = await askAndSee(steward, { from: leaver });
  await emmy.press(card, 'Reject');
  await emmy.modal(/Reject/);
  await emmy.fill('Reason', 'Not now');
  slack.faults.deliverTwice();
  expect(await emmy.submit()).toBeNull();
  await emmy.seesChange(card, /Rejected/);
  expect((await eventsOf(steward, number)).filter((event) => event === 'request_rejected')).toHaveLength(1);
  await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*Not now`));
  const told = slack
    .as('sophie')
    .dms()
    .filter((message) => /Not now/.test(message.text));
  expect(told).toHaveLength(1);
});

test('a click that comes while another steward rejects has one effect', async () => {
  const { slack, domo } = steward;
  const [emmy, ada] = [slack.as('emmy'), slack.as('ada')];
  const { card, number } = await askAndSee(steward, { from: leaver });
  await emmy.press(card, 'Reject');
  await emmy.modal(/Reject/);
  await emmy.fill('Reason', 'Not now');
  await Promise.all([emmy.submit(), ada.press(card, 'Approve', { confirm: true })]);
  await emmy.seesChange(card, /Rejected|changed and checked/);
  const settled = (await eventsOf(steward, number)).filter((event) =>
    ['request_rejected', 'request_approved'].includes(event),
  );
  expect(settled).toHaveLength(1);
  expect(domo.calls.puts(datasetOf(leaver, 1))).toBe(settled[0] === 'request_approved' ? 1 : 0);
});

test('a card whose posting was answered by nothing is found again where the app may read the channel', async () => {
  const { slack } = steward;
  slack.manifest.scopes = [...scopes, 'channels:history', 'groups:history'];
  const emmy = slack.as('emmy');
  slack.faults.onCall('chat.postMessage', { kind: 'lost answer' }, 1, postsCardOf(leaver));
  const number = await ask(steward, { from: leaver });
  const card = await decidableCard(slack, number);
  expect(emmy.messages('domo-changes').filter(({ text }) => text.includes(`#${number} `))).toHaveLength(1);
  await approveUntil(steward, card, { verified: 1 });
});

test('elsewhere it is posted once more, and only the recorded one decides', async () => {
  const { slack } = steward;
  const emmy = slack.as('emmy');
  slack.faults.onCall('chat.postMessage', { kind: 'lost answer' }, 1, postsCardOf(leaver));
  const number = await ask(steward, { from: leaver });
  const cards = () => emmy.messages('domo-changes').filter((message) => message.text.includes(`#${number} `));
  await slack.workspace.until(() => cards().some((card) => card.buttons.includes('Approve')));
  const [lost, card] = [cards()[0], cards().at(-1)];
  if (lost === undefined || card === undefined) throw new Error('no card');
  expect(lost.buttons).not.toContain('Approve');
  await emmy.press(lost, 'Reject');
  await emmy.dismiss(/This card is out of date/);
  expect((await emmy.seesChange(lost, /This card is out of date\. Use the newer one/)).buttons).toEqual([]);
  await approveUntil(steward, card, { verified: 1 });
});

test('two requests that are talked about and decided at once take none of each other’s clicks', async () => {
  const { slack, domo } = steward;
  const [emmy, ada, sophie] = [slack.as('emmy'), slack.as('ada'), slack.as('sophie')];
  const one = await askAndSee(steward, { from: leaver });
  const other = await askAndSee(steward, { from: leaver + 1 });
  await emmy.press(one.card, 'Reject');
  await ada.press(other.card, 'Ask');
  await emmy.fill('Reason', 'Not this one');
  await ada.fill('Question', 'And this one?');
  await Promise.all([ada.submit(), emmy.submit()]);
  await emmy.closeModal('all');
  await ada.closeModal('all');
  const rejected = await emmy.seesChange(one.card, /Rejected by Emmy Noether: “Not this one”/);
  expect(rejected.text).not.toContain('And this one?');
  const asked = await sophie.sees('dm', /And this one/);
  expect(asked.text).toContain(`#${other.number}`);
  await sophie.press(asked, 'Answer');
  await sophie.fill('Answer', 'Yes');
  await Promise.all([sophie.submit(), approve(steward, other.card, 'emmy')]);
  const done = await emmy.seesChange(other.card, ended({ verified: 1 }));
  expect(done.text).not.toContain('Rejected');
  expect(emmy.now(one.card).text).toContain('Rejected by Emmy Noether');
  expect([domo.calls.puts(datasetOf(leaver, 1)), domo.calls.puts(datasetOf(leaver + 1, 1))]).toEqual([0, 1]);
  leaver += 1;
});
