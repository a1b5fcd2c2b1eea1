import fc from 'fast-check';
import { diffSchema, schemaEqual } from '../../../src/change/schema/diff.ts';
import {
  addColumn,
  beginEdit,
  editFor,
  editResult,
  keepColumn,
  liveColumns,
  moveColumn,
  removeColumn,
  renameColumn,
  replaceFromText,
  retypeColumn,
} from '../../../src/change/schema/edit.ts';
import { cols, columns, draft, edit, soundDraft } from './arbitraries.ts';

const guests = beginEdit([
  { name: 'Friend', type: 'STRING', visible: true },
  { name: 'Attending', type: 'STRING' },
  { name: 'Seat', type: 'LONG' },
]);
const named = (one = guests): string =>
  editResult(one)
    .after.map(({ name }) => name)
    .join(' ');

describe('edits', () => {
  test('a column is added at the end, or where it is asked for', () => {
    expect(named(addColumn(guests, { name: 'Address', type: 'STRING' }))).toBe('Friend Attending Seat Address');
    expect(named(addColumn(guests, { name: 'Address', type: 'STRING', position: 1 }))).toBe(
      'Friend Address Attending Seat',
    );
  });

  test('positions count the columns that will be there', () => {
    const one = removeColumn(guests, 'b0');
    expect(named(addColumn(one, { name: 'x', type: 'LONG', position: 1 }))).toBe('Attending x Seat');
    expect(named(moveColumn(one, 'b2', 0))).toBe('Seat Attending');
    expect(named(moveColumn(guests, 'b0', 2))).toBe('Attending Seat Friend');
    expect(named(moveColumn(guests, 'b0', 99))).toBe('Attending Seat Friend');
  });

  test('a rename is remembered, and what Domo keeps in the column with it', () => {
    const one = retypeColumn(renameColumn(guests, 'b0', 'Guest'), 'b0', 'LONG');
    expect(editResult(one)).toEqual({
      after: [
        { name: 'Guest', type: 'LONG', visible: true },
        { name: 'Attending', type: 'STRING' },
        { name: 'Seat', type: 'LONG' },
      ],
      renames: { Friend: 'Guest' },
    });
  });

  test('a removed column stays where it was and can be kept, an added one is dropped', () => {
    const one = removeColumn(renameColumn(guests, 'b1', 'Comes'), 'b1');
    expect(one.columns.map(({ name, removed }) => [name, removed ?? false])).toEqual([
      ['Friend', false],
      ['Comes', true],
      ['Seat', false],
    ]);
    expect(editResult(one)).toMatchObject({ after: [{ name: 'Friend' }, { name: 'Seat' }], renames: {} });
    expect(named(keepColumn(one, 'b1'))).toBe('Friend Comes Seat');
    expect(removeColumn(addColumn(guests, { name: 'x', type: 'LONG' }), 'n0').columns).toEqual(guests.columns);
  });

  test('a click on a column that is no longer there changes nothing', () => {
    for (const make of [
      () => renameColumn(guests, 'n7', 'x'),
      () => moveColumn(guests, 'n7', 0),
      () => removeColumn(guests, 'n7'),
      () => keepColumn(guests, 'n7'),
    ]) {
      expect(make()).toEqual(guests);
    }
  });

  test('a column taken out and added again under its name keeps what Domo keeps in it', () => {
    const one = addColumn(removeColumn(guests, 'b0'), { name: 'Friend', type: 'STRING', position: 0 });
    expect(diffSchema(one.before, editResult(one).after, {})).toEqual([]);
    expect(editResult(one).after[0]).toEqual({ name: 'Friend', type: 'STRING', visible: true });
  });

  test('drafts are plain JSON, are never altered, and give every column its own id', () => {
    fc.assert(
      fc.property(draft, edit, (one, make) => {
        const before = JSON.stringify(one);
        const next = make(one);
        expect(JSON.stringify(one)).toBe(before);
        expect(JSON.parse(JSON.stringify(next))).toStrictEqual(next);
        expect(new Set(next.columns.map(({ id }) => id)).size).toBe(next.columns.length);
        expect(next.columns.filter(({ from }) => from !== undefined)).toHaveLength(next.before.length);
      }),
    );
  });
});

describe('editFor', () => {
  test('it asks for what the other draft asked for, renames and all', () => {
    fc.assert(
      fc.property(soundDraft, (one) => {
        const again = editFor(one.before, editResult(one));
        expect(editResult(again)).toEqual(editResult(one));
        expect(again.columns.filter(({ from }) => from !== undefined)).toHaveLength(one.before.length);
        expect(new Set(again.columns.map(({ id }) => id)).size).toBe(again.columns.length);
      }),
    );
  });

  test('one column removed and another added in its place are no rename', () => {
    const one = editFor(cols('a b c'), { after: cols('a x c'), renames: {} });
    expect(editResult(one).renames).toEqual({});
    expect(one.columns.map(({ name, removed }) => (removed ? `-${name}` : name))).toEqual(['a', '-b', 'x', 'c']);
  });
});

describe('replaceFromText', () => {
  const texts = (text: string): { name: string; type: string }[] =>
    text.split(' ').map((name) => ({ name, type: name === 'Seat' ? 'LONG' : 'STRING' }));

  test('what the text says is what the draft asks for', () => {
    fc.assert(
      fc.property(draft, columns, (one, list) => {
        const next = replaceFromText(one, list);
        expect(schemaEqual(liveColumns(next), list)).toBe(true);
        expect(next.columns.filter(({ from }) => from !== undefined)).toHaveLength(one.before.length);
        expect(new Set(next.columns.map(({ id }) => id)).size).toBe(next.columns.length);
        expect(JSON.parse(JSON.stringify(next))).toStrictEqual(next);
      }),
    );
  });

  test('its own columns leave a draft as it is, removed ones and all', () => {
    fc.assert(
      fc.property(draft, (one) => {
        const next = replaceFromText(one, liveColumns(one));
        expect(editResult(next).after).toEqual(editResult(one).after);
        expect(diffSchema(next.before, editResult(next).after, editResult(next).renames)).toEqual(
          diffSchema(one.before, editResult(one).after, editResult(one).renames),
        );
      }),
    );
  });

  test('a changed name is suggested as a rename and says so', () => {
    const next = replaceFromText(guests, texts('Friend Comes Seat'));
    expect(editResult(next).renames).toEqual({ Attending: 'Comes' });
    expect(next.columns[1]).toMatchObject({ id: 'b1', suggested: true });
    expect(renameColumn(next, 'b1', 'Comes').columns[1]).not.toHaveProperty('suggested');
  });

  test('a stated rename outlives the text', () => {
    const next = replaceFromText(renameColumn(guests, 'b0', 'Who'), texts('Seat Who'));
    expect(editResult(next).renames).toEqual({ Friend: 'Who' });
    expect(next.columns.map(({ id, removed }) => [id, removed ?? false])).toEqual([
      ['b2', false],
      ['b0', false],
      ['b1', true],
    ]);
  });

  test('the name that Domo has takes a rename or a removal back', () => {
    const one = removeColumn(renameColumn(guests, 'b0', 'Who'), 'b1');
    expect(editResult(replaceFromText(one, texts('Friend Attending Seat')))).toEqual(editResult(guests));
  });
});
