import { randomUUID } from 'node:crypto';
import { seeded } from '../../sandbox/domo/seed.ts';
import { splitForFields } from '../../src/slack/pasted/print.ts';
import { approveUntil } from '../support/requests.ts';
import {
  add,
  approveNumber,
  columnMenu,
  formTitle,
  inAnotherWindow,
  lastDone,
  numberIn,
  openColumns,
  pasteColumns,
  remove,
  rename,
  request,
} from '../support/schema.ts';
import { channel, decidableCard, sharedSteward } from '../support/steward.ts';

const steward = sharedSteward();

afterEach(async () => {
  await steward.slack.as('sophie').closeModal('all');
  expect(steward.slack.refusals().filter((each) => /invalid|too_large|too_long|limit/.test(each))).toEqual([]);
});

function dataset(name: string, columns: { name: string; type: string; [more: string]: unknown }[]): string {
  const id = randomUUID();
  steward.domo.world.addDataset({ id, name, ownerId: 31, columns, streamId: 700 });
  return id;
}

function shown(id: string): string[] {
  return steward.domo.world.dataset(id)?.columns.map(({ name, type }) => `${name}: ${type}`) ?? [];
}

const wide = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `Column ${i + 1}`, type: 'LONG' }));

test('0 columns: the form opens, and the first can be added', async () => {
  const { slack } = steward;
  const id = dataset('Nothing', []);
  const sophie = slack.as('sophie');
  await sophie.command(`/domo-schema ${id}`);
  expect((await sophie.modal(/No columns/)).text).toContain('Not possible · No column is left');
  await add(sophie, 'First', 'STRING');
  const card = await approveNumber(slack, numberIn(await request(sophie)), 'emmy');
  await slack.as('emmy').seesChange(card, /changed and checked/);
  expect(shown(id)).toEqual(['First: STRING']);
  await sophie.closeModal('all');
});

test('300 columns: 8 pages, and an added one shows the page that it is on', async () => {
  const sophie = steward.slack.as('sophie');
  const id = dataset('Three hundred', wide(300));
  const first = await openColumns(sophie, id);
  expect(first.text).toContain('Columns 1–40 of 300');
  await sophie.pressInModal('Next columns');
  const second = await sophie.modal(/Columns 41–80 of 300/);
  expect(second.buttons).toContain('Previous columns');
  await columnMenu(sophie, 41, 'Remove');
  expect((await sophie.modal(/1 change · Breaking/)).text).toContain('Columns 41–80 of 300');
  const added = await add(sophie, 'Last', 'STRING');
  expect(added.text).toContain('Columns 281–301 of 301');
  await sophie.closeModal('all');
});

test('1,000 columns: all renamed as text, reviewed, decided and applied within every limit of Slack', async () => {
  const { slack, domo } = steward;
  const [sophie, emmy, ada] = [slack.as('sophie'), slack.as('emmy'), slack.as('ada')];
  await openColumns(sophie, seeded.manyColumns);
  const columns = domo.world.dataset(seeded.manyColumns)?.columns ?? [];
  const renamed = columns.map(({ name, type }, i) => ({ name: i === 0 ? name : `${name} of π`, type }));
  const fields = splitForFields(renamed, 91) ?? [];
  expect(fields).toHaveLength(11);
  expect(await pasteColumns(sophie, ...fields)).toBeNull();
  const edited = await sophie.modal(/999 changes · Breaking/);
  expect(edited.text).toMatch(/and [\d,]+ more/);
  const number = numberIn(await request(sophie, 'All at once'));

  const card = await decidableCard(slack, number);
  expect(card.text).toMatch(/… and 994 more changes/);
  const [plan] = emmy.thread(card).flatMap((reply) => reply.files);
  expect(plan?.text.trim().split('\n')).toHaveLength(1000);
  await emmy.press(card, 'Details');
  await emmy.modal(/1–25 of 999 column changes/);
  await emmy.pressInModal('Next');
  await emmy.dismiss(/26–50 of 999 column changes/);
  await emmy.press(emmy.now(card), 'Approve', { confirm: true });
  await ada.press(ada.now(card), 'Approve', { confirm: true });
  await ada.seesChange(card, /changed and checked/);
  expect(shown(seeded.manyColumns)[999]).toBe(`Digit 1000 of π: ${columns[999]?.type}`);
}, 60_000);

test('names of any kind go through text, form, card and PUT as they are, with what Domo keeps beside them', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  const names = [
    'a:b',
    'a|b',
    'a\tb',
    '"quoted"',
    '🦉 <!channel> &',
    'x'.repeat(300),
    ' blanks ',
    '=1+1',
    'a,b',
    '@here',
    '__proto__',
    'constructor',
    '`tick` _x_ ~y~ *z*',
  ];
  const id = dataset(
    'Names <of> *any* kind',
    names.map((name, i) => ({ name, type: 'STRING', id: `c${i}`, visible: true, order: i })),
  );
  await openColumns(sophie, id);
  const pasted = [...names.map((name) => ({ name, type: 'STRING' })), { name: 'Ältere: Spalte', type: 'LONG' }];
  expect(await pasteColumns(sophie, ...(splitForFields(pasted, 100) ?? []))).toBeNull();
  const edited = await sophie.modal(/1 change · Safe/);
  expect(edited.text).toContain('Ältere: Spalte (LONG) added last');
  const number = numberIn(await request(sophie, 'Pasted <!channel>'));
  await approveUntil(steward, await decidableCard(slack, number), /changed and checked/);
  const columns = domo.world.dataset(id)?.columns ?? [];
  expect(columns.map(({ name }) => name)).toEqual([...names, 'Ältere: Spalte']);
  expect(columns[4]).toEqual({ name: names[4], type: 'STRING', id: 'c4', visible: true, order: 4 });
  const put = domo.calls.recent().findLast(({ method }) => method === 'PUT');
  expect(Object.keys(JSON.parse(put?.body ?? '{}')).toSorted()).toEqual(['name', 'schema']);
});

test('a name that was copied from a card has the letters that people see, and one that Domo has otherwise stays', async () => {
  const { slack } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  const unseen = `Domo's own \u200b_\u200b`;
  const id = dataset('Copied names', [
    { name: unseen, type: 'STRING' },
    { name: 'Count', type: 'LONG' },
  ]);
  await openColumns(sophie, id);
  await rename(sophie, 2, '__count__');
  const number = numberIn(await request(sophie));
  const { text } = await decidableCard(slack, number);
  const copied = /Count → ([^\s:]+)/.exec(text)?.[1] ?? '';
  expect(copied).not.toBe('__count__');
  expect(copied.replaceAll('\u200b', '')).toBe('__count__');
  await approveNumber(slack, number, 'emmy', 'ada');
  await emmy.sees(channel, new RegExp(`#${number} ·.*changed and checked`));

  await openColumns(sophie, id);
  const lines = [`${unseen}: STRING`, `${copied}: LONG`, `${copied}2: LONG`];
  expect(await pasteColumns(sophie, lines.join('\n'))).toBeNull();
  await sophie.modal(/1 change/);
  await add(sophie, `${copied}3`, 'LONG');
  const next = numberIn(await request(sophie));
  await approveUntil(steward, await decidableCard(slack, next), /changed and checked/);
  expect(shown(id)).toEqual([`${unseen}: STRING`, '__count__: LONG', '__count__2: LONG', '__count__3: LONG']);
});

test('columns called like parts of every object are renamed, to such names too, and shown letter by letter', async () => {
  const { slack } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  const id = dataset('Keys of objects', [
    { name: '__proto__', type: 'STRING' },
    { name: 'constructor', type: 'LONG' },
    { name: 'toString', type: 'DOUBLE' },
  ]);
  await openColumns(sophie, id);
  await rename(sophie, 1, 'hasOwnProperty');
  const edited = await rename(sophie, 2, '__proto__');
  expect(edited.text).toContain('1. hasOwnProperty · STRING (was __proto__)');
  expect(edited.text).toContain('2. __proto__ · LONG (was constructor)');
  const number = numberIn(await request(sophie));
  const card = await approveNumber(slack, number, 'emmy', 'ada');
  await emmy.seesChange(card, /changed and checked/);
  const letters = card.text.replaceAll('\u200b', '');
  expect(letters).toContain('__proto__ → hasOwnProperty');
  expect(letters).toContain('constructor → __proto__');
  expect(shown(id)).toEqual(['hasOwnProperty: STRING', '__proto__: LONG', 'toString: DOUBLE']);
});

test.each([
  ['case twins', 'friend', /“friend” and “Friend” differ only in case/],
  ['the same name twice', 'Friend', /“Friend” appears twice/],
])('%s are blocked and named', async (_, name, why) => {
  const sophie = steward.slack.as('sophie');
  const id = dataset(`Twins ${name}`, [{ name: 'Friend', type: 'STRING' }]);
  await openColumns(sophie, id);
  const edited = await add(sophie, name, 'STRING');
  expect(edited.text).toMatch(/Not possible/);
  expect(edited.text).toMatch(why);
  await sophie.closeModal('all');
});

test('blanks around a name are kept and said; a place is searched for among the columns', async () => {
  const sophie = steward.slack.as('sophie');
  const id = dataset('Blanks', wide(2));
  await openColumns(sophie, id);
  expect((await add(sophie, ' Trailing ', 'STRING')).text).toContain('starts or ends with a space');
  expect((await add(sophie, 'Middle', 'STRING', 2)).text).toContain('Check first · Middle (STRING) added after');
  await sophie.pressInModal('Add column');
  await sophie.modal('Add column');
  expect(await sophie.search('Position', 'mid')).toEqual([expect.stringMatching(/^After 2\. Middle/)]);
  await sophie.fill('Column name', 'Beyond');
  await sophie.choose('Column type', 'LONG');
  await sophie.choose('Position', /^After 2\. Middle/);
  expect(await sophie.submit()).toBeNull();
  await sophie.modal(/3\. Beyond · LONG \(new\)/);
  const added = lastDone(steward.slack, 'schema_add');
  const gone = await inAnotherWindow(steward.slack, added, ({ view }) => {
    view.state.values.position = { schema_position: { type: 'external_select', selected_option: { value: 'n99' } } };
  });
  expect(JSON.stringify(gone)).toContain('Choose the column that it should come after, or First.');
  await remove(sophie, 1);
  await sophie.closeModal('all');
  await openColumns(sophie, id);
  await sophie.choose(/^Removed: Column 1/, 'Keep');
  expect((await sophie.dismiss(/3 changes/)).title).toBe(formTitle);
});

test('JSON as Domo prints it, and CSV, paste as well', async () => {
  const sophie = steward.slack.as('sophie');
  const id = dataset('Pasted', wide(1));
  await openColumns(sophie, id);
  const json = JSON.stringify({
    schema: {
      columns: [
        { type: 'LONG', name: 'Column 1', visible: true },
        { type: 'date', name: 'Day' },
      ],
    },
  });
  expect(await pasteColumns(sophie, json)).toBeNull();
  expect((await sophie.modal(/1 change · Safe/)).text).toContain('Day (DATE) added last');
  expect(await pasteColumns(sophie, 'Name,Type\n"Column 1",LONG\n"a ""b""",datetime')).toBeNull();
  expect((await sophie.dismiss(/a "b"/)).text).toContain('a "b" (DATETIME) added last');
});
