import type { KnownBlock, ModalView } from '@slack/types';
import { addColumn, moveColumn, removeColumn, renameColumn, retypeColumn } from '../../../src/change/schema/edit.ts';
import { parseColumns } from '../../../src/slack/pasted/columns.ts';
import {
  addColumnForm,
  moveColumnForm,
  placeOptions,
  renameColumnForm,
  retypeColumnForm,
} from '../../../src/slack/views/schema-column-forms.ts';
import { pageOf, type SchemaFormState, schemaForm } from '../../../src/slack/views/schema-form.ts';
import {
  readColumnChoice,
  readSchemaMetadata,
  readSchemaStart,
  writeSchemaStart,
} from '../../../src/slack/views/schema-ids.ts';
import { schemaReview } from '../../../src/slack/views/schema-review.ts';
import { blockedSentence } from '../../../src/slack/views/schema-sentences.ts';
import { schemaTextForm } from '../../../src/slack/views/schema-text-form.ts';
import { dataset, form, guests, metadata, policies, wide } from './schema-samples.ts';
import { expectWithinLimits, seen } from './view-limits.ts';

/** Slack's type allows for blocks that it does not know; ours are none of those. */
function blocks(view: ModalView): KnownBlock[] {
  return view.blocks as KnownBlock[];
}

/** Texts of the buttons and, for each column, of its menu. */
function controls(view: ModalView): { buttons: string[]; menus: string[][] } {
  const buttons: string[] = [];
  const menus: string[][] = [];
  for (const block of blocks(view)) {
    if (block.type === 'actions') {
      for (const element of block.elements) if (element.type === 'button') buttons.push(element.text.text);
    }
    if (block.type === 'section' && block.accessory?.type === 'overflow') {
      menus.push(block.accessory.options.map(({ text }) => text.text));
    }
  }
  return { buttons, menus };
}

function labels(view: ModalView): string[] {
  return blocks(view).flatMap((block) => (block.type === 'input' ? [block.label.text] : []));
}

describe('schemaForm', () => {
  test('it has the names that people are told', () => {
    const view = form(guests);
    expect(view).toMatchObject({ title: { text: 'Change dataset schema' }, submit: { text: 'Request change' } });
    expect(labels(view)).toEqual(['Dataset', 'Reason']);
    expect(controls(view)).toEqual({
      buttons: ['Add column', 'Edit as text'],
      menus: [1, 2, 3].map(() => ['Rename', 'Change type', 'Move…', 'Remove']),
    });
    expect(readSchemaMetadata(view.private_metadata ?? '')).toEqual(metadata);
  });

  test('it can be sent only where there is a field to say what is missing', () => {
    const loading = (name: string) =>
      schemaForm({ metadata, dataset: { ...dataset, name }, content: { state: 'loading' } });
    expect(labels(loading(dataset.name))).toEqual(['Dataset']);
    expect(loading(dataset.name).submit).toBeDefined();
    expect(labels(loading(dataset.id))).toEqual([]);
    expect(loading(dataset.id).submit).toBeUndefined();
  });

  test('one list of changes with their risk stands between the dataset and the columns', () => {
    const draft = removeColumn(renameColumn(addColumn(guests, { name: 'Town', type: 'STRING' }), 'b1', 'Comes'), 'b0');
    const lines = seen(form(draft)).split('\n');
    const at = (text: string): number => lines.findIndex((line) => line.includes(text));
    const places = [
      'Leonhard Euler Party · 4405ff58',
      '*3 changes · Not possible ⛔*',
      'Not possible · Friend removed: the policy “By friend” filters on this column ⛔',
      'Breaking · Attending → Comes: breaks what uses this name 🔴',
      'Safe · Town (STRING) added last 🟢',
      'An API stream feeds this dataset',
      'Row security: the policy “By friend” filters on “Friend”.',
      '*Columns 1–4 of 4*',
      'Removed: Friend · STRING',
      '1. Comes · STRING (was Attending)',
      '2. Seat · LONG',
      '3. Town · STRING (new)',
    ].map(at);
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(controls(form(draft)).menus[0]).toEqual(['Keep']);
  });

  test('a retyped and a moved column say what they were', () => {
    const draft = moveColumn(retypeColumn(guests, 'b2', 'DOUBLE'), 'b2', 0);
    expect(seen(form(draft))).toContain('1. Seat · DOUBLE (was LONG, moved from 3)');
    expect(seen(form(draft))).toContain('Check first · Seat LONG → DOUBLE, now first: ');
  });

  test('without an API stream it warns', () => {
    expect(seen(form(guests, 0, { streams: [] }))).toContain('No API stream feeds this dataset: Domo may refuse this');
    expect(seen(form(guests, 0, { streams: [], isApi: true }))).not.toContain('may refuse this');
    expect(seen(form(guests, 0, { streams: undefined }))).toContain("Domo doesn't say whether this is an API dataset");
  });

  test.each([
    [0, 'Columns 1–40 of 1,000', ['Add column', 'Edit as text', 'Next columns']],
    [7, 'Columns 281–320 of 1,000', ['Add column', 'Edit as text', 'Previous columns', 'Next columns']],
    [24, 'Columns 961–1,000 of 1,000', ['Add column', 'Edit as text', 'Previous columns']],
    [99, 'Columns 961–1,000 of 1,000', ['Add column', 'Edit as text', 'Previous columns']],
  ])('page %d of a thousand columns', (page, heading, buttons) => {
    const view = form(wide(1000), page);
    expect(seen(view)).toContain(heading);
    expect(controls(view).buttons).toEqual(buttons);
    expect(controls(view).menus).toHaveLength(40);
  });

  test('a column is found on its page', () => {
    expect(pageOf(wide(100), 'b39')).toBe(0);
    expect(pageOf(wide(100), 'b40')).toBe(1);
    expect(pageOf(wide(100), 'gone')).toBe(2);
    expect(pageOf(wide(0), 'gone')).toBe(0);
  });

  test('inputs keep their blocks while it loads, fails and has loaded, so that Slack keeps what was typed', () => {
    const contents: SchemaFormState[] = [
      { state: 'no dataset' },
      { state: 'loading' },
      { state: 'failed', problem: 'Domo does not let the app read this dataset.' },
      {
        state: 'loaded',
        draft: guests,
        policies,
        streams: [{ id: 663, updateMethod: 'REPLACE' }],
        notice: 'Someone changed it.',
      },
    ];
    const inputs = contents.map((content) => {
      const view = schemaForm({ metadata, dataset, content });
      expectWithinLimits(view);
      return blocks(view).flatMap((block) => (block.type === 'input' ? [block] : []));
    });
    const [all, whileLoading, ...rest] = inputs;
    for (const one of rest) expect(one).toEqual(all);
    // A reason that is kept with the draft can only come with its field.
    expect(whileLoading).toEqual(all?.slice(0, 1));
  });

  test('a menu says which column it is about', () => {
    expect(readColumnChoice('rename:b12')).toEqual({ action: 'rename', column: 'b12' });
    expect(() => readColumnChoice('drop:b12')).toThrow();
    expect(() => readSchemaMetadata('{"draftId":7}')).toThrow();
  });
});

test('a column that hundreds of policies filter on is told of in what one reads beside a field', () => {
  const reason = `“Region” can't be removed: ${'the policy “Own region” filters on it, '.repeat(200)}`;
  expect(blockedSentence([reason, reason, reason]).length).toBeLessThanOrEqual(600);
  expect(blockedSentence([reason, reason, reason])).toMatch(
    /^“Region” can't be removed.*… “Region”.*… And 1 more reason\.$/,
  );
});

describe('sub-forms', () => {
  const column = guests.columns[2] as (typeof guests.columns)[number];

  test('they have the names that people are told, and are filled in', () => {
    const add = addColumnForm(metadata);
    expect(labels(add)).toEqual(['Column name', 'Column type', 'Position']);
    expect(add.blocks.at(-1)).toMatchObject({ optional: true });
    expect(labels(renameColumnForm(metadata, column))).toEqual(['Column name']);
    expect(seen(renameColumnForm(metadata, column))).toContain('Seat');
    expect(labels(retypeColumnForm(metadata, column))).toEqual(['Column type']);
    expect(JSON.stringify(retypeColumnForm(metadata, column))).toContain(
      '"initial_option":{"text":{"type":"plain_text","text":"LONG"',
    );
    const move = moveColumnForm(metadata, guests, column);
    expect(labels(move)).toEqual(['Position']);
    expect(move.blocks.at(-1)).toMatchObject({
      optional: false,
      element: { initial_option: { text: { text: 'After 2. Attending' } } },
    });
    expect(placeOptions(guests, column.id).map(({ text }) => text.text)).toEqual([
      'First',
      'After 1. Friend',
      'After 2. Attending',
    ]);
  });

  test('a type that Domo does not document, and a name that no field holds, are not filled in', () => {
    const odd = { ...column, type: 'TIME', name: 'x'.repeat(3001) };
    expect(JSON.stringify(retypeColumnForm(metadata, odd))).not.toContain('initial_option');
    expect(JSON.stringify(renameColumnForm(metadata, odd))).not.toContain('initial_value');
  });
});

describe('schemaTextForm', () => {
  test('fields of 100 columns that read back, and one for more', () => {
    const draft = wide(250);
    const view = schemaTextForm(metadata, draft) as ModalView;
    expect(labels(view)).toEqual(['Columns', 'Columns', 'Columns', 'Columns']);
    const texts = blocks(view).flatMap((block) =>
      block.type === 'input' && block.element.type === 'plain_text_input' ? [block.element.initial_value ?? ''] : [],
    );
    expect(texts.map((text) => text.split('\n').length)).toEqual([100, 100, 50, 1]);
    const read = parseColumns(texts.join('\n'));
    expect(read.ok && read.columns).toEqual(draft.before);
  });

  test('removed columns are not in the text, which says so', () => {
    const view = schemaTextForm(metadata, removeColumn(guests, 'b0')) as ModalView;
    expect(seen(view)).toContain('Attending: STRING\nSeat: LONG');
    expect(seen(view)).toContain('1 column removed');
  });

  test('names that do not fit are not offered as text', () => {
    const draft = wide(1, () => 'x'.repeat(3000));
    expect(schemaTextForm(metadata, draft)).toBeUndefined();
    expect(controls(form(draft)).buttons).toEqual(['Add column']);
    expect(seen(form(draft))).toContain('too long to edit as text');
  });
});

describe('schemaReview', () => {
  test('it says what breaks and who must approve, and nothing else again', () => {
    const draft = addColumn(renameColumn(guests, 'b0', 'Guest'), { name: 'Town', type: 'STRING' });
    const ada = { slackId: 'U1', name: 'Ada Lovelace' };
    const approval = {
      name: 'a column goes away',
      needed: 2,
      approverNames: ['data-stewards'],
      able: [ada],
      acceptance: false,
      ableCount: 3,
    };
    const view = schemaReview({ metadata, dataset, draft, policies: [], streams: [], approvals: [approval] });
    expect(view).toMatchObject({ title: { text: 'Review the change' }, submit: { text: 'Request change' } });
    for (const text of [
      'This can break what uses Leonhard Euler Party',
      'Breaking · Friend → Guest: breaks what uses this name 🔴',
      'And 1 more change as shown in the form.',
      'Needs 2 approvals from data-stewards (a column goes away): Ada Lovelace and 2 others.',
    ]) {
      expect(seen(view)).toContain(text);
    }
    expect(seen(view)).not.toContain('Town');
  });
});

test('a long name on a button is cut, and no character in two', () => {
  const written = writeSchemaStart({ dataset: { id: 'd', name: `${'x'.repeat(199)}${'😀'.repeat(40)}` } });
  const { name = '' } = readSchemaStart(written).dataset ?? {};
  expect(name.length).toBeLessThanOrEqual(200);
  expect(name.isWellFormed()).toBe(true);
});

test('a name that differs in what nobody sees is shown so, in the diff and among the columns', () => {
  const text = seen(form(renameColumn(guests, 'b0', 'Friend ')));
  expect(text).toContain('Friend → Friend␣: ');
  expect(text).toContain('1. Friend␣ · STRING (was Friend)');
});
