import { randomBytes } from 'node:crypto';

/** Makes ids in Slack's shapes, none twice. */
export interface Ids {
  /** A message's `ts`, later than all before. */
  ts(): string;
  /** As in `V0000001A2B3`. */
  next(prefix: string): string;
  /** As in `1569362015.55b5e41b`. */
  hash(): string;
  secret(bytes?: number): string;
}

export function createIds(now: () => Date): Ids {
  let count = 0;
  let lastMicros = 0;
  const next = (prefix: string) => {
    count += 1;
    return `${prefix}${count.toString(36).toUpperCase().padStart(6, '0')}${randomBytes(2).toString('hex').toUpperCase()}`;
  };
  return {
    next,
    ts: () => {
      lastMicros = Math.max(lastMicros + 1, now().getTime() * 1000);
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
    },
    hash: () => `${Math.floor(now().getTime() / 1000)}.${randomBytes(4).toString('hex')}`,
    secret: (bytes = 16) => randomBytes(bytes).toString('hex'),
  };
}
