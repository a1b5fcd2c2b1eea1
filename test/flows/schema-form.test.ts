import { randomUUID } from 'node:crypto';
import { seeded } from '../../sandbox/domo/seed.ts';
import { add, formTitle, openColumns, pasteColumns, remove, rename, request } from '../support/schema.ts';
import { sharedSteward } from '../support/steward.ts';

const namedLikeSubcommands = ['Status by region', 'History of art', 'List prices', 'Help desk tickets', 'Who is who'];

const steward = sharedSteward({
  world: (world) => {
    for (const name of namedLikeSubcommands) world.addDataset({ id: randomUUID(), name, ownerId: 27 });
  },
});

afterEach(() => {
  steward.slack.faults.clear();
  steward.domo.faults.clear();
});

test('edits and the reason survive a closed form and a restart', async () => {
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, 'Elastic Surfaces');
  await rename(sophie, 1, 'Surface');
  await remove(sophie, 2);
  await sophie.fill('Reason', 'Only half a thought');
  await sophie.closeModal('all');
  await steward.restart();
  const again = await openColumns(sophie, 'Elastic Surfaces');
  expect(again.text).toContain('1. Surface · STRING (was Name)');
  expect(again.text).toContain('Removed: Region · STRING');
  expect(again.text).toContain('Only half a thought');
  await sophie.closeModal('all');
});

test('nothing changed, no reason, and a form still loading are told, and nothing is sent', async () => {
  const blaise = steward.slack.as('blaise');
  await blaise.command('/domo-schema');
  const empty = await blaise.modal('Choose a dataset to see its columns.');
  await blaise.fill('Reason', 'Typed first');
  await blaise.choose('Dataset', /Leonhard Euler Party/);
  const loaded = await blaise.modal(/Columns 1–2 of 2/, { after: empty });
  expect(loaded.text).toContain('Typed first');
  expect(await blaise.submit()).toEqual({ Dataset: expect.stringContaining('Nothing is changed yet') });
  await add(blaise, 'Seat', 'LONG');
  await blaise.fill('Reason', '  ');
  expect(await blaise.submit()).toEqual({ Reason: expect.stringContaining('Add a reason') });
  await blaise.closeModal('all');
});

test('a blocked change names the policy and cannot be sent', async () => {
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, 'Salaries');
  const blocked = await rename(sophie, 2, 'Canton');
  expect(blocked.text).toMatch(/1 change · Not possible/);
  expect(blocked.text).toContain('the policy “Own region” filters on this column');
  await sophie.fill('Reason', 'Cantons, not regions');
  expect(await sophie.submit()).toEqual({ Dataset: expect.stringContaining('“Own region”') });
  await sophie.closeModal('all');
});

test.each([['an ambiguous name is answered with choices', 'Brachistochrone', 2]])('%s', async (_, name, count) => {
  const sophie = steward.slack.as('sophie');
  const answer = await sophie.asks(`/domo-schema ${name}`, /could be one of these/);
  expect(answer.ephemeral).toBe(true);
  expect(answer.buttons.filter((each) => each === 'Choose')).toHaveLength(count);
  const [first] = steward.domo.world.datasetIds().filter((id) => steward.domo.world.dataset(id)?.name === name);
  await sophie.press(answer, 'Choose', { row: new RegExp(first ?? '') });
  expect((await sophie.dismiss(/Columns \d/)).text).toContain('Brachistochrone');
});

test('by id; by a name that is none; help, list, status and history', async () => {
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, seeded.ideas);
  await sophie.closeModal('all');
  const none = await sophie.asks(
    '/domo-schema No Such Thing At All',
    /I can't find a dataset called “No Such Thing At All”/,
  );
  await sophie.press(none, 'Open the form');
  await sophie.dismiss('Choose a dataset to see its columns.');
  await sophie.asks('/domo-schema help', /\/domo-schema DATASET/);
  // Who only approves.
  await steward.slack.as('emmy').asks('/domo-schema list mine', /You have no requests/);
  await sophie.asks('/domo-schema status 4711', /I can't find #4711/);
  await sophie.asks(`/domo-schema history ${seeded.connector}`, /No requests for “/);
});

test('the global shortcut and Home open it, and guests are told why not', async () => {
  const { slack } = steward;
  const [sophie, evariste] = [slack.as('sophie'), slack.as('evariste')];
  await sophie.shortcut(formTitle);
  await sophie.dismiss('Choose a dataset to see its columns.');
  await sophie.openHome();
  await sophie.pressInHome(formTitle);
  await sophie.dismiss('Choose a dataset to see its columns.');
  const read = () => steward.domo.calls.count('GET', `/v1/datasets/${seeded.party}`);
  const before = read();
  expect((await evariste.asks('/domo-schema Leonhard Euler Party', /full members/)).ephemeral).toBe(true);
  expect(read()).toBe(before);
});

test.each(namedLikeSubcommands)('a dataset that is called %s can be opened', async (name) => {
  const sophie = steward.slack.as('sophie');
  for (const typed of [name, name.toLowerCase(), `"${name}"`]) {
    await sophie.command(`/domo-schema ${typed}`);
    expect((await sophie.dismiss(formTitle)).text).toContain(name);
  }
});

test('two windows: every click counts, and who saw less does not send', async () => {
  const { slack } = steward;
  const emmy = slack.as('emmy');
  await openColumns(emmy, 'Least Squares');
  await add(emmy, 'Error', 'DOUBLE');
  await remove(emmy, 1);
  const click = slack.latest('block_actions');
  await rename(emmy, 1, 'Present');
  // Another window, painted before the rename: its click on the second column arrives now.
  const late = JSON.parse(JSON.stringify(click).replaceAll('remove:b0', 'remove:n0'));
  await slack.redeliver(late);
  const newest = await emmy.modal(/edited in the meantime/);
  expect(newest.text).toContain('Removed: Friend');
  expect(newest.text).toContain('Attending → Present');
  expect(newest.text).not.toContain('Error');

  await emmy.fill('Reason', 'Residuals');
  expect(await emmy.submit()).toBeNull();
  await emmy.modal('Review the change');
  const review = slack.latest('view_submission');
  await emmy.closeModal('top');
  await add(emmy, 'Sum', 'LONG');
  const answer = await slack.redeliver(review);
  expect(answer).toMatchObject({ ok: true, response: { response_action: 'update' } });
  expect(JSON.stringify(answer)).toContain('edited in the meantime');
  await emmy.closeModal('all');
});

test('a form that Slack gave no time to open is offered privately', async () => {
  const { slack } = steward;
  const ada = slack.as('ada');
  slack.faults.onCall('views.open', { kind: 'error', error: 'expired_trigger_id' });
  const offer = await ada.asks('/domo-schema Leonhard Euler Party', /didn't open in time/);
  await ada.press(offer, 'Open the form');
  await ada.dismiss(/Columns 1–2 of 2/);
});

test('a dataset that cannot be read says why, and can be tried again with what was typed', async () => {
  const { domo } = steward;
  const ada = steward.slack.as('ada');
  domo.faults.add({ kind: 'refused' }, { datasets: [seeded.ideas] });
  await ada.command(`/domo-schema ${seeded.ideas}`);
  const failed = await ada.modal(/I can't read the columns/);
  expect(failed.text).toContain('Domo denied access. An admin must grant the app “Manage DataSet”.');
  await ada.fill('Reason', 'Typed while Domo was away');
  expect(await ada.submit()).toEqual({ Dataset: expect.stringContaining('wait until its columns are shown') });
  domo.faults.clear();
  await ada.pressInModal('Try again');
  expect((await ada.dismiss(/Columns 1–2 of 2/)).text).toContain('Typed while Domo was away');
});

test('text: every line that cannot be read is told beside its field, and a good one replaces all', async () => {
  const carl = steward.slack.as('carl');
  await openColumns(carl, 'Quintics');
  const errors = await pasteColumns(carl, 'name,type\nFriend: string\nRoot\nDegree: DAY\n');
  expect(Object.values(errors ?? {})).toEqual([expect.stringMatching(/Line 3: .*Line 4: I don't know the type “DAY”/)]);
  expect(carl.openModal()?.text).toContain('Degree: DAY');
  await carl.closeModal('top');
  expect(await pasteColumns(carl)).toEqual({ Columns: expect.stringContaining('No column is left') });
  await carl.closeModal('top');
  expect(await pasteColumns(carl, '\ufeffname\ttype\n  Guest : string\nAttending: varchar(20)\nAge,int')).toBeNull();
  const edited = await carl.dismiss(/2 changes/);
  expect(edited.text).toContain("Types read as Domo's: varchar(20) → STRING, int → LONG.");
  expect(edited.text).toContain('1. Guest · STRING (taken for Friend)');
  expect(edited.text).toContain('3. Age · LONG (new)');
});

test('text: JSON longer than a field goes on in the next; the whole list pasted below asks for room', async () => {
  const { domo } = steward;
  const carl = steward.slack.as('carl');
  await openColumns(carl, seeded.ideas);
  const had = domo.world.dataset(seeded.ideas)?.columns ?? [];
  const list = [...had, { name: 'Where', type: 'STRING' }];
  await carl.pressInModal('Edit as text');
  await carl.modal(/One column per line/);
  await carl.fill('Columns', list.map(({ name, type }) => `${name},${type}`).join('\n'), { nth: 1 });
  expect(await carl.submit()).toEqual({ Columns: expect.stringContaining('Clear the other fields') });
  const json = JSON.stringify({ columns: list });
  await carl.fill('Columns', json.slice(0, 40), { nth: 0 });
  await carl.fill('Columns', json.slice(40), { nth: 1 });
  expect(await carl.submit()).toBeNull();
  expect((await carl.dismiss(/1 change · Safe/)).text).toContain('Where (STRING) added last');
});

test('one form delivered twice makes one request', async () => {
  const { slack } = steward;
  const ada = slack.as('ada');
  await openColumns(ada, 'Little Theorems');
  await add(ada, 'Proof', 'STRING');
  slack.faults.deliverTwice(1);
  const done = await request(ada);
  const list = await ada.asks('/domo-schema list', /Little Theorems/);
  expect(list.text.match(/Little Theorems/g)).toHaveLength(1);
  expect(done.text).toMatch(/#\d+ is being prepared/);
  await ada.noModal();
});

test('streams that cannot be asked for are only a warning, while Domo answers everything else', async () => {
  const { slack, domo } = steward;
  const ada = slack.as('ada');
  domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/streams' });
  const opened = await openColumns(ada, 'Margins');
  expect(opened.text).toContain("Domo doesn't say whether this is an API dataset");
  await add(ada, 'Root', 'LONG');
  await request(ada);
  const card = await slack
    .as('emmy')
    .sees('domo-changes', /Margins[\s\S]*Domo doesn't say whether this is an API dataset/);
  expect(card.text).toContain("Domo doesn't say whether this is an API dataset");
});

test('a column name that no database can keep is said when the form opens', async () => {
  const { domo } = steward;
  const ada = steward.slack.as('ada');
  const id = randomUUID();
  domo.world.addDataset({ id, name: 'Nothing', ownerId: 31, columns: [{ name: 'a\u0000b', type: 'LONG' }] });
  await ada.command(`/domo-schema ${id}`);
  await ada.dismiss(/has characters that no database can keep. Rename that column in Domo first/);
});
