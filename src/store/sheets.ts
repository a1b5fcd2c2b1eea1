import { eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Vote } from '../change/types.ts';
import type { Handle } from './database.ts';
import type { MessageRow } from './messages.ts';
import type { RequestRow } from './requests.ts';
import { messages, requests, votes } from './tables.ts';

/** What a click on a request is judged by, read by one statement: whoever clicked waits for it. */
export interface Sheet {
  row: RequestRow;
  /** In the order in which they were given. */
  votes: Vote[];
  messages: Pick<MessageRow, 'purpose' | 'channel' | 'ts'>[];
}

/** `more`: what else the statement is to read, as one value. */
export async function readSheet<T>(q: Handle, id: string, more: SQL<T>): Promise<(Sheet & { more: T }) | undefined> {
  const { voter, choice, fingerprint, policyHash, comment, at } = votes;
  const vote = sql`json_build_object(
    'voter', ${voter}, 'choice', ${choice}, 'fingerprint', ${fingerprint}, 'policyHash', ${policyHash},
    'comment', ${comment}, 'at', ${at})`;
  const { purpose, channel, ts } = messages;
  const message = sql`json_build_object('purpose', ${purpose}, 'channel', ${channel}, 'ts', ${ts})`;
  const given = q
    .select({ all: sql`json_agg(${vote} order by ${at})` })
    .from(votes)
    .where(eq(votes.requestId, requests.id));
  const posted = q
    .select({ all: sql`json_agg(${message})` })
    .from(messages)
    .where(eq(messages.requestId, requests.id));
  const [found] = await q
    .select({ row: requests, votes: sql`(${given})`, messages: sql<Sheet['messages'] | null>`(${posted})`, more })
    .from(requests)
    .where(eq(requests.id, id));
  return found && { ...found, votes: stored.parse(found.votes ?? []), messages: found.messages ?? [] };
}

const stored = z.array(
  z.object({
    voter: z.custom<Vote['voter']>(),
    choice: z.enum(['approve', 'reject']),
    fingerprint: z.string(),
    policyHash: z.string(),
    comment: z
      .string()
      .nullable()
      .transform((comment) => comment ?? undefined),
    at: z.coerce.date(),
  }),
);
