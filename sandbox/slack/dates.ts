/** Shows a point in time as Slack's date tokens say. Without `now`, no day is near, and nothing is so long ago. */
export type ShowDate = (seconds: number, format: string, now?: Date) => string;

/** Dates in a time zone, or else in the reader's own. Made once: a formatter costs a hundred times what its use does. */
export function createShowDate(timeZone?: string): ShowDate {
  const formatter = (options: Intl.DateTimeFormatOptions, locale = 'en-US') =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const day = { day: 'numeric', year: 'numeric' } as const;
  const formats = new Map([
    // Swedes write dates as ISO does.
    ['date_num', formatter({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'sv-SE')],
    ['date', formatter({ month: 'long', ...day })],
    ['date_short', formatter({ month: 'short', ...day })],
    ['date_long', formatter({ weekday: 'long', month: 'long', ...day })],
    ['time', formatter({ hour: 'numeric', minute: '2-digit' })],
    ['time_secs', formatter({ hour: 'numeric', minute: '2-digit', second: '2-digit' })],
  ]);
  return (seconds, format, now) => {
    const date = new Date(seconds * 1000);
    return format.replace(/\{(\w+)\}/g, (token, name: string) => {
      if (name === 'ago') return now ? ago(date, now) : `at ${date.toISOString()}`;
      const near = now && name.endsWith('_pretty') ? nearDay(date, now) : undefined;
      return near ?? formats.get(name.replace(/_pretty$/, ''))?.format(date) ?? token;
    });
  };
}

function nearDay(date: Date, now: Date): string | undefined {
  const offset = Math.round((midnight(date) - midnight(now)) / 86_400_000);
  return ['Yesterday', 'Today', 'Tomorrow'][offset + 1];
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function ago(date: Date, now: Date): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (Math.abs(seconds) < 60) return relative.format(seconds, 'second');
  if (Math.abs(seconds) < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (Math.abs(seconds) < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return relative.format(Math.round(seconds / 86_400), 'day');
}
