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
