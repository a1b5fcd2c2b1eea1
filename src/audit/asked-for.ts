import { z } from 'zod';
import type { Reader } from '../store/database.ts';
import type { RequestRow } from '../store/requests.ts';
import { namesIn } from './append.ts';
import type { AuditRow } from './chain.ts';
import { asked } from './entry-details.ts';
import { nameDigest, sameButNames } from './names.ts';

/** How far apart the clock's two looks may be, when a request and its entry are made. */
const moments = 60_000;

const form = z.looseObject({ kind: z.string(), reason: z.unknown() });
const apart = z.object({ told: z.string() });

/** As much of an entry `request_preparing` as tells who asked for what. */
export type Asking = Pick<AuditRow, 'at' | 'number' | 'actor' | 'detail'>;

/** As much of a request as somebody asked for. */
type AskedRow = Pick<RequestRow, 'number' | 'kind' | 'requester' | 'reason' | 'form' | 'createdAt'>;

/**
 * Whether the entry says that this was asked for: by this person, with this form, then. The reason as well, as long as it was not
 * erased; it lies beside the log.
 */
export async function wasAskedFor(reader: Reader, entry: Asking, row: AskedRow): Promise<boolean> {
  const told = asked.parse(entry.detail).form;
  const { slackId, domoId } = row.requester;
  const { kind, reason } = form.parse(told);
  return (
    entry.number === row.number &&
    entry.actor?.slackId === slackId &&
    entry.actor.domoId === domoId &&
    kind === row.kind &&
    Math.abs(entry.at.getTime() - row.createdAt.getTime()) < moments &&
    sameButNames(told, row.form) &&
    (await isReason(reader, entry, reason, row.reason))
  );
}

async function isReason(reader: Reader, entry: Asking, told: unknown, stored: string): Promise<boolean> {
  const { data } = apart.safeParse(told);
  if (data === undefined) return told === stored;
  const name = (await namesIn(reader, [entry])).get(data.told);
  if (name === undefined) return true;
  return name.value === stored && nameDigest(name.salt, name.value) === data.told;
}
