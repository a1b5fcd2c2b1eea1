import fc from 'fast-check';
import {
  columnUses,
  columnUsesBrief,
  countWords,
  ruleUses,
  sumUses,
  total,
  type Use,
  useKinds,
} from '../../src/change/uses.ts';

const card = (id: string, columns?: string[]): Use => ({ kind: 'card', id, name: `Card ${id}`, columns });
const flow: Use = { kind: 'dataflow', id: '42', name: 'ETL' };

test.each<[string, Use[], string]>([
  ['nothing', [], 'nothing I can see uses it'],
  ['one card', [card('1', ['Weight'])], '1 card uses it'],
  ['cards of which one uses another column', [card('1', ['Weight']), card('2', ['Size'])], '1 card uses it'],
  ['a card that Domo names twice', [card('1', ['Weight', 'Weight']), card('1', ['Weight'])], '1 card uses it'],
  ['a DataFlow whose columns are hidden', [flow], '1 DataFlow may use it'],
  [
    'all of it',
    [card('1', ['Weight']), card('2', ['Weight']), { ...flow, columns: ['Weight'] }, { ...flow, id: '43' }],
    '2 cards and 1 DataFlow use it, 1 DataFlow may',
  ],
  ['what has the name of a key of every object', [card('1', ['__proto__'])], 'nothing I can see uses it'],
])('%s', (_, uses, words) => {
  expect(columnUses(sumUses(uses), 'Weight')).toBe(words);
});

test('a column may have any name', () => {
  const uses = sumUses([card('1', ['__proto__']), card('2', ['__proto__', 'constructor'])]);
  expect(columnUses(uses, '__proto__')).toBe('2 cards use it');
  expect(columnUses(uses, 'constructor')).toBe('1 card uses it');
  expect(columnUses(uses, 'toString')).toBe('nothing I can see uses it');
});

test('a policy counts cards and DataFlows alone, each once', () => {
  const uses = [card('1'), card('1'), flow, { ...flow, kind: 'view' as const }, { ...flow, kind: 'alert' as const }];
  expect(ruleUses(sumUses(uses))).toBe(2);
});

test('every use is counted once, and no column has more than there are', () => {
  const use = fc.record({
    kind: fc.constantFrom(...useKinds),
    id: fc.constantFrom('1', '2', '3'),
    name: fc.string(),
    columns: fc.option(fc.array(fc.constantFrom('A', 'B', '__proto__')), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(use), (some) => {
      const { all, unseen, columns } = sumUses(some);
      expect(total(all)).toBe(new Set(some.map(({ kind, id }) => `${kind} ${id}`)).size);
      expect(total(unseen)).toBeLessThanOrEqual(total(all));
      for (const { counts } of columns) expect(total(counts) + total(unseen)).toBeLessThanOrEqual(total(all));
    }),
  );
});

test('counts read as people say them', () => {
  expect(countWords({ alert: 2, card: 7, dataflow: 1 })).toBe('7 cards, 1 DataFlow and 2 alerts');
  expect(countWords({ card: 5000 })).toBe('5,000 cards');
  expect(countWords({})).toBe('');
});

test.each<[Use[], string]>([
  [[], 'nothing I can see uses it'],
  [[flow], '1 DataFlow may use it'],
  [[card('1', ['Weight'])], '1 card uses it'],
  [[{ kind: 'alert', id: '5', name: 'Too heavy', columns: ['Weight'] }], '1 other uses it'],
  [
    [
      card('1', ['Weight']),
      card('2', ['Weight']),
      flow,
      { kind: 'alert', id: '5', name: 'Too heavy', columns: ['Weight'] },
      { kind: 'beast_mode', id: '6', name: 'Mean', columns: ['Weight'] },
      { kind: 'view', id: '7', name: 'A view' },
    ],
    '2 cards and 2 others use it, 2 more may',
  ],
])('beside a change it is brief', (uses, words) => {
  expect(columnUsesBrief(sumUses(uses), 'Weight')).toBe(words);
});
