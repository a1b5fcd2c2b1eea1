import { DateTime } from 'luxon';

/** When people are left alone, by their own clock. */
export interface QuietHours {
  /** In minutes after midnight; the same: no hours of a day. Beyond midnight where `from` is later than `to`. */
  from: number;
  to: number;
  /** The whole of Saturday and Sunday too. */
  weekends: boolean;
}

const saturday = 6;
/** More stretches in a row than any week has: what adds up to no end is left alone for good. */
const longest = 16;

/** When it is not quiet any more for somebody in `zone` (an IANA name, such as Europe/Berlin); undefined: it is not quiet at `at`. */
export function quietUntil(quiet: QuietHours | undefined, zone: string, at: Date): Date | undefined {
  if (quiet === undefined) return undefined;
  let local: DateTime = DateTime.fromJSDate(at, { zone });
  for (let stretch = 0; stretch < longest; stretch += 1) {
    const end = endOfStretch(quiet, local);
    if (end === undefined) break;
    local = end;
  }
  return local.toMillis() === at.getTime() ? undefined : local.toJSDate();
}

/** When somebody has had `ms` since `at` in which it was not quiet for them. */
export function afterWaking(quiet: QuietHours | undefined, zone: string, at: Date, ms: number): Date {
  let from = quietUntil(quiet, zone, at) ?? at;
  for (let left = ms; quiet !== undefined; ) {
    const next = nextQuiet(quiet, DateTime.fromJSDate(from, { zone }));
    const awake = next.getTime() - from.getTime();
    if (awake >= left) return new Date(from.getTime() + left);
    left -= awake;
    from = quietUntil(quiet, zone, next) ?? next;
  }
  return new Date(from.getTime() + ms);
}

/** Where the weekend or the night ends that `local` is in. */
function endOfStretch({ from, to, weekends }: QuietHours, local: DateTime): DateTime | undefined {
  if (weekends && local.weekday >= saturday) return local.startOf('day').plus({ days: 8 - local.weekday });
  const minute = local.hour * 60 + local.minute;
  const quiet = from <= to ? from <= minute && minute < to : from <= minute || minute < to;
  if (!quiet) return undefined;
  const today = atMinute(local, to);
  return today > local ? today : atMinute(local.plus({ days: 1 }), to);
}

/** When it is quiet next for somebody for whom it is not now. */
function nextQuiet({ from, to, weekends }: QuietHours, local: DateTime): Date {
  const night = from === to ? undefined : atMinute(local, from);
  const nights = night && (night > local ? night : atMinute(local.plus({ days: 1 }), from));
  const weekend = weekends ? local.startOf('day').plus({ days: saturday - local.weekday }) : undefined;
  const times = [nights, weekend].flatMap((time) => (time ? [time.toMillis()] : []));
  return times.length === 0 ? new Date(8.64e15) : new Date(Math.min(...times));
}

/** That time of `local`'s day by the clock on the wall, which on two days a year is not so many minutes after midnight. */
function atMinute(local: DateTime, minute: number): DateTime {
  return local.set({ hour: Math.floor(minute / 60), minute: minute % 60, second: 0, millisecond: 0 });
}
