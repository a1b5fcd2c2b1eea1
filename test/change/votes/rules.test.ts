import fc from 'fast-check';
import { type Rule, type RuleCondition, risks } from '../../../src/change/types.ts';
import type { RuleFacts } from '../../../src/change/votes/conditions.ts';
import { matchesPattern } from '../../../src/change/votes/name-pattern.ts';
import { defaultRule, explainRules, rulesFor, shortestExpiry } from '../../../src/change/votes/rules.ts';

const rule = (name: string, when: RuleCondition): Rule => ({
  name,
  when,
  approvers: ['S1'],
  approvals: 2,
  requireAcceptance: false,
  expireAfter: 2,
});
const policy = {
  approvers: ['S1'],
  approvals: 1,
  requireAcceptance: false,
  expireAfter: 7,
  fallbackApprovers: ['U9'],
  rules: [
    rule('breaking', { kind: 'schema', risk: 'breaking' }),
    rule('caution', { risk: 'caution' }),
    rule('large', { kind: 'owner', items: 50 }),
    rule('finance', { datasets: 'Finance*' }),
    rule('of Ada', { owners: [27, 'group:77'] }),
    rule('much used', { uses: 10 }),
  ],
};
const somebody = { id: 1, type: 'user' as const };

function found(facts: Partial<RuleFacts>): string[] {
  const all = {
    kind: 'owner' as const,
    items: [{ datasetName: 'Zodiac' }],
    owner: somebody,
    ownerItems: 1,
    uses: 0,
    ...facts,
  };
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
  ['an owner who is not known', { owner: undefined }, ['of Ada', defaultRule]],
  ['how many is not known', { ownerItems: undefined }, ['large', defaultRule]],
  ['what fewer use', { uses: 9 }, [defaultRule]],
  ['what that many use', { uses: 10 }, ['much used']],
  ['what uses it is not known', { uses: undefined }, ['much used', defaultRule]],
  ['a name that is not known', { items: [{ datasetName: undefined }] }, ['finance', defaultRule]],
  [
    'a risk that is not known',
    { kind: 'schema', items: [{ datasetName: 'Zodiac' }] },
    ['breaking', 'caution', defaultRule],
  ],
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

describe('an explanation', () => {
  const kind = fc.constantFrom('owner' as const, 'schema' as const);
  const datasetName = fc.constantFrom('Zodiac', 'Finance', 'Old Finance');
  const owner = fc.constantFrom<NonNullable<RuleFacts['owner']>>({ id: 27, type: 'user' }, somebody);
  const known = fc.record({
    kind,
    items: fc.array(fc.record({ datasetName, risk: fc.constantFrom(...risks) }), { minLength: 1, maxLength: 3 }),
    owner,
    ownerItems: fc.nat(60),
    uses: fc.nat(20),
  });
  const condition = fc.record(
    {
      kind,
      risk: fc.constantFrom(...risks),
      datasets: fc.constantFrom('Finance*', '*Finance', 'Zodiac'),
      owners: fc.constantFrom<(number | string)[]>([27], [1, 'group:77']),
      items: fc.constantFrom(1, 50),
      uses: fc.constantFrom(1, 10),
    },
    { requiredKeys: [] },
  );
  const rules = fc
    .array(condition, { maxLength: 4 })
    .map((conditions) => conditions.map((when, index) => rule(`rule ${index}`, when)));
  const namesFor = (of: Rule[], facts: RuleFacts) =>
    explainRules({ ...policy, rules: of }, facts).map(({ name }) => name);

  test('names the rules that a request must satisfy, and guesses nothing where everything is known', () => {
    fc.assert(
      fc.property(rules, known, (of, facts) => {
        const explained = explainRules({ ...policy, rules: of }, facts);
        expect(explained.map(({ name }) => name)).toEqual(
          rulesFor({ ...policy, rules: of }, facts).map(({ name }) => name),
        );
        expect(explained.flatMap(({ unknown }) => unknown)).toEqual([]);
        expect(new Set(explained.flatMap(({ items }) => items))).toEqual(new Set(facts.items));
      }),
    );
  });

  test('leaves out none of the rules of a request about which less is known, and says why', () => {
    fc.assert(
      fc.property(
        rules,
        known,
        fc.subarray(['owner', 'ownerItems', 'uses', 'datasetName', 'risk']),
        (of, facts, forgotten) => {
          const without = <T extends object>(all: T): T =>
            ({
              ...all,
              ...Object.fromEntries(forgotten.filter((key) => key in all).map((key) => [key, undefined])),
            }) as T;
          const less = { ...without(facts), items: facts.items.map(without) };
          expect(namesFor(of, less)).toEqual(expect.arrayContaining(namesFor(of, facts)));
          // What is required only for want of knowledge says so.
          const sure = namesFor(of, facts);
          const guessed = explainRules({ ...policy, rules: of }, less).filter(({ name }) => !sure.includes(name));
          expect(guessed.filter(({ unknown }) => unknown.length === 0)).toEqual([]);
        },
      ),
    );
  });
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
