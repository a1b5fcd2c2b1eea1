import fc from 'fast-check';
import { safeCell } from '../../src/change/spreadsheet-cell.ts';

const signs = '=+-@|%';

test('no cell starts a formula, whatever stands in front of it', () => {
  const blanks = fc.stringMatching(/^[ \t\r\n\u00a0\ufeff]*$/);
  fc.assert(
    fc.property(blanks, fc.constantFrom(...signs), fc.stringMatching(/^[^;\s]*$/), (space, sign, rest) => {
      expect(safeCell(space + sign + rest).startsWith(`'`)).toBe(true);
      expect(safeCell(space + sign + rest).endsWith(sign + rest)).toBe(true);
    }),
  );
  expect(safeCell('Sales, daily')).toBe('Sales, daily');
  expect(safeCell('Sales; daily = weekly')).toBe('Sales; daily = weekly');
});

test('nor does one that is split at semicolons, tabs or line breaks', () => {
  const text = fc.string({ unit: fc.constantFrom(...`${signs};;\t\r\n \u00a0\ufeff"'a,`) });
  fc.assert(
    fc.property(text, (given) => {
      const [first = '', ...others] = safeCell(given).split(/[;\t\r\n]/);
      const starts = [first.trimStart(), ...others.map((part) => part.replace(/^[\s"]+/, ''))].map((part) => part[0]);
      expect(starts.filter((start) => start !== undefined && signs.includes(start))).toEqual([]);
      expect(safeCell(given).replaceAll(`'`, '')).toBe(given.replaceAll(`'`, ''));
    }),
  );
  expect(safeCell("Sales;=cmd|'/C calc'!A0;x")).toBe("Sales;'=cmd|'/C calc'!A0;x");
  expect(safeCell('Sales;"=1+1;')).toBe(`Sales;'"=1+1;`);
});
