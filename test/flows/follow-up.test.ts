import { addLeavers, type approve, approveUntil, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { numberIn } from '../support/schema.ts';
import { decidableCard, sharedSteward } from '../support/steward.ts';

let leaver = firstLeaver - 1;
/** Has more than are read one by one. */
const rich = firstLeaver + 20;

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, 10, 3);
    addLeavers(world, 1, 102, rich);
  },
});

beforeEach(() => {
  leaver += 1;
});

afterEach(() => {
  steward.domo.faults.clear();
});

const ownerOf = (nth: number) => steward.domo.world.dataset(datasetOf(leaver, nth))?.ownerId;

/** The button whose label has a number in it. */
const handOver = 'Hand over more';
/** Of the form that each button opens. */
const titles = { Undo: /Undo #\d+/, 'Retry failed': /Retry #\d+/, [handOver]: /The rest of #\d+/ } as const;

/** Presses a button of a settled card, sends the form as it is, and waits for the new request's card. */
async function follow(card: Parameters<typeof approve>[1], button: keyof typeof titles) {
  const sophie = steward.slack.as('sophie');
  await sophie.press(sophie.now(card), button === handOver ? /^Hand over \d more$/ : button);
  // Filled in, the reason too.
  expect((await sophie.modal(titles[button])).text).toMatch(/Reason: \S/);
  expect(await sophie.submit()).toBeNull();
  return decidableCard(steward.slack, numberIn(await sophie.dismiss(/#\d+ is being prepared/)));
}

test('Undo gives back what this request wrote, and not what was so already', async () => {
  const { slack, domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  domo.world.setOwner(datasetOf(leaver, 2), 28);
  const done = await approveUntil(steward, card, { verified: 2, already: 1 });
  const undo = await follow(done, 'Undo');
  expect(undo.text).toMatch(new RegExp(`2 datasets: Carl Friedrich Gauss → Leaver ${leaver}`));
  expect(ownerOf(1)).toBe(28);
  const refused = domo.faults.add({ kind: 'refused' }, { datasets: [datasetOf(leaver, 3)], method: 'PUT' });
  const undone = await approveUntil(steward, undo, { verified: 1, refused: 1 });
  refused.remove();
  const again = await follow(undone, 'Retry failed');
  const whole = await approveUntil(steward, again, { verified: 1 });
  expect([1, 2, 3].map(ownerOf)).toEqual([leaver, 28, leaver]);
  // What Carl Friedrich Gauss owns besides is no rest of this.
  for (const { buttons } of [undone, whole]) {
    expect(buttons.join()).not.toContain('Hand over');
  }
  // Each names the other, and what has been done once is not offered again.
  const emmy = slack.as('emmy');
  const number = (shown: typeof card) => /#\d+/.exec(shown.text)?.[0] ?? '';
  const first = await emmy.seesChange(card, new RegExp(`Partly undone by ${number(undo)}`));
  expect(first.buttons).toEqual(['Details']);
  const second = await emmy.seesChange(undo, new RegExp(`Undoes ${number(card)} · retried in ${number(again)}`));
  expect(second.buttons).toEqual(['Undo', 'Details']);
  expect(whole.text).toContain(`Retry of ${number(undo)}`);
  const told = await slack.as('sophie').sees('dm', new RegExp(`✅ ${number(card)} · `));
  expect(told.buttons).toEqual(['Details']);
});

test('Undo leaves out by name what has another owner by then', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  const done = await approveUntil(steward, card, { verified: 3 });
  domo.world.setOwner(datasetOf(leaver, 2), 33);
  const undo = await follow(done, 'Undo');
  expect(undo.text).toMatch(new RegExp(`2 datasets: Carl Friedrich Gauss → Leaver ${leaver}`));
  expect(undo.text).toContain(`Dataset 2 of ${leaver}`);
  await approveUntil(steward, undo, { verified: 2 });
  expect([1, 2, 3].map(ownerOf)).toEqual([leaver, 33, leaver]);
});

test('so does one of more datasets than are read one by one', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: rich });
  const done = await approveUntil(steward, card, { verified: 102 });
  domo.world.setOwner(datasetOf(rich, 2), 33);
  expect((await follow(done, 'Undo')).text).toContain(`“Dataset 2 of ${rich}” (not theirs now)`);
});

test('what Domo shows counts: an owner that was changed with something else is no rest, and can be undone', async () => {
  const { domo } = steward;
  domo.faults.add({ kind: 'also_moves', field: 'name' });
  const { card } = await askAndSee(steward, { from: leaver });
  const done = await approveUntil(steward, card, { unverified: 1, stopped: 2 });
  expect(done.buttons).toEqual(['Retry failed', 'Undo', 'Details']);
  domo.faults.clear();
  const undo = await follow(done, 'Undo');
  await approveUntil(steward, undo, { verified: 1 });
  expect([1, 2, 3].map(ownerOf)).toEqual([leaver, leaver, leaver]);
});

test('Undo that came too late for Slack is offered again, and means the same datasets', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const { card } = await askAndSee(steward, { from: leaver });
  const done = await approveUntil(steward, card, { verified: 3 });
  slack.faults.onCall('views.open', { kind: 'error', error: 'expired_trigger_id' });
  await sophie.press(sophie.now(done), 'Undo');
  const offer = await sophie.sees('domo-changes', /didn't open in time/);
  expect(offer.ephemeral).toBe(true);
  await sophie.press(offer, 'Open the form');
  const form = await sophie.dismiss(/Undo #\d+/);
  expect(form.text).toMatch(/\(•\) The 3 handed over in #\d+/);
});

test('Retry failed asks for what Domo refused, and for nothing else', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  const refused = domo.faults.add({ kind: 'refused' }, { datasets: [datasetOf(leaver, 3)], method: 'PUT' });
  const done = await approveUntil(steward, card, { verified: 2, refused: 1 });
  refused.remove();
  const again = await follow(done, 'Retry failed');
  expect(again.text).toContain('1 dataset');
  await approveUntil(steward, again, { verified: 1 }, 'ada');
  expect([1, 2, 3].map((nth) => domo.calls.puts(datasetOf(leaver, nth)))).toEqual([1, 1, 2]);
});

test('handing over the rest takes what was left over, and what came since', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  await sophie.command(`/domo-owner ${leaver} 28`);
  await sophie.choose('Which datasets', 'Only some');
  await sophie.fill('Or paste ids, names or links', [2, 3].map((nth) => datasetOf(leaver, nth)).join('\n'));
  await sophie.fill('Reason', 'First these');
  await sophie.submit();
  const number = numberIn(await sophie.dismiss(/is being prepared/));
  const card = await decidableCard(slack, number);
  domo.world.addDataset({ id: datasetOf(leaver, 9), name: 'Came since', ownerId: leaver });
  const done = await approveUntil(steward, card, { verified: 2 });
  const rest = await follow(done, handOver);
  expect(rest.text).toContain('2 datasets');
  expect(rest.text).toContain('Came since');
  await approveUntil(steward, rest, { verified: 2 });
  expect(domo.world.ownedBy(leaver)).toEqual([]);
});

test('what Domo wipes along with the owner is found: the run stops after the first', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  for (const nth of [1, 2, 3]) domo.world.edit(datasetOf(leaver, nth), { pdpEnabled: true }, 'behind', 'row security');
  domo.faults.add({ kind: 'omitted_wiped' });
  const done = await approveUntil(steward, card, { unverified: 1, stopped: 2 });
  expect(done.text).toContain('Stopped automatically: Domo changed more than we asked.');
  expect(await steward.slack.as('emmy').seesReply(done, /the .*(row security|pdp).* changed too/i)).toBeDefined();
  expect(ownerOf(2)).toBe(leaver);
});

test('an unrelated edit between request and approval makes nothing stale, and is kept', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  domo.world.setDescription(datasetOf(leaver, 1), 'Written meanwhile');
  domo.world.rename(datasetOf(leaver, 2), 'Called otherwise meanwhile');
  await approveUntil(steward, card, { verified: 3 });
  expect(domo.world.dataset(datasetOf(leaver, 1))?.description).toBe('Written meanwhile');
  expect(domo.world.dataset(datasetOf(leaver, 2))?.name).toBe('Called otherwise meanwhile');
});
