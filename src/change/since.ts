const hour = 60 * 60_000;

/** The moment that somebody means by `30d`, `12h` or `2026-10-01` (its beginning in UTC); undefined: it is none of these. */
export function readSince(text: string, now: Date): Date | undefined {
  const [, count, unit] = /^(\d{1,5})([dh])$/.exec(text.toLowerCase()) ?? [];
  if (count !== undefined) return new Date(now.getTime() - Number(count) * (unit === 'd' ? 24 : 1) * hour);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  // Of the 31st of February JavaScript makes a day in March.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? day : undefined;
}
