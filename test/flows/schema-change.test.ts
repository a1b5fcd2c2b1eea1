import { add, approveNumber, move, openColumns, remove, rename, request, retype } from '../support/schema.ts';
import { decidableCard, freshSteward } from '../support/steward.ts';

const steward = freshSteward();

function columns(name: string): string[] {
  const { world } = steward.domo;
  const id = world.datasetIds().find((each) => world.dataset(each)?.name === name) ?? '';
  return world.dataset(id)?.columns.map(({ name, type }) => `${name}: ${type}`) ?? [];
}

test('a column is added at the end: from the form to the result read back from Domo', async () => {
  const { slack } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  const form = await openColumns(sophie, 'Leonhard Euler Party');
  expect(form.text).toMatch(/1\. Friend · STRING/);
  expect(form.text).toContain('An API stream feeds this dataset');
  const edited = await add(sophie, 'Town', 'STRING');
  expect(edited.text).toMatch(/1 change · Safe/);
  expect(edited.text).toContain('Town (STRING) added last');
  expect((await request(sophie)).text).toContain('#1 is being prepared');

  const card = await decidableCard(slack, 1);
  expect(card.text).toContain('Leonhard Euler Party');
  expect(card.text).toMatch(/Town/);
  expect(card.text).toMatch(/Safe/);
  expect(card.text).toContain('An API stream feeds this dataset');
  const { dialog } = await emmy.press(card, 'Approve', { confirm: true });
  expect(dialog?.text).toMatch(/1 column change in .*Starts when all approvals are in/);
  await emmy.seesChange(card, /changed and checked/);
  expect(columns('Leonhard Euler Party')).toEqual(['Friend: STRING', 'Attending: STRING', 'Town: STRING']);
  await sophie.sees('dm', /changed and checked/);
});

test('rename, retype, move and remove, with the risk live in the form and two stewards for a breaking change', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, 'Elastic Surfaces');
  expect((await rename(sophie, 1, 'Surface')).text).toMatch(/1 change · Breaking/);
  expect((await retype(sophie, 4, 'DECIMAL')).text).toMatch(/2 changes · Breaking/);
  expect((await move(sophie, 7, 1)).text).toMatch(/3 changes · Breaking/);
  expect((await remove(sophie, 3)).text).toMatch(/4 changes · Breaking/);
  await sophie.fill('Reason', 'New instrument');
  expect(await sophie.submit()).toBeNull();
  const review = await sophie.modal('Review the change');
  expect(review.text).toContain('Name → Surface');
  expect(review.text).toContain('Region removed');
  expect(await sophie.submit()).toBeNull();
  await sophie.modal(/#1 is being prepared/);

  const card = await approveNumber(slack, 1, 'emmy');
  await slack.as('ada').seesChange(card, /1 of 2 from data-stewards/);
  expect(domo.calls.count('PUT')).toBe(0);
  await slack.as('ada').press(slack.as('ada').now(card), 'Approve', { confirm: true });
  await slack.as('ada').seesChange(card, /changed and checked/);
  expect(columns('Elastic Surfaces')).toEqual([
    'Changed: DATETIME',
    'Surface: STRING',
    'Salary: DECIMAL',
    'Papers: DECIMAL',
    'Weight: DOUBLE',
    'Hired: DATE',
  ]);
});
