import { seeded } from '../../sandbox/domo/seed.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import {
  type AuditLine,
  addLeavers,
  approve,
  approveUntil,
  askAndSee,
  auditLines,
  datasetOf,
  eventsOf,
  firstLeaver,
  refusals,
} from '../support/requests.ts';
import { add, numberIn, openColumns, remove, request } from '../support/schema.ts';
import { channel, decidableCard, ended, sharedSteward } from '../support/steward.ts';

let leaver = firstLeaver - 1;
const edit = 'Edit and request again';

const steward = sharedSteward({ world: (world) => addLeavers(world, 18, 2) });

beforeEach(() => {
  leaver += 1;
});

afterEach(async () => {
  for (const who of ['sophie', 'emmy']) await steward.slack.as(who).closeModal('all');
});

const sophie = () => steward.slack.as('sophie');
const emmy = () => steward.slack.as('emmy');
const dmOf = (number: number) => sophie().sees('dm', new RegExp(`#${number} ·[\\s\\S]*can approve`));

/** Opens the form of a request that waits, from the requester's message. */
async function openFromMessage(number: number) {
  await sophie().press(await dmOf(number), edit);
  return sophie().modal(`Edit #${number}`);
}

async function send(): Promise<number> {
  expect(await sophie().submit()).toBeNull();
  return numberIn(await sophie().dismiss(/#\d+ is being prepared/));
}

test('the requester edits what waits: the new request takes the place of the old one, which is withdrawn', async () => {
  const { card, number } = await askAndSee(steward, { from: leaver });
  const form = await openFromMessage(number);
  expect(form.text).toContain(`${leaver} has left`);
  // The datasets are free for the one that takes its place.
  expect(form.text).not.toContain('already in');
  await sophie().choose('New owner', /Ada Lovelace/, { search: 'ada' });
  await sophie().fill('Reason', 'Ada takes over');
  const next = await send();
  const instead = await decidableCard(steward.slack, next);
  expect(instead.text).toMatch(/2 datasets: .* → Ada Lovelace/);
  expect(instead.text).toContain(`in place of #${number}`);
  expect((await emmy().seesChange(card, /Withdrawn by Sophie Germain/)).text).toContain(`Replaced by #${next}`);
  const told = await sophie().sees('dm', new RegExp(`#${number} ·[\\s\\S]*Replaced by #${next}`));
  expect(told.buttons).toEqual([]);
  await approveUntil(steward, instead, { verified: 2 }, 'emmy');
  expect(steward.domo.world.dataset(datasetOf(leaver, 1))?.ownerId).toBe(33);
  const withdrawn = (await auditLines(steward)).filter((line) => line.number === number).at(-1);
  expect(withdrawn).toMatchObject({
    event: 'request_withdrawn',
    slackId: 'U0SOPHIE001',
    detail: { from: 'pending', replacedBy: next },
  });
});

test('Details offers it to the requester, and to nobody else', async () => {
  const { card, number } = await askAndSee(steward, { from: leaver });
  await emmy().press(emmy().now(card), 'Details');
  expect((await emmy().modal(`Details of #${number}`)).buttons).not.toContain(edit);
  await sophie().press(sophie().now(card), 'Details');
  await sophie().modal(`Details of #${number}`);
  await sophie().pressInModal(edit);
  await sophie().modal(`Edit #${number}`);
  const next = await send();
  await emmy().seesChange(card, new RegExp(`Replaced by #${next}`));
});

test('approved while the form was open: a sentence says so, what was typed stays, and it can be sent as a new request', async () => {
  const { card, number } = await askAndSee(steward, { from: leaver });
  await openFromMessage(number);
  await sophie().fill('Reason', 'Typed with care');
  await sophie().choose('New owner', /Ada Lovelace/, { search: 'ada' });
  await approveUntil(steward, card, { verified: 2 });
  expect(await sophie().submit()).toBeNull();
  const { title, text } = await sophie().modal(/Too late/);
  expect(text).toMatch(
    new RegExp(`Too late: Emmy Noether · \\S+ · Domo ID 32 approved #${number}, .*Nothing you typed is lost`),
  );
  expect(title).toBe('Change dataset owner');
  expect(text).toContain('Typed with care');
  expect(text).toContain('Ada Lovelace');
  const isOfIt = ({ detail }: AuditLine) => (detail.refusal as { number?: number }).number === number;
  const [refused] = await refusals(steward, isOfIt);
  expect(refused?.detail.refusal).toMatchObject({ why: 'origin_settled', number, state: 'applied' });
  await sophie().choose('Current owner', /Carl Friedrich Gauss/, { search: 'gauss' });
  await sophie().choose('Which datasets', 'Only some');
  await sophie().fill('Or paste ids, names or links', datasetOf(leaver, 1));
  const next = await send();
  expect((await decidableCard(steward.slack, next)).text).toContain(`requested again after #${number}`);
  expect(await eventsOf(steward, number)).not.toContain('request_withdrawn');
});

test('rejected while the form was open: it says by whom, and the same can be asked again', async () => {
  const { card, number } = await askAndSee(steward, { from: leaver });
  await openFromMessage(number);
  await emmy().press(emmy().now(card), 'Reject');
  await emmy().fill('Reason', 'Not yet');
  await emmy().submit();
  await emmy().seesChange(card, /Rejected by Emmy/);
  expect(await sophie().submit()).toBeNull();
  await sophie().modal(new RegExp(`rejected #${number}, .*Nothing you typed is lost`));
  expect((await decidableCard(steward.slack, await send())).text).toContain(`Rejected in #${number} by Emmy Noether`);
});

test('an approval in the same instant: either it counts, or the new request stands, never both and never neither', async () => {
  const before = steward.domo.calls.count('PUT');
  for (let round = 0; round < 4; round += 1, leaver += 1) {
    const { card, number } = await askAndSee(steward, { from: leaver });
    await openFromMessage(number);
    const [approving, sending] = [() => approve(steward, card, 'emmy'), () => sophie().submit()];
    await Promise.all((round % 2 === 0 ? [approving, sending] : [sending, approving]).map((act) => act()));
    const { text } = await sophie().modal(/is being prepared|Too late/);
    const events = (await eventsOf(steward, number)).filter((event) => event.startsWith('request_'));
    if (text.includes('Too late')) {
      expect(events).toContain('request_approved');
      expect(events).not.toContain('request_withdrawn');
      await emmy().seesChange(card, ended({ verified: 2 }));
    } else {
      expect(events).toContain('request_withdrawn');
      expect(events).not.toContain('request_approved');
      await decidableCard(steward.slack, numberIn({ text }));
    }
    await sophie().closeModal('all');
    await emmy().closeModal('all');
  }
  expect((steward.domo.calls.count('PUT') - before) % 2).toBe(0);
});

test('a form that is delivered twice replaces once, and nobody replaces what is not theirs', async () => {
  const { slack } = steward;
  const { number } = await askAndSee(steward, { from: leaver });
  await openFromMessage(number);
  const next = await send();
  const sent = slack.latest('view_submission');
  await slack.redeliver(sent);
  expect(await eventsOf(steward, next + 1)).toEqual([]);
  const { number: blaises } = await askAndSee(steward, { from: leaver + 1, by: 'blaise' });
  const forged = JSON.stringify(sent.payload)
    .replaceAll(/("id":")V[^"]*/g, '$1V0FORGED001')
    .replace(/requestId\\":\\"[^\\]*/, `requestId\\":\\"${await idOf(blaises)}`);
  await slack.redeliver({ ...sent, payload: JSON.parse(forged) });
  const [refused] = await refusals(steward, (line) => line.number === blaises);
  expect(refused).toMatchObject({
    slackId: 'U0SOPHIE001',
    detail: { action: 'submit', refusal: { why: 'not_yours' } },
  });
  leaver += 1;
});

/** Of a request, as its buttons carry it. */
async function idOf(number: number): Promise<string> {
  const { slack } = steward;
  await emmy().press(await decidableCard(slack, number), 'Details');
  await emmy().modal(`Details of #${number}`);
  const { payload } = slack.latest('block_actions');
  return /"value":"([0-9a-f-]{36})"/.exec(JSON.stringify(payload))?.[1] ?? '';
}

describe('columns', () => {
  /** Without what another test kept. */
  async function openFresh(): Promise<void> {
    const form = await openColumns(sophie(), seeded.party);
    if (!form.buttons.includes('Discard edits')) return;
    await sophie().pressInModal('Discard edits');
    await sophie().modal(/Columns \d/, { after: form });
  }

  async function asked(column: string): Promise<{ number: number; card: SeenMessage }> {
    await openFresh();
    await add(sophie(), column, 'STRING');
    const number = numberIn(await request(sophie()));
    return { number, card: await decidableCard(steward.slack, number) };
  }

  async function latestCard(): Promise<{ number: number; card: SeenMessage }> {
    const numbers = (await auditLines(steward)).map((line) => line.number ?? 0);
    const number = Math.max(...numbers);
    return { number, card: await decidableCard(steward.slack, number) };
  }

  test('are edited from the message and from Details, and each time the new request takes the place of the old one', async () => {
    const first = await asked('Town');
    await sophie().press(await dmOf(first.number), edit);
    expect((await sophie().modal(/Town \(STRING\) added last/)).title).toBe(`Edit #${first.number}`);
    await add(sophie(), 'Street', 'STRING');
    const second = await send();
    await emmy().seesChange(first.card, new RegExp(`Replaced by #${second}`));
    const card = await decidableCard(steward.slack, second);
    await sophie().press(sophie().now(card), 'Details');
    await sophie().modal(`Details of #${second}`);
    await sophie().pressInModal(edit);
    await sophie().modal(`Edit #${second}`);
    await add(sophie(), 'House', 'STRING');
    const third = await send();
    await emmy().seesChange(card, new RegExp(`replaced by #${third}`));
    const last = await decidableCard(steward.slack, third);
    expect(last.text).toMatch(/3 column changes[\s\S]*House/);
    await approve(steward, last);
    await emmy().seesChange(last, /changed and checked/);
  });

  test('an approval given meanwhile does not count for the new request, and the steward is told which took its place', async () => {
    await openFresh();
    await remove(sophie(), 2);
    await request(sophie());
    const { number, card } = await latestCard();
    await approve(steward, card);
    await emmy().seesChange(card, /1 of 2/);
    await sophie().press(await dmOf(number), edit);
    await sophie().modal(/removed/);
    await add(sophie(), 'Why', 'STRING');
    await request(sophie(), 'Both');
    await emmy().sees('dm', new RegExp(`#${number} ·[\\s\\S]*[Rr]eplaced by #${number + 1}`));
    const next = await decidableCard(steward.slack, number + 1);
    expect(next.text).toContain('0 of 2');
    await sophie().press(await dmOf(number + 1), 'Withdraw', { confirm: true });
    await emmy().seesChange(next, /Withdrawn/);
  });

  test('edits that were kept open again after a rejection, with its reason, as a new request', async () => {
    const { number, card } = await asked('Tram');
    await sophie().press(await dmOf(number), edit);
    await sophie().modal(/Tram \(STRING\) added last/);
    await add(sophie(), 'Boat', 'STRING');
    await sophie().closeModal('all');
    await emmy().press(emmy().now(card), 'Reject');
    await emmy().fill('Reason', 'No boats');
    await emmy().submit();
    await emmy().closeModal('all');
    await sophie().press(await sophie().sees('dm', /No boats/), edit);
    const { title, text } = await sophie().modal(/Boat \(STRING\) added/);
    expect(title).toBe('Change dataset schema');
    expect(text).toContain('Rejected by Emmy Noether: “No boats”');
  });

  test('approved while the form was open: the form says so and keeps its edits, also through the review', async () => {
    const { number, card } = await asked('Pet');
    await sophie().press(await dmOf(number), edit);
    await sophie().modal(/Pet \(STRING\) added last/);
    await add(sophie(), 'Car', 'STRING');
    await approve(steward, card);
    await emmy().seesChange(card, /changed and checked/);
    expect(await sophie().submit()).toBeNull();
    const { text } = await sophie().dismiss(new RegExp(`approved #${number}, .*Nothing you typed is lost`));
    expect(text).toMatch(/Car \(STRING\) added/);

    const other = await asked('Bus');
    await sophie().press(await dmOf(other.number), edit);
    await sophie().modal(/Bus \(STRING\) added last/);
    await remove(sophie(), 1);
    expect(await sophie().submit()).toBeNull();
    await sophie().modal('Review the change');
    await emmy().press(emmy().now(other.card), 'Reject');
    await emmy().fill('Reason', 'No');
    await emmy().submit();
    await emmy().seesChange(other.card, /Rejected/);
    expect(await sophie().submit()).toBeNull();
    expect((await sophie().modal(/Too late/)).text).toContain(`rejected #${other.number}`);
    await sophie().closeModal('top');
    const form = await sophie().modal(/Change dataset schema/);
    expect(form.text).toMatch(/Too late: .*[\s\S]*removed/);
  });
});

test('the app in the channel says each of it once', () => {
  expect(steward.slack.refusals()).toEqual([]);
  expect(emmy().messages(channel).length).toBeGreaterThan(0);
});
