import fc from 'fast-check';
import { mentionedColumns } from '../../../src/domo/product/mentioned-columns.ts';

const columns = ['Weight', 'Size', 'Order, ID', '__proto__', 'columns'];

test.each<[string, unknown, string[]]>([
  ['a text', { field: 'Weight' }, ['Weight']],
  ['a key', { columnFormats: { Weight: { type: 'number' } } }, ['Weight']],
  ['a formula', { formula: 'SUM(`Weight`) / COUNT(`Size`)' }, ['Weight', 'Size']],
  ['a list with commas', [{ name: 'ANY_ROW_PRIMARY_KEYS', value: 'Size, Weight' }], ['Size', 'Weight']],
  ['a name with a comma', { column: 'Order, ID' }, ['Order, ID']],
  ['a name that is a part of another', { column: 'Weights', formula: 'SUM(`Weight total`)' }, []],
  [
    'what a card uses of all that it may choose from',
    {
      subscriptions: { main: { columns: [{ column: 'Weight', mapping: 'VALUE' }, { column: 'Size' }], groupBy: [] } },
    },
    ['Weight'],
  ],
  ['what is grouped by', { subscriptions: { main: { columns: [], groupBy: [{ column: 'Size' }] } } }, ['Size']],
  [
    'a formula that is saved on the dataset',
    { formulas: { a: { formula: '`Weight`', persistedOnDataSource: true } } },
    [],
  ],
  ['a formula of its own', { formulas: { a: { formula: '`Weight`', persistedOnDataSource: false } } }, ['Weight']],
  ['nothing', undefined, []],
])('%s', (_, definition, found) => {
  const named = mentionedColumns(definition, columns).filter((name) => name !== 'columns');
  expect(named.sort()).toEqual(found.sort());
});

test('a column that a definition names is found wherever it stands', () => {
  const anywhere = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constant({ column: 'Weight' }),
      fc.record({ a: fc.jsonValue(), b: tie('tree') }),
      fc.tuple(fc.jsonValue(), tie('tree')),
    ),
  })).tree;
  fc.assert(fc.property(anywhere, (definition) => expect(mentionedColumns(definition, columns)).toContain('Weight')));
});
