import fc from 'fast-check';
import { diffSchema } from '../../../src/change/schema/diff.ts';
import { rateChanges } from '../../../src/change/schema/rate-changes.ts';
import { assessSchema } from '../../../src/change/schema/risk.ts';
import { risks } from '../../../src/change/types.ts';
import { columns } from './arbitraries.ts';

const guests = [
  { name: 'Friend', type: 'STRING' },
  { name: 'Seat', type: 'LONG' },
];

test('each change has its own risk and reasons; the worst comes first', () => {
  const after = [
    { name: 'Seat', type: 'DOUBLE' },
    { name: 'Diet', type: 'STRING' },
  ];
  const diff = diffSchema(guests, after, {});
  const { reasons } = assessSchema({ diff, before: guests, after, policies: [] });
  expect(rateChanges(diff, reasons).rated.map(({ risk, why }) => [risk, why.length])).toEqual([
    ['breaking', 1],
    ['caution', 1],
    ['safe', 0],
  ]);
});

test('a reason that was kept without its short form is told whole', () => {
  const diff = diffSchema(guests, guests.slice(0, 1), {});
  const [rated] = rateChanges(diff, [{ column: 'Seat', risk: 'breaking', reason: '“Seat” is removed.' }]).rated;
  expect(rated?.why).toEqual(['“Seat” is removed.']);
});

test('no change is lost, and none is worse than the whole', () => {
  fc.assert(
    fc.property(columns, columns, (before, after) => {
      const diff = diffSchema(before, after, {});
      const { risk, reasons } = assessSchema({ diff, before, after, policies: [] });
      const { rated, others } = rateChanges(diff, reasons);
      expect(new Set(rated.map(({ change }) => change))).toEqual(new Set(diff));
      for (const each of rated) expect(risks.indexOf(each.risk)).toBeLessThanOrEqual(risks.indexOf(risk));
      const told = [...rated, ...others].map((each) => risks.indexOf(each.risk));
      expect(Math.max(0, ...told)).toBe(risks.indexOf(risk));
    }),
  );
});
