import { randomUUID } from 'node:crypto';
import { add, inAnotherWindow, lastDone, openColumns, type Pane, remove, rename } from '../support/schema.ts';
import { sharedSteward } from '../support/steward.ts';

const hour = 60 * 60_000;
/** How much later it is for the app, in ms. */
let later = 0;

const steward = sharedSteward({ overrides: { now: () => new Date(Date.now() + later) } });

afterEach(async () => {
  later = 0;
  await steward.slack.as('sophie').closeModal('all');
});

function dataset(...names: string[]): string {
  const id = randomUUID();
  const columns = names.map((name) => ({ name, type: 'STRING' }));
  steward.domo.world.addDataset({ id, name: `Kept ${id}`, ownerId: 31, columns, streamId: 700 });
  return id;
}

/** Whatever the app was still doing for a click is done once it has stopped. */
async function settle(): Promise<void> {
  await steward.restart();
}

function choosing(pane: Pane, datasetId: string): void {
  pane.view.state.values.dataset = {
    schema_dataset: { type: 'external_select', selected_option: { value: datasetId } },
  };
}

test('a text made from an older list does not undo what another window edited since', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const id = dataset('a', 'b');
  await openColumns(sophie, id);
  await remove(sophie, 2);
  await sophie.choose(/^Removed: b/, 'Keep');
  await sophie.modal('No change yet');
  await sophie.pressInModal('Edit as text');
  await sophie.modal(/One column per line/);
  await sophie.fill('Columns', 'a: STRING\nb: STRING\nc: STRING', { nth: 0 });
  await inAnotherWindow(slack, lastDone(slack, 'schema_column'), (pane) => {
    pane.actions = JSON.parse(JSON.stringify(pane.actions).replaceAll('keep:', 'remove:'));
  });
  expect(await sophie.submit()).toEqual({ Columns: expect.stringContaining('edited in the meantime. Copy') });
  await sophie.closeModal('all');
  const newest = await openColumns(sophie, id);
  expect(newest.text).toContain('Removed: b');
  expect(newest.text).not.toContain('c · STRING');
});

test('nobody edits another person’s columns', async () => {
  const { slack } = steward;
  const [sophie, blaise] = [slack.as('sophie'), slack.as('blaise')];
  const id = dataset('a', 'b');
  await openColumns(sophie, id);
  await remove(sophie, 1);
  await inAnotherWindow(slack, lastDone(slack, 'schema_column'), (pane) => {
    pane.user = { id: blaise.id };
    pane.actions = JSON.parse(JSON.stringify(pane.actions).replaceAll('b0', 'b1'));
  });
  await settle();
  await sophie.closeModal('all');
  const own = await openColumns(sophie, id);
  expect(own.text).toContain('Removed: a');
  expect(own.text).not.toContain('Removed: b');
});

test('edits are kept for a day', async () => {
  const sophie = steward.slack.as('sophie');
  const id = dataset('a');
  await openColumns(sophie, id);
  await rename(sophie, 1, 'x');
  await sophie.closeModal('all');
  later = 23.9 * hour;
  expect((await openColumns(sophie, id)).text).toContain('x · STRING (was a)');
  await sophie.closeModal('all');
  later = 24.1 * hour;
  expect((await openColumns(sophie, id)).text).toContain('No change yet');
});

test('kept edits are shown on the columns that Domo has by then', async () => {
  const sophie = steward.slack.as('sophie');
  const id = dataset('a', 'b');
  await openColumns(sophie, id);
  await rename(sophie, 1, 'x');
  await sophie.closeModal('all');
  steward.domo.world.setSchema(
    id,
    ['b', 'a', 'c'].map((name) => ({ name, type: 'STRING' })),
  );
  const again = await openColumns(sophie, id);
  expect(again.text).toContain('The columns changed in Domo since');
  expect(again.text).toContain('2. x · STRING (was a)');
  expect(again.text).toContain('3. c · STRING');
});

test('a form that is opened again says whose edits it shows, and takes them away when asked', async () => {
  const sophie = steward.slack.as('sophie');
  const id = dataset('a');
  const fresh = await openColumns(sophie, id);
  expect(fresh.buttons).not.toContain('Discard edits');
  await rename(sophie, 1, 'x');
  await sophie.fill('Reason', 'A better name');
  await sophie.closeModal('all');
  const again = await openColumns(sophie, id);
  expect(again.text).toMatch(/These are your edits from .*\d/);
  await sophie.pressInModal('Discard edits');
  const anew = await sophie.dismiss(/No change yet/);
  expect(anew.text).toContain('A better name');
  expect(anew.buttons).not.toContain('Discard edits');
  expect((await openColumns(sophie, id)).text).toContain('No change yet');
});

test('a dataset that is new to the app is called by its name once Domo has said it', async () => {
  const sophie = steward.slack.as('sophie');
  const id = dataset('a');
  expect((await openColumns(sophie, id)).text).toContain(`Dataset: [Kept ${id}`.slice(0, 30));
});

test('an edit that comes late does not show its dataset where another was chosen, and is not sent there', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const [id, other] = [dataset('a', 'b'), dataset('c')];
  await openColumns(sophie, id);
  await remove(sophie, 1);
  const shown = await add(sophie, 'new', 'LONG');
  await inAnotherWindow(slack, lastDone(slack, 'schema_column'), (pane) => choosing(pane, other));
  await settle();
  expect(sophie.openModal()?.hash).toBe(shown.hash);
  await sophie.fill('Reason', '  ');
  await sophie.submit();
  const answer = await inAnotherWindow(slack, lastDone(slack, 'schema_form'), (pane) => choosing(pane, other));
  expect(JSON.stringify(answer)).toContain('belong to another dataset');
});
