import { seeded } from '../../sandbox/domo/seed.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { sandboxPolicy } from '../../sandbox/stage.ts';
import { auditLines } from '../support/requests.ts';
import { add, approveNumber, openColumns, rename, retype } from '../support/schema.ts';
import { startedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const { steward, start } = startedSteward({ policy: `${sandboxPolicy}recheck_after: [1s]\n` });

beforeEach(() => start());

function columns(): string[] {
  return steward.domo.world.dataset(seeded.party)?.columns.map(({ name, type }) => `${name}: ${type}`) ?? [];
}

/** Sophie asks for a rename of `Attending`, and takes the safer way; the first of the two requests is applied. */
async function newNameFirst(): Promise<SeenMessage> {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, seeded.party);
  await rename(sophie, 2, 'Comes');
  await sophie.fill('Reason', 'Nobody understands the old name');
  await sophie.submit();
  await sophie.modal('Review the change');
  await sophie.pressInModal('Add the new name first');
  const review = await sophie.modal(/“Comes” starts empty and will replace “Attending”/);
  expect(review.title).toBe('Review the change');
  expect(review.text).toMatch(/Safe · Comes \(STRING\) added last/);
  expect(review.text).toContain('in CSV uploads too: they match by position');
  expect(review.text).not.toContain('Attending → Comes');
  expect(await sophie.submit()).toBeNull();
  await sophie.dismiss(/#1 is being prepared/);
  const card = await approveNumber(slack, 1, 'emmy');
  await slack.as('emmy').seesChange(card, /changed and checked/);
  return card;
}

test('a rename in two requests: the new, empty column now; the old one once the requester was asked, with votes of its own', async () => {
  const { slack } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  const card = await newNameFirst();
  expect(columns()).toEqual(['Friend: STRING', 'Attending: STRING', 'Comes: STRING']);

  const asked = await sophie.sees('dm', /I can't see what still uses “Attending”/, { timeoutMs: 20_000 });
  expect(asked.text).toContain('“Comes” is there in place of “Attending”');
  expect(asked.buttons).toEqual(expect.arrayContaining(['Remove the old column', 'Details']));
  await sophie.press(asked, 'Remove the old column');
  const form = await sophie.modal(/1 change · Breaking/);
  expect(form.title).toBe('Removal for #1');
  expect(form.text).toContain('Attending removed');
  expect(form.text).toContain('#1 added “Comes” in place of “Attending”.');
  expect(await sophie.submit()).toBeNull();
  await sophie.modal('Review the change');
  expect(await sophie.submit()).toBeNull();
  await sophie.dismiss(/#2 is being prepared/);
  await emmy.seesChange(card, /Removal of the old column requested in #2/);
  expect(emmy.now(card).buttons).not.toContain('Remove the old column');
  const second = await approveNumber(slack, 2, 'emmy', 'ada');
  await emmy.seesChange(second, /changed and checked/);
  expect(columns()).toEqual(['Friend: STRING', 'Comes: STRING']);
  await emmy.seesChange(card, /Old column removed in #2/);
}, 60_000);

test('the card says what the feed must do, and what follows; other edits stay beside it', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, seeded.party);
  await rename(sophie, 2, 'Comes');
  await rename(sophie, 1, 'friend');
  await add(sophie, 'Town', 'STRING');
  await retype(sophie, 2, 'LONG');
  await sophie.fill('Reason', 'Numbers');
  await sophie.submit();
  await sophie.modal('Review the change');
  await sophie.pressInModal('Add the new name first');
  const review = await sophie.modal(/“Comes” starts empty/);
  // A name that differs only in case can't stand beside the old one.
  expect(review.text).toContain('Friend → friend');
  expect(review.text).toContain('And 2 more changes as shown in the form.');
  expect(review.buttons).not.toContain('Add the new name first');
  await sophie.submit();
  await sophie.modal(/#1 is being prepared/);
  const card = await approveNumber(slack, 1);
  expect(card.text).toContain(
    '“Comes” starts empty and will replace “Attending”. Tell whoever feeds this dataset to fill it',
  );
  expect(card.text).toContain('“Attending” is removed later, in another request');
  const preparing = (await auditLines(steward)).find(({ event }) => event === 'request_preparing');
  expect(preparing?.detail.form).toMatchObject({ successors: [{ name: 'Comes', of: 'Attending' }] });
});

test('nobody is asked to remove anything once the new column was taken back', async () => {
  const { slack } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  const card = await newNameFirst();
  await sophie.press(sophie.now(card), 'Undo');
  await sophie.modal(/Comes removed/);
  await sophie.fill('Reason', 'Not after all');
  await sophie.submit();
  await sophie.submit();
  await sophie.dismiss(/#2 is being prepared/);
  const undo = await approveNumber(slack, 2, 'emmy', 'ada');
  await emmy.seesChange(undo, /changed and checked/);
  expect(emmy.now(card).buttons).not.toContain('Remove the old column');
  expect(columns()).toEqual(['Friend: STRING', 'Attending: STRING']);
}, 40_000);

test('the old column went in Domo meanwhile: the removal has nothing to ask for', async () => {
  const { domo } = steward;
  const sophie = steward.slack.as('sophie');
  const card = await newNameFirst();
  domo.world.setSchema(seeded.party, [
    { name: 'Friend', type: 'STRING' },
    { name: 'Comes', type: 'STRING' },
  ]);
  await sophie.press(sophie.now(card), 'Remove the old column');
  const form = await sophie.modal(/No change yet/);
  expect(form.text).toContain('The columns changed in Domo since');
});

test('where uses can be seen, the requester hears once nothing uses the old column any more', async () => {
  await start({
    accessToken: true,
    overrides: { timing: { watch: 1_000 } },
    world: ({ uses }) => {
      const card = { datasetId: seeded.party, ownerId: seeded.gauss };
      uses.addCard({ ...card, id: 9101, title: 'Who comes', columns: ['Attending'] });
    },
  });
  const { domo } = steward;
  const sophie = steward.slack.as('sophie');
  await newNameFirst();
  const looked = async () => (await auditLines(steward)).filter(({ event }) => event === 'schema_rechecked').length;
  await until(async () => (await looked()) >= 2);
  expect(sophie.messages('dm').some(({ text }) => /in place of “Attending”\. /.test(text))).toBe(false);
  const card = { id: 9101, datasetId: seeded.party, ownerId: seeded.gauss };
  domo.world.uses.addCard({ ...card, title: 'Who comes', columns: ['Comes'] });
  const told = await sophie.sees('dm', /Nothing that I can see uses “Attending” any more/, { timeoutMs: 20_000 });
  expect(told.buttons).toContain('Remove the old column');
}, 60_000);
