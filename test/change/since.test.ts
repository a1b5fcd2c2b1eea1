import fc from 'fast-check';
import { readSince } from '../../src/change/since.ts';

const now = new Date('2026-03-02T12:00:00Z');

test.each([
  ['30d', '2026-01-31T12:00:00.000Z'],
  ['12H', '2026-03-02T00:00:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
])('%s', (text, moment) => {
  expect(readSince(text, now)?.toISOString()).toBe(moment);
});

test.each(['', 'yesterday', '2026-02-29', '2026-13-01', '-3d', '3.5d', '123456d'])('%p is no moment', (text) => {
  expect(readSince(text, now)).toBeUndefined();
});

test('whatever is typed is a valid moment or none', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readSince(text, now)?.getTime()).not.toBeNaN();
    }),
  );
});
