import { seeded } from '../../sandbox/domo/seed.ts';
import {
  addLeavers,
  approveUntil,
  ask,
  askAndSee,
  datasetOf,
  firstLeaver,
  refusedApproval,
} from '../support/requests.ts';
import { numberIn } from '../support/schema.ts';
import {
  askForHandOver,
  channel,
  decidableCard,
  ended,
  eulersDatasets,
  ownersOf,
  sharedSteward,
} from '../support/steward.ts';
import { until } from '../support/until.ts';

/** Each test but the first hands over what one person owns. */
let leaver = firstLeaver - 1;

const steward = sharedSteward({ world: (world) => addLeavers(world, 11, 6) });

beforeEach(() => {
  leaver += 1;
});

afterEach(async () => {
  steward.domo.faults.clear();
  for (const who of ['sophie', 'emmy', 'ada', 'blaise']) await steward.slack.as(who).closeModal('all');
});

const idsOf = (from: number) => [1, 2, 3, 4, 5, 6].map((nth) => datasetOf(from, nth));

test('a hand-over goes from the form to the result read back from Domo', async () => {
  const { slack, domo } = steward;
  const ids = eulersDatasets(domo);
  const [sophie, emmy, carl] = [slack.as('sophie'), slack.as('emmy'), slack.as('carl')];
  expect(await askForHandOver(slack)).toBeNull();
  const requested = await sophie.modal(/#\d+ is being prepared/);
  const number = numberIn(requested);

  const card = await decidableCard(slack, number);
  expect(card.text).toMatch(/Leonhard Euler.*Carl Friedrich Gauss/s);
  expect(card.text).toContain('Leonhard has left');
  expect(card.fallback).toContain(`#${number}`);
  expect(ownersOf(domo, ids)).toEqual(ids.map(() => seeded.euler));
  // Details shows it all at once: no list in the thread.
  expect(emmy.thread(card)).toEqual([]);

  const { dialog } = await emmy.press(card, 'Approve', { confirm: true });
  expect(dialog?.text).toMatch(/12/);
  const done = await emmy.seesChange(card, ended({ verified: 12 }));
  expect(done.buttons).not.toContain('Approve');
  expect(done.text).toContain('Emmy Noether');
  expect(ownersOf(domo, ids)).toEqual(ids.map(() => seeded.gauss));
  await sophie.sees('dm', /12/);
  await carl.sees('dm', /Leonhard Euler/);
  await emmy.seesReply(done, /12/);
});

test('a reject carries its reason to the requester, and nothing is written', async () => {
  const { slack, domo } = steward;
  const emmy = slack.as('emmy');
  const { card } = await askAndSee(steward, { from: leaver });
  await emmy.press(card, 'Reject');
  await emmy.modal(/Reject/);
  await emmy.fill('Reason', 'Carl is on leave until May');
  expect(await emmy.submit()).toBeNull();
  const done = await emmy.seesChange(card, /Rejected/);
  expect(done.buttons).not.toContain('Approve');
  expect(done.text).toContain('Carl is on leave until May');
  await slack.as('sophie').sees('dm', /Carl is on leave until May/);
  expect(domo.calls.puts(datasetOf(leaver, 1))).toBe(0);
});

test.each([
  ['the requester', 'sophie', /You can't approve your own request/],
  ['someone who is no steward', 'blaise', /Only a steward can decide this/],
])('%s is told in private why they may not approve, and the card stays', async (_, who, why) => {
  const { card } = await askAndSee(steward, { from: leaver });
  expect(await refusedApproval(steward, card, who)).toMatch(why);
  expect(steward.slack.as('emmy').now(card).buttons).toContain('Approve');
});

test('a second click and a late click have no effect, and say so', async () => {
  const { slack, domo } = steward;
  const [emmy, ada] = [slack.as('emmy'), slack.as('ada')];
  const { card } = await askAndSee(steward, { from: leaver });
  await Promise.all([emmy, ada].map((each) => each.press(card, 'Approve', { confirm: true })));
  await emmy.seesChange(card, ended({ verified: 6 }));
  await ada.closeModal('all');
  await ada.press(card, 'Approve', { confirm: true, stale: true });
  expect((await ada.modal()).text).toMatch(/Too late: \w+ .*approved this/);
  expect(idsOf(leaver).map((id) => domo.calls.puts(id))).toEqual([1, 1, 1, 1, 1, 1]);
});

test('only the chosen datasets move', async () => {
  const { slack, domo } = steward;
  const from = { search: String(leaver), option: new RegExp(`Leaver ${leaver}`) };
  expect(await askForHandOver(slack, { from, only: [/Dataset 2/, /Dataset 5/] })).toBeNull();
  const { text } = await slack.as('sophie').modal(/is being prepared/);
  const card = await decidableCard(slack, numberIn({ text }));
  await approveUntil(steward, card, { verified: 2 });
  expect(ownersOf(domo, idsOf(leaver))).toEqual([leaver, 28, leaver, leaver, 28, leaver]);
});

test('refused, drifted, deleted and already done are told apart, with Domo’s reason in words', async () => {
  const { domo } = steward;
  const [refused = '', drifted = '', deleted = '', already = ''] = idsOf(leaver);
  const { card } = await askAndSee(steward, { from: leaver });
  domo.faults.add({ kind: 'refused' }, { datasets: [refused], method: 'PUT' });
  domo.world.setOwner(drifted, 33);
  domo.world.deleteDataset(deleted);
  domo.world.setOwner(already, seeded.gauss);
  const done = await approveUntil(steward, card, { verified: 2, already: 1, drifted: 2, refused: 1 });
  const details = await steward.slack.as('emmy').seesReply(done, /1 denied/);
  expect(details.text).toMatch(/denied/);
  expect(details.text).toContain('Ada Lovelace');
  expect(domo.calls.puts(drifted) + domo.calls.puts(deleted) + domo.calls.puts(already)).toBe(0);
});

test('a dataset made after the last reading is in “all of them”', async () => {
  const { slack, domo } = steward;
  domo.world.addDataset({ id: datasetOf(leaver, 7), name: 'Brand New', ownerId: leaver });
  const { card } = await askAndSee(steward, { from: leaver });
  expect(card.text).toContain('7 datasets');
  await slack.as('emmy').press(card, 'Details');
  expect((await slack.as('emmy').dismiss()).text).toContain('Brand New');
});

test('so is one that becomes theirs while Domo is being read', async () => {
  const { domo } = steward;
  const late = datasetOf(leaver, 7);
  domo.world.addDataset({ id: late, name: 'Given Late', ownerId: 31 });
  await steward.restart({ overrides: { timing: { fresh: -1 } } });
  // The first page is read at once, the end of the list comes later.
  const end = domo.faults.add({ kind: 'slow', ms: 1_000 }, { method: 'GET', path: '/v1/datasets', skip: 2, times: 1 });
  const number = await ask(steward, { from: leaver });
  await until(() => end.hits > 0);
  domo.world.setOwner(late, leaver);
  expect((await decidableCard(steward.slack, number)).text).toContain('7 datasets');
  await steward.restart();
});

test('a dataset is in one open request at most; the second says which holds it', async () => {
  const { slack } = steward;
  const from = { search: String(leaver), option: new RegExp(`Leaver ${leaver}`) };
  await askForHandOver(slack, { from, only: [/Dataset 1/] });
  const number = numberIn(await slack.as('sophie').modal(/is being prepared/));
  await decidableCard(slack, number);
  const before = slack.as('emmy').messages(channel).length;
  await askForHandOver(slack, { by: 'blaise', from, only: [/Dataset 1/] });
  const told = await slack.as('blaise').sees('dm', /no one was asked to approve/);
  expect(told.text).toContain(`All of these are already in #${number}`);
  const all = await decidableCard(slack, await ask(steward, { by: 'blaise', from: leaver }));
  expect(all.text).toContain('5 datasets');
  expect(all.text).toContain(`#${number}`);
  expect(slack.as('emmy').messages(channel)).toHaveLength(before + 1);
});
