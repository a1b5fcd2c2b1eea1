import fc from 'fast-check';
import { alikeAmong, lookOf } from '../../src/change/look-alike.ts';

test.each([
  ['Johann  Bernoulli', 'johann bernoulli'],
  ['Émilie', 'Emilie'],
  ['Sales 10', 'Sales lO'],
  ['Ivan', 'lvan'],
  ['Carl', 'Саrl'],
  ['BANK OF MATH', 'ВАΝК ОF МАТН'],
  ['Ａｎｎａ', 'Anna'],
  ['Zodiac', 'Zodiac\u200b'],
  ['Zodiac', 'Zo\u3164di\u034fac\ufe0f'],
])('%s and %s look the same', (one, other) => {
  expect(lookOf(one)).toBe(lookOf(other));
});

test('other names do not', () => {
  expect(new Set(['Salaries', 'Salary', 'Sales 10', 'Sales 11', 'Zoë', 'Zola'].map(lookOf)).size).toBe(6);
});

test('a look looks like itself, and fits an index, whatever the name', () => {
  const letters = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Β', 'Σ', 'İ', 'ﷺ', 'ß'));
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 50 }), (some) => {
      const look = lookOf(some.join('').repeat(20));
      expect(lookOf(look)).toBe(look);
      expect(Buffer.byteLength(look)).toBeLessThan(2_000);
    }),
  );
});

test('of several those are told that look like another', () => {
  const named = ['Sales', 'sa les', 'Zodiac', 'SALES'].map((name, id) => ({ id, name }));
  expect([...alikeAmong(named)].toSorted()).toEqual([0, 1, 3]);
  expect(alikeAmong(named.slice(1, 3))).toEqual(new Set());
});
