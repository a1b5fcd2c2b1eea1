import fc from 'fast-check';
import { applyDiff, diffSchema, schemaEqual } from '../../../src/change/schema/diff.ts';
import { editResult } from '../../../src/change/schema/edit.ts';
import { suggestRenames } from '../../../src/change/schema/renames.ts';
import type { Column } from '../../../src/change/types.ts';
import { anyColumns, cols, columnName, columns, draft } from './arbitraries.ts';

function words(before: string, after: string, renames: Record<string, string> = {}): string[] {
  return diffSchema(cols(before), cols(after), renames).map((change) => {
    if (change.change === 'added') return `+${change.column.name}@${change.after}`;
    if (change.change === 'removed') return `-${change.column.name}@${change.before}`;
    const { from, to, renamed, retyped, moved } = change;
    return [
      renamed ? `${from.name}>${to.name}` : to.name,
      retyped && `${from.type}>${to.type}`,
      moved && `${change.before}>${change.after}`,
    ]
      .filter(Boolean)
      .join(' ');
  });
}

describe('diffSchema', () => {
  test.each([
    ['nothing', 'a b c', 'a b c', {}, []],
    ['an insertion moves nobody', 'a b c d', 'a x b c d', {}, ['+x@1']],
    ['a removal moves nobody', 'a b c d', 'b c d', {}, ['-a@0']],
    ['only the one that moved', 'a b c d', 'd a b c', {}, ['d 3>0']],
    ['a retype', 'a:LONG b', 'a:DOUBLE b', {}, ['a LONG>DOUBLE']],
    ['an unstated rename is a removal and an addition', 'a b', 'x b', {}, ['-a@0', '+x@0']],
    ['a stated rename', 'a b', 'x b', { a: 'x' }, ['a>x']],
    ['a rename with another type and place', 'a:LONG b c', 'b c x:STRING', { a: 'x' }, ['a>x LONG>STRING 0>2']],
    ['two names exchanged', 'a b', 'b a', { a: 'b', b: 'a' }, ['a>b', 'b>a']],
    ['a rename to a removed name', 'a b', 'b', { a: 'b' }, ['a>b', '-b@1']],
    ['a rename that did not happen', 'a b', 'a b', { a: 'x' }, []],
    ['everything gone', 'a b', '', {}, ['-a@0', '-b@1']],
    ['names of plain objects', 'constructor', '__proto__', {}, ['-constructor@0', '+__proto__@0']],
  ])('%s', (_, before, after, renames, expected) => {
    expect(words(before, after, renames)).toEqual(expected);
  });

  test('applying a diff always gives the list after, whatever the lists and renames', () => {
    fc.assert(
      fc.property(anyColumns, anyColumns, fc.dictionary(columnName, columnName), (before, after, renames) => {
        const made = applyDiff(before, diffSchema(before, after, renames));
        expect(schemaEqual(made, after)).toBe(true);
        expect(diffSchema(made, after, {})).toEqual([]);
      }),
    );
  });

  test('applying the diff of a draft gives its result whole, with the keys that Domo keeps', () => {
    fc.assert(
      fc.property(draft, (one) => {
        const { after, renames } = editResult(one);
        expect(applyDiff(one.before, diffSchema(one.before, after, renames))).toEqual(after);
      }),
    );
  });

  test('no more columns are called moved than the one that was taken', () => {
    fc.assert(
      fc.property(
        columns.filter((list) => list.length > 0),
        fc.nat(),
        fc.nat(),
        (before, from, to) => {
          const after = before.toSpliced(from % before.length, 1);
          after.splice(to % before.length, 0, before[from % before.length] as Column);
          expect(diffSchema(before, after, {}).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('it survives JSON', () => {
    fc.assert(
      fc.property(columns, columns, (before, after) => {
        const diff = diffSchema(before, after, {});
        expect(applyDiff(before, JSON.parse(JSON.stringify(diff)))).toEqual(applyDiff(before, diff));
      }),
    );
  });

  test('1,000 columns turned round take no time', () => {
    const before = Array.from({ length: 1000 }, (_, i) => ({ name: `c${i}`, type: 'LONG' }));
    const after = before.toReversed();
    expect(applyDiff(before, diffSchema(before, after, {}))).toEqual(after);
  });
});

test('a diff of another list is not applied', () => {
  const diff = diffSchema(cols('a b'), cols('b'), {});
  expect(() => applyDiff(cols('x b'), diff)).toThrow(RangeError);
  expect(() => applyDiff(cols('a:LONG b'), diff)).toThrow(RangeError);
});

test('equal schemas have the same names and types in order, whatever Domo keeps beside them', () => {
  expect(schemaEqual([{ name: 'a', type: 'LONG', visible: true } as Column], cols('a:LONG'))).toBe(true);
  expect(schemaEqual(cols('a b'), cols('b a'))).toBe(false);
  expect(schemaEqual(cols('a'), cols('A'))).toBe(false);
  expect(schemaEqual(cols('a'), cols('a:LONG'))).toBe(false);
  expect(schemaEqual(cols('a'), cols('a b'))).toBe(false);
});

describe('suggestRenames', () => {
  test.each([
    ['the name at one position', 'a b c', 'a x c', { b: 'x' }],
    ['another type there', 'a b c', 'a x:LONG c', {}],
    ['beside an insertion elsewhere', 'a b c', 'new a x c', { b: 'x' }],
    ['case alone, wherever it stands, whatever its type', 'Mail b c', 'b c mail:LONG', { Mail: 'mail' }],
    ['two neighbours', 'a b c d', 'a x y d', { b: 'x', c: 'y' }],
    ['one gone, two come', 'a b c', 'a x y c', {}],
    ['another list', 'a b c', 'x y z', {}],
    ['a single column', 'a', 'x', { a: 'x' }],
    ['nothing', 'a b', 'a b', {}],
    ['two that fold alike', 'Mail mail', 'MAIL x', {}],
  ])('%s', (_, before, after, expected) => {
    expect(suggestRenames(cols(before), cols(after))).toEqual(expected);
  });

  test('a suggestion always leads from a name that is gone to one that came', () => {
    fc.assert(
      fc.property(anyColumns, anyColumns, (before, after) => {
        for (const [from, to] of Object.entries(suggestRenames(before, after))) {
          expect(before.some(({ name }) => name === from) && !after.some(({ name }) => name === from)).toBe(true);
          expect(after.some(({ name }) => name === to) && !before.some(({ name }) => name === to)).toBe(true);
        }
      }),
    );
  });
});
