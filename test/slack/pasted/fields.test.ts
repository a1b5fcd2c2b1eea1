import fc from 'fast-check';
import { parseColumns } from '../../../src/slack/pasted/columns.ts';
import { parseFields } from '../../../src/slack/pasted/fields.ts';
import { splitForFields } from '../../../src/slack/pasted/print.ts';
import { columnName, columns } from '../../change/schema/arbitraries.ts';

const guests = [
  { name: 'Friend', type: 'STRING' },
  { name: 'Seat', type: 'LONG' },
];
const plain = (list: { name: string; type: string }[]): { name: string; type: string }[] =>
  list.map(({ name, type }) => ({ name, type }));
const names = columns.map((list) => plain(list).filter(({ name }) => name.trim() !== ''));
/** Whatever Domo may hold: also names that are empty, blank, or look like JSON, a header or half a character. */
const anyNames = fc.array(
  fc.record(
    {
      name: fc.oneof(
        columnName,
        fc.constantFrom(
          '',
          ' ',
          '\u00a0',
          '""',
          '[{',
          '{"',
          '{ "a"',
          '[',
          '\ud83d',
          'name',
          'Column;Type',
          '- a',
          '* a',
          '• a',
          '1. a',
          '2) a',
          '7\ta',
          '2024',
          'a: int, b',
          'a,b,LONG',
        ),
      ),
      type: fc.constantFrom('LONG', 'STRING', 'Type'),
    },
    { noNullPrototype: true },
  ),
  { maxLength: 8 },
);

/** The lines that someone finds in the fields. */
function print(list: { name: string; type: string }[]): string {
  return (splitForFields(list, 100) ?? []).join('\n');
}

describe('columns as text', () => {
  test('what is printed reads back, whatever the names hold', () => {
    fc.assert(
      fc.property(fc.oneof(names, anyNames), (list) => {
        expect(parseColumns(print(list), ['Type'])).toEqual({ ok: true, columns: list });
      }),
    );
  });

  test('names stand in quotes only where they must', () => {
    const list = ['a:b', '"a" b', '"a"', ' a', 'a\tb', 'a\nb'].map((name) => ({ name, type: 'LONG' }));
    expect(print(list).split('\n')).toEqual([
      'a:b: LONG',
      '"a" b: LONG',
      '"\\"a\\"": LONG',
      '" a": LONG',
      '"a\\tb": LONG',
      '"a\\nb": LONG',
    ]);
  });

  test('JSON as Domo prints it reads back as well', () => {
    fc.assert(
      fc.property(names, fc.boolean(), (list, pretty) => {
        const text = JSON.stringify({ schema: { columns: list } }, null, pretty ? 2 : 0);
        expect(parseColumns(text)).toEqual({ ok: true, columns: list });
      }),
    );
  });
});

describe('parseFields', () => {
  const json = JSON.stringify({ schema: { columns: guests } }, null, 2);

  test('JSON goes on in the next field wherever it was cut, and so do objects one a line', () => {
    for (const text of [json, guests.map((one) => `${JSON.stringify(one)},`).join('\n')]) {
      for (let at = 3; at < text.length - 2; at += 1) {
        const parsed = parseFields([text.slice(0, at), text.slice(at), '']);
        expect(parsed.ok ? parsed.columns.flat() : parsed.problems).toEqual(guests);
      }
    }
  });

  test('what cannot be read of it is told in its field', () => {
    const broken = json.replace('"LONG"', '"DAY"');
    const at = broken.indexOf('"Seat"');
    const parsed = parseFields(['', broken.slice(0, at), broken.slice(at)]);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? [] : [...parsed.problems]).toEqual([
      [1, [expect.objectContaining({ line: 8, problem: expect.stringContaining('“DAY”') })]],
    ]);
  });

  test('what types became is known of all fields, and of JSON that goes on in the next', () => {
    expect(parseFields(['Friend: text', '', 'Seat: int\nAge: LONG'])).toMatchObject({
      ok: true,
      became: new Map([
        ['text', 'STRING'],
        ['int', 'LONG'],
      ]),
    });
    const ints = json.replace('"LONG"', '"int"');
    const [begin, end] = [ints.slice(0, 90), ints.slice(90)];
    expect(parseFields([begin, end])).toMatchObject({ ok: true, became: new Map([['int', 'LONG']]) });
  });

  test('other fields are read one by one', () => {
    const parsed = parseFields(['Friend: STRING', 'Seat: LONG', 'Age: DAY', '']);
    expect(parsed.ok ? [] : [...parsed.problems.keys()]).toEqual([2]);
    expect(parseFields([JSON.stringify(guests), 'Age: LONG'])).toMatchObject({ columns: [guests, [{ name: 'Age' }]] });
  });
});

describe('splitForFields', () => {
  test('each field holds at most 100 columns and 3,000 characters, and together they are all', () => {
    const many = fc.array(
      fc.record({ name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), type: fc.constant('LONG') }),
      { maxLength: 250 },
    );
    fc.assert(
      fc.property(many, (list) => {
        const sensible = list.filter(({ name }) => name.trim() !== '');
        const fields = splitForFields(sensible, 100) ?? [];
        for (const field of fields) {
          expect(field.length).toBeLessThanOrEqual(3000);
          expect(field.split('\n').length).toBeLessThanOrEqual(100);
        }
        expect(parseColumns(fields.join('\n'))).toEqual({ ok: true, columns: sensible });
      }),
      { numRuns: 40 },
    );
  });

  test('1,000 short columns take ten fields; a name that fits into none makes none', () => {
    const list = Array.from({ length: 1000 }, (_, i) => ({ name: `column ${i}`, type: 'LONG' }));
    expect(splitForFields(list, 100)).toHaveLength(10);
    expect(splitForFields([], 100)).toEqual([]);
    expect(splitForFields([{ name: 'x'.repeat(2994), type: 'LONG' }], 100)).toHaveLength(1);
    expect(splitForFields([{ name: 'x'.repeat(2995), type: 'LONG' }], 100)).toBeUndefined();
  });
});
