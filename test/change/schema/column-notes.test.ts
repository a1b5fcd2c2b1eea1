import fc from 'fast-check';
import {
  type ColumnNotes,
  columnNote,
  movedNotes,
  noteKinds,
  writtenOfRenamed,
} from '../../../src/change/schema/column-notes.ts';

const text = fc.constantFrom('in grams', 'mass', 'weighed', '');
const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
const columnsOf = (all: string[]) => all.map((name) => ({ name, type: 'STRING' }));

/** Something is written about each column, or nothing. */
function written(all: string[], texts: string[]): ColumnNotes {
  const notes = all.flatMap((name, at) => columnNote(name, 'description', texts[at % texts.length]) ?? []);
  return { kinds: noteKinds, notes };
}

const texts = fc.array(text, { minLength: 1 });

test('what stays as it was has not moved, whatever columns come, go, or are renamed', () => {
  fc.assert(
    fc.property(names, texts, fc.nat(5), fc.nat(5), (all, wrote, gone, renamed) => {
      const before = written(all, wrote);
      const old = all[renamed % all.length] ?? '';
      const renames = { [old]: `${old} now` };
      const called = (name: string) => (name === old ? `${old} now` : name);
      const after = { ...before, notes: before.notes.map((note) => ({ ...note, column: called(note.column) })) };
      const left = all.filter((_, at) => at === renamed % all.length || at !== gone).map(called);
      const change = { before: columnsOf(all), after: columnsOf([...left, 'of all new']), renames };
      // What lies about under the name of a column that is new says nothing of what was lost.
      const more = [{ column: 'of all new', kind: 'tags' as const, text: 'old' }];
      expect(movedNotes(before, { ...after, notes: [...after.notes, ...more] }, change)).toEqual([]);
    }),
  );
});

test('each text that is gone or another is named; a kind that could not be read is not', () => {
  fc.assert(
    fc.property(names, texts, fc.nat(5), text, (all, wrote, which, now) => {
      const before = written(all, wrote);
      const name = all[which % all.length] ?? '';
      const was = before.notes.find(({ column }) => column === name)?.text ?? '';
      const others = before.notes.filter(({ column }) => column !== name);
      const after = { kinds: noteKinds, notes: [...others, ...[columnNote(name, 'description', now) ?? []].flat()] };
      const change = { before: columnsOf(all), after: columnsOf(all), renames: {} };
      expect(movedNotes(before, after, change)).toHaveLength(was === now ? 0 : 1);
      expect(movedNotes(before, { ...after, kinds: ['tags'] }, change)).toEqual([]);
    }),
  );
});

test('it says which columns, the first three by name', () => {
  const all = ['A', 'B', 'C', 'D', 'E'];
  const change = { before: columnsOf(all), after: columnsOf(all), renames: {} };
  const nothing = { kinds: noteKinds, notes: [] };
  expect(movedNotes(written(all.slice(0, 2), ['x']), nothing, change)).toEqual(['description of “A”, “B”']);
  expect(movedNotes(written(all, ['x']), nothing, change)).toEqual(['description of “A”, “B”, “C” and 2 more']);
});

test('a column whose name a rename takes is gone, with what was written about it', () => {
  const before = written(['A', 'B'], ['of A', 'of B']);
  const after = written(['A'], ['of B']);
  const change = { before: columnsOf(['A', 'B']), after: columnsOf(['A']), renames: { B: 'A' } };
  expect(movedNotes(before, after, change)).toEqual([]);
});

test('a column that is called like a part of every object is renamed only where a rename says so', () => {
  const all = ['constructor', 'toString', '__proto__'];
  const before = written(all, ['x']);
  expect(writtenOfRenamed(before, {})).toEqual([]);
  expect(writtenOfRenamed(before, { toString: 'text' })).toEqual(['toString']);
  const change = { before: columnsOf(all), after: columnsOf(all), renames: {} };
  const nothing = { kinds: noteKinds, notes: [] };
  expect(movedNotes(before, nothing, change)).toEqual(['description of “constructor”, “toString”, “__proto__”']);
});

test('a list is the same in any order; nothing but blanks is nothing', () => {
  expect(columnNote('A', 'tags', ['b', 'a'])).toEqual(columnNote('A', 'tags', ['a', 'b']));
  for (const empty of ['', '  ', [], null, undefined, 7]) expect(columnNote('A', 'tags', empty)).toBeUndefined();
});
