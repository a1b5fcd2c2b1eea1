import fc from 'fast-check';
import { parseColumns } from '../../../src/slack/pasted/columns.ts';

const guests = [
  { name: 'Friend', type: 'STRING' },
  { name: 'Seat', type: 'LONG' },
];
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
      [5, 'Born: DAY', expect.stringContaining('know the type “DAY”. Use one of STRING')],
      [6, ': LONG', expect.stringContaining('name is missing')],
      [7, 'Town:', expect.stringContaining('type is missing')],
      [8, 'name: type', expect.stringContaining('know the type “type”')],
    ]);
  });

  test.each([
    ["Python's quotes", "[\n{'name': 'a', 'type': 'LONG'}]", 2, `double quotes ("), not single ones`],
    ["Python's words", '[{"name":"a","type":"LONG",\n"key":None}]', 2, 'no None: write null'],
    ["Python's truth", '[{"name":"a","type":"LONG",\n"visible":True}]', 2, 'no True: write true'],
    ['curly quotes', '[\n{“name”: “a”, “type”: “LONG”}]', 2, 'straight quotes'],
    ['a comma at the end', '[{"name":"a","type":"LONG"},\n]', 1, 'a comma too many before the closing bracket'],
    [
      'a comma at the end of an object',
      '[\n{"name":"a","type":"LONG",}]',
      2,
      'a comma too many before the closing bracket',
    ],
    ['keys without quotes', '[{name: "a", type: "LONG"}]', 1, 'double quotes around “name”'],
    ['a colon that is missing', '[{"name" "a"}]', 1, 'colon is missing'],
    ['a quote that does not close', '[{"name":"a,\n"type":"LONG"}]', 1, "This quote isn't closed"],
    ['a comment', '[{"name":"a","type":"LONG"},\n// more\n]', 2, '“/” has no place in JSON'],
    ['another type lists the known', '[{"name":"a","type":"DAY"}]', 1, 'Use one of STRING, DECIMAL'],
    ['a broken end', '[\n{"name":"a","type":"LONG"},\n{"name":"b"', 3, 'breaks off'],
    ['a slip', '\n[\n{"name":"a","type":"LONG"}\n{"name":"b","type":"LONG"}]', 4, 'A comma is missing'],
    ['no columns', '\n{"id": 3}', 2, 'no list of columns'],
    [
      'an unknown type',
      '{"owner":{"id":1},\n"schema":{"columns":[\n{"name":"a","type":"LONG"},\n{"name":"b","type":"DAY"}]}}',
      4,
      '“DAY”',
    ],
    ['no name', '[{"name":"[,]","type":"LONG"},\n\n{"type":"LONG"}]', 3, 'name is missing'],
    ['a slip among objects', '{"name":"a","type":"LONG"},\n{"name":"b" "type":"LONG"}', 2, 'A comma is missing'],
    ['objects of an unknown type', '{"name":"a","type":"LONG"}\n\n{"name":"b","type":"DAY"},', 3, '“DAY”'],
    ['not a column', '[\n7]', 2, 'name is missing'],
  ])('JSON: %s', (_, text, line, words) => {
    expect(parseColumns(text)).toMatchObject({
      ok: false,
      problems: [{ line, problem: expect.stringContaining(words) }],
    });
  });

  test.each([
    ['CSV of names', 'Order ID,Customer Name,Date', 'These are 3 cells'],
    ['CSV of names, none a type', 'Order ID,Customer Name,Total', 'These are 3 cells'],
    ['a spreadsheet of names', 'Order ID\tCustomer Name\tDate', 'These are 3 cells'],
    ['CSV of two names', 'Customer,Date', 'Is “Date” the type of “Customer”, or another column?'],
    ['several columns in a line', 'firstname: string, born: date', 'These look like several columns'],
    ['several columns in a line of CSV', 'Friend,STRING,Seat,LONG', 'These are 4 cells'],
  ])('%s is refused, and told what to write', (_, text, words) => {
    const parsed = parseColumns(text);
    expect(parsed).toMatchObject({ ok: false, problems: [{ line: 1, problem: expect.stringContaining(words) }] });
    expect(JSON.stringify(parsed)).toContain('as name: TYPE.');
  });

  test.each([
    'Friend,STRING,,\nSeat,LONG,,',
    '• Friend: STRING\n• Seat: LONG',
    '- Friend: STRING\n- Seat: LONG',
    '1. Friend: STRING\n2. Seat: LONG',
    '1\tFriend\tSTRING\n2\tSeat\tLONG',
    '1) Friend,STRING\n2) "Seat",LONG',
    'COLUMN_NAME\tDATA_TYPE\tIS_NULLABLE\nFriend\tSTRING\tYES\nSeat\tLONG\tNO',
  ])('%j is understood', (text) => {
    expect(parseColumns(text)).toEqual({ ok: true, columns: guests });
  });

  test.each([
    ['varchar(255)', 'STRING'],
    ['Text', 'STRING'],
    ['character varying (40)', 'STRING'],
    ['INT', 'LONG'],
    ['bigint(20)', 'LONG'],
    ['float8', 'DOUBLE'],
    ['double precision', 'DOUBLE'],
    ['NUMERIC', 'DECIMAL'],
    ['decimal(10,2)', 'DECIMAL'],
    ['timestamp without time zone', 'DATETIME'],
    ['timestamptz', 'DATETIME'],
  ])('%s is what databases call %s, and that is said', (word, type) => {
    const became = new Map([[word.replace(/,\d+/, ''), type]]);
    for (const text of [`a: ${word}`, `"a": ${word}`, `b: LONG\na,${word}`, `b: LONG\n"a",${word}`]) {
      const parsed = parseColumns(text);
      expect(parsed).toMatchObject({ ok: true, became });
      expect(parsed.ok && parsed.columns.at(-1)).toEqual({ name: 'a', type });
    }
    expect(parseColumns(JSON.stringify([{ name: 'a', type: word }]))).toEqual({
      ok: true,
      columns: [{ name: 'a', type }],
      became: new Map([[word, type]]),
    });
  });

  test("a dataset's own type is no database's", () => {
    expect(parseColumns('a: Timestamp', ['Timestamp'])).toEqual({
      ok: true,
      columns: [{ name: 'a', type: 'Timestamp' }],
    });
  });

  test('names in a row, of whatever words, are never one column', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,8}[a-z]$/),
      fc.constantFrom('Date', 'Number', 'Text'),
    );
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 3, maxLength: 9 }),
        fc.constantFrom(',', ';', '\t', ', '),
        (names, between) => {
          expect(parseColumns(names.join(between)).ok).toBe(false);
        },
      ),
    );
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
