import fc from 'fast-check';
import { safeCell } from '../../src/change/spreadsheet-cell.ts';

test('no cell starts a formula, whatever stands in front of it', () => {
  const blanks = fc.stringMatching(/^[ \t\r\n\u00a0\ufeff]*$/);
  fc.assert(
    fc.property(blanks, fc.constantFrom(...'=+-@|%'), fc.string(), (space, sign, rest) => {
      expect(safeCell(space + sign + rest)).toBe(`'${space}${sign}${rest}`);
    }),
  );
  expect(safeCell('Sales, daily')).toBe('Sales, daily');
});
