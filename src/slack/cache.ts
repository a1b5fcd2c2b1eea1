/** Answers by key, each asked for once at a time and kept for a while. */
export interface Cache<T> {
  /** The kept answer, or `load`'s; a failed load is not kept. */
  get(key: string, load: () => Promise<T>): Promise<T>;
  drop(key: string): void;
}

/** Above so many entries, those whose time is over make room. */
const many = 1_000;

/** A cache whose entries live `ttl` ms. */
export function createCache<T>(ttl: number, now: () => Date): Cache<T> {
  const entries = new Map<string, { value: Promise<T>; until: number }>();

  return {
    get(key, load) {
      const kept = entries.get(key);
      if (kept !== undefined && kept.until > now().getTime()) return kept.value;
      if (entries.size > many) {
        for (const [each, { until }] of entries) if (until <= now().getTime()) entries.delete(each);
      }
      const value = load();
      const entry = { value, until: now().getTime() + ttl };
      entries.set(key, entry);
      value.catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
      return value;
    },
    drop: (key) => void entries.delete(key),
  };
}
