import { readForm } from '../../../src/workflow/ask/form.ts';

const form = { kind: 'schema', datasetId: 'd', before: [], after: [], reason: 'why' };

test('a rename of a column that is called like a property of objects is kept', () => {
  const renames = JSON.parse('{"__proto__":"proto","constructor":"maker","toString":"text"}');
  const read = readForm(JSON.parse(JSON.stringify({ ...form, renames })));
  expect(JSON.stringify(read)).toContain('"renames":{"__proto__":"proto","constructor":"maker","toString":"text"}');
});

test.each([[{ a: 7 }], [null], ['a']])('renames that are %j are none', (renames) => {
  expect(() => readForm({ ...form, renames })).toThrow();
});
