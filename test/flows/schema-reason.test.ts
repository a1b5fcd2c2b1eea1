import { randomUUID } from 'node:crypto';
import { seeded } from '../../sandbox/domo/seed.ts';
import {
  inAnotherWindow,
  lastDone,
  numberIn,
  openColumns,
  type Pane,
  reasonIn,
  remove,
  request,
} from '../support/schema.ts';
import { decidableCard, sharedSteward, untilOffered } from '../support/steward.ts';
import { until } from '../support/until.ts';

const steward = sharedSteward();

afterEach(async () => {
  await steward.slack.as('sophie').closeModal('all');
});

function dataset(name: string): string {
  const id = randomUUID();
  const columns = ['Friend', 'Attending'].map((column) => ({ name: column, type: 'STRING' }));
  steward.domo.world.addDataset({ id, name, ownerId: 31, columns, streamId: 700 });
  return id;
}

/** Comes as far as the review of a breaking change. */
async function reviewed(id: string, reason: string): Promise<void> {
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, id);
  await remove(sophie, 2);
  // Leaves a click behind that another window can have made, one that edits nothing.
  await sophie.pressInModal('Add column');
  await sophie.modal(/Column name/);
  await sophie.closeModal('top');
  await sophie.fill('Reason', reason);
  expect(await sophie.submit()).toBeNull();
  await sophie.modal('Review the change');
}

/** Slack is answered first: what was typed is kept by the time the form of the column is to open. */
async function clickElsewhere(reason: string | null): Promise<void> {
  const { slack } = steward;
  const pushes = () => slack.calls.filter(({ method }) => method === 'views.push').length;
  const before = pushes();
  await inAnotherWindow(slack, lastDone(slack, 'schema_add'), (pane: Pane) => reasonIn(pane, reason));
  await until(() => pushes() > before);
}

test.each([
  ['nothing', null],
  ['blanks', '  '],
])('a window whose reason holds %s takes none away', async (_, empty) => {
  const sophie = steward.slack.as('sophie');
  const id = dataset(`Reason against ${empty}`);
  await reviewed(id, 'They asked for it');
  await clickElsewhere(empty);
  expect(await sophie.submit()).toBeNull();
  const told = await sophie.modal(/#\d+ is being prepared/);
  const card = await decidableCard(steward.slack, numberIn(told));
  expect(card.text).toContain('They asked for it');
});

test('an edit in a window without the reason keeps it', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const id = dataset('Edited without');
  await openColumns(sophie, id);
  await remove(sophie, 2);
  await sophie.fill('Reason', 'Typed once');
  await sophie.choose(/^Removed: Attending/, 'Keep');
  await sophie.dismiss('No change yet');
  await inAnotherWindow(slack, lastDone(slack, 'schema_column'), (pane) => reasonIn(pane, null));
  expect((await openColumns(sophie, id)).text).toContain('Typed once');
});

test('what is typed is kept as it is typed, and so is that it was taken back', async () => {
  const sophie = steward.slack.as('sophie');
  const id = dataset('Typed and closed');
  await openColumns(sophie, id);
  await sophie.fill('Reason', 'Half a thought');
  await sophie.closeModal('all');
  expect((await openColumns(sophie, id)).text).toContain('Half a thought');
  await sophie.fill('Reason', null);
  await sophie.closeModal('all');
  expect((await openColumns(sophie, id)).text).not.toContain('Half a thought');
});

test('a reason that another window changed since the review showed it is shown before it is sent', async () => {
  const sophie = steward.slack.as('sophie');
  const id = dataset('Another reason');
  await reviewed(id, 'They asked for it');
  await clickElsewhere('Nobody asked for it');
  expect(await sophie.submit()).toBeNull();
  expect((await sophie.modal('Nothing changed')).text).toContain('its reason was edited in the meantime');
  await sophie.closeModal('top');
  await request(sophie, 'They asked for it after all');
});

test('what is typed in the window wins over the reason of the draft that a chosen dataset has', async () => {
  const sophie = steward.slack.as('sophie');
  const id = seeded.party;
  await openColumns(sophie, id);
  await remove(sophie, 2);
  await sophie.fill('Reason', 'Last week’s');
  await remove(sophie, 1);
  await sophie.closeModal('all');
  await sophie.command('/domo-schema');
  await sophie.modal('Choose a dataset to see its columns.');
  await sophie.fill('Reason', 'Typed just now');
  await untilOffered(sophie, 'Dataset', 'Euler Party');
  await sophie.choose('Dataset', /Leonhard Euler Party/, { search: 'Euler Party' });
  const loaded = await sophie.dismiss(/Columns 1–2 of 2/);
  expect(loaded.text).toContain('Typed just now');
  expect(loaded.text).not.toContain('Last week’s');
  expect((await openColumns(sophie, id)).text).toContain('Typed just now');
});
