import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterWaking, type QuietHours, quietUntil } from '../../src/change/quiet-hours.ts';

const nights: QuietHours = { from: 20 * 60, to: 8 * 60, weekends: false };
const berlin = 'Europe/Berlin';
const hour = 60 * 60_000;
const until = (at: string, quiet = nights, zone = berlin) => quietUntil(quiet, zone, new Date(at))?.toISOString();

test('by the clock of the person: what is evening for one is noon for another', () => {
  expect(until('2026-03-03T19:30:00Z')).toBe('2026-03-04T07:00:00.000Z');
  expect(until('2026-03-03T06:59:59Z')).toBe('2026-03-03T07:00:00.000Z');
  expect(until('2026-03-03T07:00:00Z')).toBeUndefined();
  expect(until('2026-03-03T19:30:00Z', nights, 'America/New_York')).toBeUndefined();
});

test('the nights in which the clock is changed, and a leap day', () => {
  // At 02:00 it is 03:00 in Berlin, and at 03:00 it is 02:00.
  expect(until('2026-03-28T22:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
  expect(until('2026-10-24T22:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
  expect(until('2028-02-28T20:00:00Z')).toBe('2028-02-29T07:00:00.000Z');
});

test('a weekend, from the evening before to the morning after', () => {
  const weekends = { ...nights, weekends: true };
  // A Friday and a Saturday.
  expect(until('2026-03-06T21:00:00Z', weekends)).toBe('2026-03-09T07:00:00.000Z');
  expect(until('2026-03-07T12:00:00Z', weekends)).toBe('2026-03-09T07:00:00.000Z');
  expect(until('2026-03-07T12:00:00Z', { from: 0, to: 0, weekends: true })).toBe('2026-03-08T23:00:00.000Z');
});

test('four hours that somebody was awake', () => {
  const after = (at: string) => afterWaking(nights, berlin, new Date(at), 4 * hour).toISOString();
  expect(after('2026-03-03T08:00:00Z')).toBe('2026-03-03T12:00:00.000Z');
  expect(after('2026-03-03T17:00:00Z')).toBe('2026-03-04T09:00:00.000Z');
  expect(after('2026-03-03T22:00:00Z')).toBe('2026-03-04T11:00:00.000Z');
  expect(afterWaking(undefined, berlin, new Date(0), hour)).toEqual(new Date(hour));
});

const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe');
const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
const quietHours = fc.record({ from: minute, to: minute, weekends: fc.boolean() });
const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });

function offset(zone: string, at: Date): number {
  return DateTime.fromJSDate(at, { zone }).offset;
}

/** The same, said plainly. */
function isQuiet({ from, to, weekends }: QuietHours, zone: string, at: Date): boolean {
  const local = DateTime.fromJSDate(at, { zone });
  const now = local.hour * 60 + local.minute;
  if (weekends && [6, 7].includes(local.weekday)) return true;
  return from <= to ? from <= now && now < to : now >= from || now < to;
}

test('ends where it is not quiet, and not later', () => {
  fc.assert(
    fc.property(quietHours, zones, instant, (quiet, zone, at) => {
      const end = quietUntil(quiet, zone, at);
      expect(end === undefined).toBe(!isQuiet(quiet, zone, at));
      if (end === undefined) return;
      expect(end.getTime()).toBeGreaterThan(at.getTime());
      expect(isQuiet(quiet, zone, end)).toBe(false);
    }),
  );
});

test('hours awake: as many minutes as asked for, none of them quiet', () => {
  fc.assert(
    fc.property(quietHours, zones, instant, (quiet, zone, given) => {
      const at = new Date(Math.floor(given.getTime() / 60_000) * 60_000);
      const end = afterWaking(quiet, zone, at, 4 * hour).getTime();
      let awake = 0;
      for (let now = at.getTime(); now < end; now += 60_000) if (!isQuiet(quiet, zone, new Date(now))) awake += 1;
      // In the hour that the clock leaves out there is nothing to be quiet in.
      const changed = offset(zone, at) !== offset(zone, new Date(end));
      expect(Math.abs(awake - 4 * 60)).toBeLessThanOrEqual(changed ? 61 : 1);
    }),
    { numRuns: 50 },
  );
});
