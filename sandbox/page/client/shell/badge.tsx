import type { Snapshot } from '../../protocol.ts';

/** How many messages are meant for someone and unread; nothing where there are none. */
export function Badge({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span class="badge">
      {count}
      <span class="unseen"> unread</span>
    </span>
  );
}

/** How many messages are meant for a person and unread, wherever they are. */
export function meantFor({ waiting }: Snapshot, personId: string): number {
  return Object.values(waiting[personId] ?? {}).reduce((sum, count) => sum + count, 0);
}
