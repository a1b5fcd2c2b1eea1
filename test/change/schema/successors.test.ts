import fc from 'fast-check';
import { diffSchema } from '../../../src/change/schema/diff.ts';
import {
  addColumn,
  beginEdit,
  editFor,
  editResult,
  liveColumns,
  removeColumn,
  renameColumn,
  retypeColumn,
} from '../../../src/change/schema/edit.ts';
import { addNewNamesFirst } from '../../../src/change/schema/successors.ts';
import { draft } from './arbitraries.ts';

const guests = beginEdit([
  { name: 'Friend', type: 'STRING' },
  { name: 'City', type: 'STRING' },
  { name: 'Seat', type: 'LONG' },
]);

function names(edit: typeof guests): string[] {
  return editResult(edit).after.map(({ name, type }) => `${name}: ${type}`);
}

test('the old column stays as Domo has it; the new name comes at the end, with the type asked for', () => {
  const edit = retypeColumn(renameColumn(guests, 'b1', 'Town'), 'b1', 'LONG');
  const safer = addNewNamesFirst(edit);
  expect(names(safer)).toEqual(['Friend: STRING', 'City: STRING', 'Seat: LONG', 'Town: LONG']);
  expect(editResult(safer)).toMatchObject({ renames: {}, successors: [{ name: 'Town', of: 'City' }] });
});

test('a successor that is renamed stays one; removed, or with the old column removed too, it is none', () => {
  const safer = addNewNamesFirst(renameColumn(guests, 'b1', 'Town'));
  expect(editResult(renameColumn(safer, 'n0', 'Place')).successors).toEqual([{ name: 'Place', of: 'City' }]);
  expect(editResult(removeColumn(safer, 'n0')).successors).toBeUndefined();
  expect(editResult(removeColumn(safer, 'b1')).successors).toBeUndefined();
});

test.each([
  ['another case of its own name', renameColumn(guests, 'b1', 'city')],
  ["another column's name", renameColumn(renameColumn(guests, 'b1', 'Seat'), 'b2', 'City')],
  ['the name of a column that goes', renameColumn(removeColumn(guests, 'b2'), 'b1', 'seat')],
  ['the name of a column that comes', renameColumn(addColumn(guests, { name: 'Town', type: 'LONG' }), 'b1', 'town')],
])('a rename to %s stays a rename', (_, edit) => {
  expect(addNewNamesFirst(edit)).toBe(edit);
});

test('it can be kept as a form, and edited again', () => {
  const safer = addNewNamesFirst(renameColumn(guests, 'b1', 'Town'));
  const result = editResult(safer);
  expect(editResult(editFor(guests.before, result))).toEqual(result);
});

test('whatever the edit, each rename stays or has a successor, and doing it twice changes nothing', () => {
  fc.assert(
    fc.property(draft, (edit) => {
      const safer = addNewNamesFirst(edit);
      expect(addNewNamesFirst(safer)).toBe(safer);
      const asked = Object.entries(editResult(edit).renames);
      const { renames, successors = [] } = editResult(safer);
      const kept = [...Object.entries(renames), ...successors.map(({ name, of }) => [of, name])];
      expect(kept.toSorted()).toEqual(asked.toSorted());
      expect(liveColumns(safer).length).toBe(liveColumns(edit).length + successors.length);
      const removed = diffSchema(safer.before, editResult(safer).after, renames).filter(
        ({ change }) => change === 'removed',
      );
      expect(removed.length).toBeLessThanOrEqual(edit.columns.filter((column) => column.removed).length);
    }),
  );
});
