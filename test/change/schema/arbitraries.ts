import fc from 'fast-check';
import {
  addColumn,
  beginEdit,
  liveColumns,
  moveColumn,
  removeColumn,
  renameColumn,
  retypeColumn,
  type SchemaEdit,
} from '../../../src/change/schema/edit.ts';
import { type Column, columnTypes } from '../../../src/change/types.ts';

/** Names as Domo and people make them: plain, hostile, long, and a few that properties of plain objects have. */
export const columnName: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _]{0,12}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(':', '|', '\t', '"', "'", ',', ' ', 'a', '😀', '[', '{', '\\', '\n', '=', '<', '&', '*'),
    minLength: 1,
    maxLength: 12,
  }),
  fc.string({ unit: fc.constantFrom('x', 'é', '漢'), minLength: 255, maxLength: 300 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'name', 'type', 'Name ', ' Name', 'NAME'),
);

/** Objects as JSON.parse makes them. */
const plain = { noNullPrototype: true } as const;

const columnType: fc.Arbitrary<string> = fc.constantFrom(...columnTypes);

const column: fc.Arbitrary<Column> = fc.record({ name: columnName, type: columnType }, plain);

/** A list as Domo has it: names unique as given, sometimes with keys of Domo's own. */
export const columns: fc.Arbitrary<Column[]> = fc.uniqueArray(
  fc.oneof(column, fc.record({ name: columnName, type: columnType, visible: fc.boolean(), order: fc.nat() }, plain)),
  { selector: ({ name }) => name, maxLength: 14 },
);

/** Lists in which names come twice as well. */
export const anyColumns: fc.Arbitrary<Column[]> = fc.array(
  fc.record({ name: fc.oneof(columnName, fc.constantFrom('a', 'b', 'c', 'd')), type: columnType }),
  { maxLength: 12 },
);

export type Edit = (draft: SchemaEdit) => SchemaEdit;

const at = (draft: SchemaEdit, n: number): string => {
  const live = liveColumns(draft);
  return live[n % Math.max(1, live.length)]?.id ?? 'none';
};

/** One edit of a draft; the number picks the column. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(column, fc.option(fc.nat(20), { nil: undefined })).map(
    ([one, position]): Edit =>
      (draft) =>
        addColumn(draft, { name: one.name, type: one.type, position }),
  ),
  fc.tuple(fc.nat(), columnName).map(
    ([n, name]): Edit =>
      (draft) =>
        renameColumn(draft, at(draft, n), name),
  ),
  fc.tuple(fc.nat(), columnType).map(
    ([n, type]): Edit =>
      (draft) =>
        retypeColumn(draft, at(draft, n), type),
  ),
  fc.tuple(fc.nat(), fc.nat(20)).map(
    ([n, position]): Edit =>
      (draft) =>
        moveColumn(draft, at(draft, n), position),
  ),
  fc.nat().map(
    (n): Edit =>
      (draft) =>
        removeColumn(draft, at(draft, n)),
  ),
);

/** A draft that some edits were made on. */
export const draft: fc.Arbitrary<SchemaEdit> = fc
  .tuple(columns, fc.array(edit, { maxLength: 8 }))
  .map(([before, edits]) => edits.reduce((now, make) => make(now), beginEdit(before)));

/** The same with names unique after the edits, as a submitted draft has them. */
export const soundDraft: fc.Arbitrary<SchemaEdit> = draft.filter((one) => {
  const names = liveColumns(one).map(({ name }) => name);
  return new Set(names).size === names.length;
});

/** `a b c:LONG`: columns named so, STRING unless said. */
export function cols(text: string): Column[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((word) => {
      const [name = '', type = 'STRING'] = word.split(':');
      return { name, type };
    });
}
