import fc from 'fast-check';
import { parseFields } from '../../../src/change/schema/fields.ts';
import { parseColumns, splitForFields } from '../../../src/change/schema/text.ts';
import { columnName, columns } from './arbitraries.ts';

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
        fc.constantFrom('', ' ', '\u00a0', '""', '[{', '{"', '{ "a"', '[', '\ud83d', 'name', 'Column;Type'),
      ),
      type: fc.constantFrom('LONG', 'STRING', 'Type'),
    },
    { noNullPrototype: true },
  ),
  { maxLength: 8 },
);

describe('parseColumns', () => {
  test.each([
    ['lines', 'Friend: STRING\nSeat: LONG'],
    ['types in any case, CRLF, blank lines, a BOM', '\uFEFF\r\nFriend : string\r\n\r\n  Seat:Long  \r\n'],
    ['a header', 'name: type\nFriend: STRING\nSeat: LONG'],
    ['CSV', 'Friend,STRING\nSeat,LONG'],
    ['CSV with quotes and a header', '"name","type"\n"Friend","STRING"\n"Seat",LONG'],
    ['a spreadsheet', 'Column name\tColumn type\nFriend\tSTRING\nSeat\tLONG'],
    ['semicolons and a header', 'Column;Type\nFriend;STRING\n"Seat";LONG'],
    ['a header of other words', 'Field: Type\nFriend: STRING\nSeat: LONG'],
    ['a header with a comma', 'Column,Type\nFriend,STRING\nSeat,LONG'],
    ['the type first', 'type,name\nSTRING,Friend\nLONG,"Seat"'],
    ['more in a row', 'name,type,description\nFriend,STRING,"Who, and why"\n"Seat",LONG,'],
    ['an order of its own', 'Data type;Description;Field name\nSTRING;;Friend\nLONG;Which;Seat'],
    ['commas left over', 'Friend: STRING,\n"Seat": "LONG"'],
    ['JSON, an array', '[{"type":"STRING","name":"Friend"},{"type":"long","name":"Seat","visible":true}]'],
    ['JSON, an object a line', '\n{"type":"STRING","name":"Friend"},\n{"type":"LONG","name":"Seat"},\n'],
    ['JSON, objects without commas', '{"type":"STRING","name":"Friend"}\n{"type":"LONG","name":"Seat"}'],
    ['JSON, columns', '{"columns":[{"type":"STRING","name":"Friend"},{"type":"LONG","name":"Seat"}]}'],
    [
      'JSON, a dataset',
      '\uFEFF{"id":"x","schema":{"columns":[{"type":"STRING","name":"Friend"},{"type":"LONG","name":"Seat"}]}}\n',
    ],
  ])('%s', (_, text) => {
    expect(parseColumns(text)).toEqual({ ok: true, columns: guests });
  });

  test.each([
    ['the last colon counts', 'Ratio a:b: DOUBLE', 'Ratio a:b', 'DOUBLE'],
    ['a colon in CSV', 'Ratio a: b,DOUBLE', 'Ratio a: b', 'DOUBLE'],
    ['a comma before a colon', 'Last, first: STRING', 'Last, first', 'STRING'],
    ['a bar', 'a|b: STRING', 'a|b', 'STRING'],
    ['a tab', 'a\tb: STRING', 'a\tb', 'STRING'],
    ['quotes inside', '5" pipe "wide": LONG', '5" pipe "wide"', 'LONG'],
    ['quotes in CSV', '"5"" pipe, wide",LONG', '5" pipe, wide', 'LONG'],
    ['quotes around blanks', '" a ": LONG', ' a ', 'LONG'],
    ['quotes around what is no JSON', '"C:\\data": LONG', 'C:\\data', 'LONG'],
    ['a bracket', '[id]: LONG', '[id]', 'LONG'],
    ['a name like a type', 'LONG: DATE', 'LONG', 'DATE'],
    ['emoji', '😀 mood: STRING', '😀 mood', 'STRING'],
    ['a long name', `${'é'.repeat(300)}: STRING`, 'é'.repeat(300), 'STRING'],
  ])('%s', (_, text, name, type) => {
    expect(parseColumns(text)).toEqual({ ok: true, columns: [{ name, type }] });
  });

  test('a single object of JSON is a column', () => {
    const one = { name: 'a },{ b', type: 'LONG' };
    expect(parseColumns(JSON.stringify(one, null, 2))).toEqual({ ok: true, columns: [one] });
  });

  test('the type first: what is more belongs to the name', () => {
    expect(parseColumns('type,name\nLONG,Last, first')).toEqual({
      ok: true,
      columns: [{ name: 'Last, first', type: 'LONG' }],
    });
    expect(parseColumns('type,name\nLONG')).toMatchObject({
      problems: [{ line: 2, problem: expect.stringContaining('fewer cells') }],
    });
  });

  test('every line that cannot be read is named, with its number', () => {
    const text = 'name: type\n\nFriend: STRING\nSeat\nBorn: DAY\n: LONG\nTown:\nname: type\n';
    const parsed = parseColumns(text);
    expect(parsed.ok ? [] : parsed.problems.map(({ line, text: raw, problem }) => [line, raw, problem])).toEqual([
      [4, 'Seat', expect.stringContaining('name: TYPE')],
      [5, 'Born: DAY', expect.stringContaining('“DAY” is not a type that Domo has')],
      [6, ': LONG', expect.stringContaining('name is missing')],
      [7, 'Town:', expect.stringContaining('type is missing')],
      [8, 'name: type', expect.stringContaining('“type” is not a type')],
    ]);
  });

  test.each([
    ['a broken end', '[\n{"name":"a","type":"LONG"},\n{"name":"b"', 3, 'breaks off'],
    ['a slip', '\n[\n{"name":"a","type":"LONG"}\n{"name":"b","type":"LONG"}]', 4, 'breaks off'],
    ['no columns', '\n{"id": 3}', 2, 'no list of columns'],
    [
      'an unknown type',
      '{"owner":{"id":1},\n"schema":{"columns":[\n{"name":"a","type":"LONG"},\n{"name":"b","type":"DAY"}]}}',
      4,
      '“DAY”',
    ],
    ['no name', '[{"name":"[,]","type":"LONG"},\n\n{"type":"LONG"}]', 3, 'name is missing'],
    ['a slip among objects', '{"name":"a","type":"LONG"},\n{"name":"b" "type":"LONG"}', 2, 'breaks off'],
    ['objects of an unknown type', '{"name":"a","type":"LONG"}\n\n{"name":"b","type":"DAY"},', 3, '“DAY”'],
    ['not a column', '[\n7]', 2, 'name is missing'],
  ])('JSON: %s', (_, text, line, words) => {
    expect(parseColumns(text)).toMatchObject({
      ok: false,
      problems: [{ line, problem: expect.stringContaining(words) }],
    });
  });

  test('types that the dataset has already are accepted', () => {
    expect(parseColumns('a: Time', ['Time'])).toEqual({ ok: true, columns: [{ name: 'a', type: 'Time' }] });
  });

  test('no text, no columns', () => {
    expect(parseColumns(' \n')).toEqual({ ok: true, columns: [] });
  });

  test('any text is answered', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', ':', ',', 'a', '\n', '\\') })),
        (text) => {
          const parsed = parseColumns(text);
          const lines = text.split(/\r\n|\r|\n/).length;
          if (parsed.ok) return;
          for (const { line } of parsed.problems) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines);
          }
        },
      ),
    );
  });
});

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
