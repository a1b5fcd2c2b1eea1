import fc from 'fast-check';
import { type Rule, type RuleCondition, risks } from '../../../src/change/types.ts';
import { matchesPattern } from '../../../src/change/votes/name-pattern.ts';
import { defaultRule, type RuleFacts, rulesFor, shortestExpiry } from '../../../src/change/votes/rules.ts';

const rule = (name: string, when: RuleCondition): Rule => ({
  name,
  when,
  approvers: ['S1'],
  approvals: 2,
  expireAfter: 2,
});
const policy = {
  approvers: ['S1'],
  approvals: 1,
  expireAfter: 7,
  rules: [
    rule('breaking', { kind: 'schema', risk: 'breaking' }),
    rule('caution', { risk: 'caution' }),
    rule('large', { kind: 'owner', items: 50 }),
    rule('finance', { datasets: 'Finance*' }),
    rule('of Ada', { owners: [27, 'group:77'] }),
  ],
};
const somebody = { id: 1, type: 'user' as const };

function found(facts: Partial<RuleFacts>): string[] {
  const all = { kind: 'owner' as const, items: [{ datasetName: 'Zodiac' }], owner: somebody, ownerItems: 1, ...facts };
  return rulesFor(policy, all).map(({ name }) => name);
}

test.each<[string, Partial<RuleFacts>, string[]]>([
  ['a small hand-over', { ownerItems: 49 }, [defaultRule]],
  ['a large hand-over', { ownerItems: 50 }, ['large']],
  [
    'a safe schema',
    { kind: 'schema', items: [{ datasetName: 'Zodiac', risk: 'safe' }], ownerItems: 90 },
    [defaultRule],
  ],
  ['a schema at a threshold', { kind: 'schema', items: [{ datasetName: 'Zodiac', risk: 'caution' }] }, ['caution']],
  [
    'a schema above one',
    { kind: 'schema', items: [{ datasetName: 'Zodiac', risk: 'breaking' }] },
    ['breaking', 'caution'],
  ],
  [
    'a finance dataset inside a hand-over of 60',
    { items: [{ datasetName: 'Zodiac' }, { datasetName: 'finance: salaries' }], ownerItems: 60 },
    ['large', 'finance'],
  ],
  [
    'a finance dataset beside another',
    { items: [{ datasetName: 'Zodiac' }, { datasetName: 'Finance' }] },
    ['finance', defaultRule],
  ],
  ['a user whom a rule names', { owner: { id: 27, type: 'user' } }, ['of Ada']],
  ['a group with the number of a user', { owner: { id: 27, type: 'group' } }, [defaultRule]],
  ['a group whom a rule names', { owner: { id: 77, type: 'group' } }, ['of Ada']],
  ['a number that may be either', { owner: { id: 77, type: undefined } }, ['of Ada']],
  ['an owner who is not known', { owner: undefined }, ['of Ada']],
])('%s finds every rule that fits it', (_, facts, names) => {
  expect(found(facts)).toEqual(names);
});

test('what is bundled never needs less than its parts', () => {
  const item = fc.record({
    datasetName: fc.constantFrom('Zodiac', 'Finance', 'FINANCE 2', 'Old Finance'),
    risk: fc.constantFrom(...risks),
  });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1 }), fc.array(item), (some, more) => {
      const whole = found({ kind: 'schema', items: [...some, ...more] });
      expect(whole).toEqual(expect.arrayContaining(found({ kind: 'schema', items: some })));
    }),
  );
});

describe('a pattern of names', () => {
  test.each([
    ['Finance*', 'finance', true],
    ['Finance*', 'Finance: Salaries', true],
    ['Finance*', 'Old Finance', false],
    ['*Finance', 'Old Finance', true],
    ['*fin*sal*', 'Finance: Salaries', true],
    ['a*a', 'a', false],
    ['Zodiac', 'zodiac', true],
    ['Zodiac', 'Zodiac 2', false],
    ['*', '', true],
    ['a.c', 'abc', false],
    ['Ａ*', 'abc', true],
  ])('%s and %s: %s', (pattern, name, fits) => {
    expect(matchesPattern(pattern, name)).toBe(fits);
  });

  test('says what a regular expression says', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(few, name, (pattern, text) => {
        expect(matchesPattern(pattern, text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text));
      }),
    );
  });
});

test('of several rules the shortest time holds', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (times) => {
      const shortest = shortestExpiry(times.map((expireAfter) => ({ expireAfter })));
      expect(times.every((time) => shortest <= time) && times.includes(shortest)).toBe(true);
    }),
  );
});
