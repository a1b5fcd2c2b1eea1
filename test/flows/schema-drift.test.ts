import { seeded } from '../../sandbox/domo/seed.ts';
import { recheckNow } from '../support/recheck-now.ts';
import { approveUntil } from '../support/requests.ts';
import { add, approveNumber, askToAdd, openColumns, rename, request } from '../support/schema.ts';
import { channel, decidableCard, ended, freshSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const steward = freshSteward();

const town = { name: 'Town', type: 'STRING' };

function columns(id: string = seeded.party): string[] {
  return steward.domo.world.dataset(id)?.columns.map(({ name }) => name) ?? [];
}

/** Someone changes the columns in Domo's own pages. */
function byHand(...names: string[]): void {
  steward.domo.world.setSchema(
    seeded.party,
    names.map((name) => ({ name, type: 'STRING' })),
  );
}

test('changed by hand while the form was open: told by DM, and the form opens again with the edits on what is there', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, seeded.party);
  await add(sophie, town.name, town.type);
  byHand('Friend', 'Attending', 'Diet');
  await request(sophie, 'Guests come from afar');
  const told = await sophie.sees('dm', /no one was asked to approve/);
  expect(told.text).toContain('Leonhard Euler Party');
  expect(told.text).toContain('Someone changed the columns in Domo while the form was open');
  expect(slack.as('emmy').messages(channel)).toHaveLength(0);

  await sophie.press(told, 'Open the form');
  const again = await sophie.modal(/Columns 1–4 of 4/);
  expect(again.text).toContain('The columns changed in Domo since');
  expect(again.text).toContain('4. Town · STRING (new)');
  expect(again.text).toContain('Guests come from afar');
  expect(await sophie.submit()).toBeNull();
  await sophie.modal(/#2 is being prepared/);
  await approveUntil(steward, await decidableCard(slack, 2), /changed and checked/);
  expect(columns()).toEqual(['Friend', 'Attending', 'Diet', 'Town']);
});

test('changed by hand before the approval: nothing is written, and Rebase names what no longer makes sense', async () => {
  const { slack, domo } = steward;
  const [sophie, emmy, ada] = [slack.as('sophie'), slack.as('emmy'), slack.as('ada')];
  await openColumns(sophie, seeded.party);
  await rename(sophie, 1, 'Guest');
  await add(sophie, town.name, town.type);
  await request(sophie);
  const card = await decidableCard(slack, 1);
  byHand('Person', 'Attending');
  await emmy.press(card, 'Approve', { confirm: true });
  await ada.press(ada.now(card), 'Approve', { confirm: true });
  const done = await ada.seesChange(card, ended({ drifted: 1 }));
  expect(done.text).toContain('changed after the plan was made');
  expect(done.buttons).toContain("Redo on today's columns");
  expect(domo.calls.count('PUT')).toBe(0);

  await sophie.press(sophie.now(card), "Redo on today's columns");
  const rebased = await sophie.modal(/Columns 1–3 of 3/);
  expect(rebased.text).toContain('“Friend” is gone, perhaps renamed to “Person”');
  expect(rebased.text).toContain('Town (STRING) added last');
  expect(rebased.text).toContain('The guests asked for it');
  expect(await sophie.submit()).toBeNull();
  await sophie.modal(/#2 is being prepared/);
  await approveNumber(slack, 2, 'emmy');
  await emmy.sees(channel, /#2.*changed and checked/s);
  expect(columns()).toEqual(['Person', 'Attending', 'Town']);
});

test('changed by hand between the approval and the PUT, while Domo was away: left alone', async () => {
  const { slack, domo } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  await askToAdd(sophie, seeded.party, town.name, town.type);
  const card = await decidableCard(slack, 1);
  const away = domo.faults.add({ kind: 'status', status: 503 }, { datasets: [seeded.party] });
  await emmy.press(card, 'Approve', { confirm: true });
  await until(() => away.hits > 0);
  byHand('Friend');
  domo.faults.clear();
  await emmy.seesChange(card, ended({ drifted: 1 }));
  expect(columns()).toEqual(['Friend']);
  expect(domo.calls.count('PUT')).toBe(0);
});

test('what Domo came to keep beside a column after the plan was made stays there', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  await askToAdd(sophie, seeded.party, town.name, town.type);
  await decidableCard(slack, 1);
  const had = domo.world.dataset(seeded.party)?.columns ?? [];
  domo.world.setSchema(
    seeded.party,
    had.map((column, order) => ({ ...column, order })),
  );
  await approveUntil(steward, await decidableCard(slack, 1), /changed and checked/);
  expect(domo.world.dataset(seeded.party)?.columns).toEqual([
    ...had.map((column, order) => ({ ...column, order })),
    town,
  ]);
});

test('what else moved along with the PUT is said', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  await askToAdd(sophie, seeded.party, town.name, town.type);
  domo.faults.add({ kind: 'also_moves', field: 'description' }, { method: 'PUT' });
  const done = await approveUntil(steward, await decidableCard(slack, 1), /[Nn]othing confirmed/);
  expect(done.text).toMatch(/the description changed too/);
  expect(done.buttons).toContain('Retry failed');
});

test('Domo accepts it and does not do it: unverified, with the reason', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  await askToAdd(sophie, seeded.party, town.name, town.type);
  domo.faults.add({ kind: 'schema_ignored' });
  const done = await approveUntil(steward, await decidableCard(slack, 1), /[Nn]othing confirmed/);
  expect(done.text).toContain('Domo accepted it, but still shows other columns.');
  expect(done.text).not.toMatch(/\*?Applied/);
});

test('a dataset deleted or renamed while the form is open', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, seeded.party);
  await add(sophie, town.name, town.type);
  domo.world.rename(seeded.party, 'Euler’s Guests');
  await request(sophie);
  expect((await decidableCard(slack, 1)).text).toContain('Euler’s Guests');

  await openColumns(sophie, seeded.ideas);
  await add(sophie, town.name, town.type);
  domo.world.deleteDataset(seeded.ideas);
  await request(sophie);
  const told = await sophie.sees('dm', /#2.*no one was asked to approve/s);
  expect(told.text).toContain('deleted in Domo');
  await sophie.press(told, 'Open the form');
  await sophie.modal(/This dataset is gone from Domo/);
});

test.each([
  ['', false],
  [', also where Domo shows it only by itself', true],
])('a policy that comes to filter on the column stops the change at the last moment%s', async (_, apart) => {
  const { slack, domo } = steward;
  if (apart) domo.faults.add({ kind: 'policies_apart' });
  const sophie = slack.as('sophie');
  await openColumns(sophie, seeded.party);
  await rename(sophie, 1, 'Guest');
  await request(sophie);
  const card = await approveNumber(slack, 1, 'emmy');
  domo.world.addPolicy(seeded.party, {
    name: 'Own friends',
    filters: [{ column: 'Friend', values: ['Ada'], operator: 'EQUALS', not: false }],
  });
  const ada = slack.as('ada');
  await ada.press(ada.now(card), 'Approve', { confirm: true });
  const done = await ada.seesChange(card, ended({ refused: 1 }));
  expect(done.text).toContain('the policy “Own friends” filters on this column');
  expect(domo.calls.count('PUT')).toBe(0);
});

test('Undo opens the inverse on today’s columns, as a new request', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await askToAdd(sophie, seeded.party, town.name, town.type);
  const done = await approveUntil(steward, await decidableCard(slack, 1), /changed and checked/);
  await sophie.press(done, 'Undo');
  const undo = await sophie.modal(/1 change · Breaking/);
  expect(undo.text).toContain('Town removed');
});

test('a connector that writes its schema back is told in the thread, with the same edits to ask for again', async () => {
  const { slack, domo } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  domo.faults.add({ kind: 'any_kind_written' });
  await askToAdd(sophie, seeded.connector, town.name, town.type);
  const done = await approveUntil(steward, await decidableCard(slack, 1), /changed and checked/);
  await recheckNow(steward, () => domo.world.runConnector(seeded.connector));
  const reply = await emmy.seesReply(done, /Domo is back to the old columns/);
  await sophie.press(reply, 'Request again');
  expect((await sophie.modal(/1 change · Safe/)).text).toContain('Town (STRING) added last');
});
