import { addLeavers, type approve, askAndSee, firstLeaver } from '../support/requests.ts';
import { askToAdd, numberIn, openColumns, remove, request } from '../support/schema.ts';
import { askForHandOver, decidableCard, ended, sharedSteward } from '../support/steward.ts';

const day = 24 * 60 * 60_000;
let later = 0;
let leaver = firstLeaver - 1;
const ownerOfThree = firstLeaver + 100;

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, 4, 2);
    addLeavers(world, 1, 3, ownerOfThree);
  },
  overrides: { now: () => new Date(Date.now() + later) },
});

beforeEach(() => {
  leaver += 1;
});

async function reject(card: Parameters<typeof approve>[1], why: string): Promise<void> {
  const emmy = steward.slack.as('emmy');
  await emmy.press(card, 'Reject');
  await emmy.modal();
  await emmy.fill('Reason', why);
  await emmy.submit();
  await emmy.seesChange(card, /Rejected by Emmy Noether/);
  await emmy.closeModal('all');
}

test('who asks again after a rejection says so to the stewards, on the card and where they confirm', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  expect(card.text).not.toContain('Rejected in');
  await reject(card, 'Carl is on leave <!here>');

  const { card: other } = await askAndSee(steward, { from: leaver, to: 31, by: 'blaise' });
  expect(other.text).toMatch(
    new RegExp(`Rejected in #${number} by Emmy Noether .*: “Carl is on leave <!here>”\\. Changed since: new owner\\.`),
  );
  const { dialog } = await slack.as('ada').press(other, 'Approve', { confirm: true });
  expect(dialog?.text).toContain(`Rejected in #${number} by Emmy Noether: “Carl is on leave <!here>”.`);
  // An approval of it ends that: it was asked before, and rejected before that.
  await slack.as('ada').seesChange(other, ended({ verified: 2 }));
});

test('asked for as it was, it says that too; a month later it is forgotten', async () => {
  const { card, number } = await askAndSee(steward, { from: leaver });
  await reject(card, 'Not now');
  const { card: again } = await askAndSee(steward, { from: leaver });
  expect(again.text).toMatch(new RegExp(`Rejected in #${number} .*“Not now”\\. This is the same request again\\.`));
  await reject(again, 'Still not');
  later += 31 * day;
  const { card: fresh } = await askAndSee(steward, { from: leaver });
  expect(fresh.text).not.toContain('Rejected in');
});

test('as many datasets, but others of them: that is what changed', async () => {
  const { card, number } = await askForSome(/Dataset 2/);
  await reject(card, 'Not these');
  const { card: other } = await askForSome(/Dataset 3/);
  expect(other.text).toMatch(new RegExp(`Rejected in #${number} .*“Not these”\\. Changed since: other datasets\\.`));
});

/** The first dataset of somebody who owns three, and another one. */
async function askForSome(another: RegExp) {
  const from = { search: String(ownerOfThree), option: new RegExp(`Leaver ${ownerOfThree}`) };
  expect(await askForHandOver(steward.slack, { from, only: [/Dataset 1/, another] })).toBeNull();
  const sophie = steward.slack.as('sophie');
  const number = numberIn(await sophie.dismiss(/#\d+ is being prepared/));
  return { number, card: await decidableCard(steward.slack, number) };
}

test('another kind of change for the dataset is another question', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const { card } = await askAndSee(steward, { from: leaver });
  await reject(card, 'No');
  const sent = await askToAdd(sophie, `Dataset 1 of ${leaver}`, 'Town', 'STRING');
  const number = numberIn(sent);
  const schema = await decidableCard(slack, number);
  expect(schema.text).not.toContain('Rejected in');
  await sophie.closeModal('all');
  await reject(schema, 'No town');
  await openColumns(sophie, `Dataset 1 of ${leaver}`);
  await remove(sophie, 1);
  const other = await request(sophie);
  const next = await decidableCard(slack, numberIn(other));
  expect(next.text).toMatch(new RegExp(`Rejected in #${number} .*“No town”\\. Changed since: other columns\\.`));
  await sophie.closeModal('all');
});
