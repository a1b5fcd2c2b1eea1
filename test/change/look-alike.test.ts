import { lookOf } from '../../src/change/look-alike.ts';

test.each([
  ['Johann  Bernoulli', 'johann bernoulli'],
  ['Émilie', 'Emilie'],
  ['Sales 10', 'Sales lO'],
  ['Carl', 'Саrl'],
  ['Zodiac', 'Zodiac\u200b'],
])('%s and %s look the same', (one, other) => {
  expect(lookOf(one)).toBe(lookOf(other));
});

test('other names do not', () => {
  expect(new Set(['Salaries', 'Salary', 'Sales 10', 'Sales 11', 'Zoë', 'Zola'].map(lookOf)).size).toBe(6);
});
