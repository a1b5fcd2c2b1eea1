import own from '../../package.json' with { type: 'json' };

export const thisRelease = own.version;

/**
 * The one before this. Its processes may go on while this one changes the tables: a release takes away only what the one before it does
 * not use any more. Older ones may still need that.
 */
export const releaseBefore = '0.1.0';

/** The last that doesn't say which one it is. */
const lastUnsaid = '0.1.0';

/** 0.9.0 is before 0.10.0. */
export function isBefore(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) < 0;
}

/** As a number that a lock can have. */
export function lockOfRelease(release: string): number {
  return release.split('.', 3).reduce((sum, part) => sum * 1_000 + Number.parseInt(part, 10), 0);
}

/** Of a process that holds this lock; null: none. */
export function releaseOfLock(lock: number | null): string {
  if (lock === null) return lastUnsaid;
  return [lock / 1_000_000, (lock / 1_000) % 1_000, lock % 1_000].map(Math.floor).join('.');
}
