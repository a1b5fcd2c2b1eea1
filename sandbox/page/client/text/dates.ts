/** A point in time as Slack's date tokens show it, in the reader's own zone. */
export function showDate(seconds: number, format: string, now: Date): string {
  const date = new Date(seconds * 1000);
  const show = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-US', options).format(date);
  const day = { day: 'numeric', year: 'numeric' } as const;
  const near = nearDay(date, now);
  const tokens: Record<string, string> = {
    date_num: `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`,
    date: show({ month: 'long', ...day }),
    date_short: show({ month: 'short', ...day }),
    date_long: show({ weekday: 'long', month: 'long', ...day }),
    date_pretty: near ?? show({ month: 'long', ...day }),
    date_short_pretty: near ?? show({ month: 'short', ...day }),
    date_long_pretty: near ?? show({ weekday: 'long', month: 'long', ...day }),
    time: show({ hour: 'numeric', minute: '2-digit' }),
    time_secs: show({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: ago(date, now),
  };
  return format.replace(/\{(\w+)\}/g, (token, name: string) => tokens[name] ?? token);
}

/** The time of a message, from its `ts`. */
export function dateOfTs(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

export function clock(date: Date): string {
  return new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' }).format(date);
}

export function clockWithSeconds(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(date);
}

function nearDay(date: Date, now: Date): string | null {
  const days = ['Yesterday', 'Today', 'Tomorrow'];
  const offset = Math.round((midnight(date) - midnight(now)) / 86_400_000);
  return days[offset + 1] ?? null;
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

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
