import fc from 'fast-check';
import { schemaEqual } from '../../../src/change/schema/diff.ts';
import { editResult } from '../../../src/change/schema/edit.ts';
import { rebaseSchema } from '../../../src/change/schema/rebase.ts';
import type { Column } from '../../../src/change/types.ts';
import { cols, columns, soundDraft } from './arbitraries.ts';

const print = (list: Column[]): string =>
  list.map(({ name, type }) => (type === 'STRING' ? name : `${name}:${type}`)).join(' ');

describe('rebaseSchema', () => {
  test.each([
    ['an addition at the end stays at the end', 'a b', 'a b x', {}, 'a b c', 'a b c x', []],
    ['an addition follows its neighbour', 'a b', 'a x b', {}, 'b a c', 'b a x c', []],
    ['an addition at the start', 'a b', 'x a b', {}, 'c a b', 'x c a b', []],
    ['a removal', 'a b c', 'a c', {}, 'c b a d', 'c a d', []],
    ['a rename', 'a b', 'x b', { a: 'x' }, 'b a', 'b x', []],
    ['a retype', 'a b', 'a:LONG b', {}, 'c a b', 'c a:LONG b', []],
    ['a move to the end', 'a b c', 'b c a', {}, 'a b c d', 'b c d a', []],
    ['done already', 'a b c', 'x c d', { a: 'x' }, 'x c d', 'x c d', []],
    ['gone', 'a b', 'a:LONG b', {}, 'b', 'b', ['“a” is gone']],
    ['gone, perhaps renamed', 'a b', 'a:LONG b', {}, 'x b', 'x b', ['perhaps renamed to “x”']],
    ['retyped otherwise', 'a b', 'a:LONG b', {}, 'a:DATE b', 'a:DATE b', ['is DATE now']],
    ['retyped, to be removed', 'a b', 'b', {}, 'a:DATE b', 'a:DATE b', ["wasn't removed: it was STRING and is DATE"]],
    ['renamed, to be removed', 'a b c', 'b c', {}, 'x b c', 'x b c', ['“a” is gone already, perhaps renamed']],
    ['removed already, another added in its place', 'a b c', 'x b c', {}, 'x b c', 'x b c', []],
    ['the new name is taken', 'a b', 'x b', { a: 'x' }, 'a b x', 'a b x', ['a column with that name exists now']],
    ['added with another type', 'a', 'a x', {}, 'a x:LONG', 'a x:LONG', ["it's already there, as LONG"]],
    ['the neighbour is gone', 'a b c', 'a b x c', {}, 'a c', 'a x c', ['“b” is gone, so “x” now comes after “a”']],
    ['all neighbours are gone', 'a b', 'a x b', {}, 'b', 'x b', ['now comes first']],
    ['names exchanged', 'a b', 'b a', { a: 'b', b: 'a' }, 'a b c', 'b a c', []],
  ])('%s', (_, before, after, renames, now, expected, conflicts) => {
    const rebased = rebaseSchema(cols(before), cols(after), renames, cols(now));
    expect(print(rebased.after)).toBe(expected);
    expect(rebased.conflicts).toEqual(conflicts.map((words) => expect.stringContaining(words)));
  });

  test('renames lead from the names of today', () => {
    expect(rebaseSchema(cols('a b'), cols('x y'), { a: 'x', b: 'y' }, cols('x b')).renames).toEqual({ b: 'y' });
  });

  test('on an unchanged schema it gives what was asked for, and nothing conflicts', () => {
    fc.assert(
      fc.property(soundDraft, (draft) => {
        const { after, renames } = editResult(draft);
        expect(rebaseSchema(draft.before, after, renames, draft.before)).toEqual({ after, renames, conflicts: [] });
      }),
    );
  });

  test('once done, there is nothing left to do', () => {
    fc.assert(
      fc.property(soundDraft, (draft) => {
        const { after, renames } = editResult(draft);
        // A name that was freed and taken again says nothing about whether it was done.
        const reused = after.some(({ name }) => Object.hasOwn(renames, name));
        const taken = Object.values(renames).some((name) => draft.before.some((column) => column.name === name));
        if (reused || taken) return;
        expect(schemaEqual(rebaseSchema(draft.before, after, renames, after).after, after)).toBe(true);
      }),
    );
  });

  test('what Domo has of its own today stays', () => {
    fc.assert(
      fc.property(soundDraft, columns, (draft, now) => {
        const { after, renames } = editResult(draft);
        const rebased = rebaseSchema(draft.before, after, renames, now);
        const mentioned = new Set([...draft.before, ...after].map(({ name }) => name));
        for (const column of now) {
          if (!mentioned.has(column.name)) expect(rebased.after).toContainEqual(column);
        }
      }),
    );
  });
});
