import { storable } from '../../audit/chain.ts';
import { deleteDraft, findDraft, insertDraft, saveDraft, saveDraftReason } from '../../store/drafts.ts';
import { findBySubmission } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { asDraft, type Draft, type DraftBody } from './draft.ts';

/** Closed forms lose nothing for so long, in ms. */
const draftLife = 24 * 60 * 60_000;

/** Drafts that were last touched before this moment are no longer there for anyone. */
export function draftsEnd(ctx: Pick<Context, 'now'>): Date {
  return new Date(ctx.now().getTime() - draftLife);
}

export async function beginDraft(ctx: Context, slackId: string, body: DraftBody): Promise<Draft> {
  const { datasetId } = body.live;
  const row = await insertDraft(ctx.database.db, {
    id: ctx.newId(),
    slackId,
    datasetId,
    body: storable(body),
    updatedAt: ctx.now(),
  });
  if (row === undefined) throw new Error('A draft was not kept.');
  return asDraft(row);
}

/** Undefined: there is none of this person's, or it is older than a day. */
export async function findOwnDraft(ctx: Context, slackId: string, id: string): Promise<Draft | undefined> {
  const row = await findDraft(ctx.database.db, id);
  return row?.slackId === slackId && row.updatedAt >= draftsEnd(ctx) ? asDraft(row) : undefined;
}

/** Undefined: another tab saved meanwhile; find it again and show that. A reason that is not given stays, which may be newer. */
export async function keepDraft(
  ctx: Context,
  { id, version, edit, reason, live, notes, lastSent, origin }: Draft,
  changes: Partial<Omit<DraftBody, 'origin'>>,
): Promise<Draft | undefined> {
  const body: DraftBody = storable({ edit, reason, live, notes, lastSent, origin, ...changes });
  const keepReason = changes.reason === undefined;
  const row = await saveDraft(ctx.database.db, id, version, { body, updatedAt: ctx.now(), keepReason });
  return row && asDraft(row);
}

export async function keepReason(ctx: Context, slackId: string, id: string, reason: string): Promise<void> {
  await saveDraftReason(ctx.database.db, id, slackId, storable(reason));
}

export async function discardDraft(ctx: Context, id: string): Promise<void> {
  await deleteDraft(ctx.database.db, id);
}

/** The request that the form of this submission key became already. */
export async function requestFiledBy(
  ctx: Context,
  submissionKey: string,
): Promise<{ requestId: string; number: number } | undefined> {
  const row = await findBySubmission(ctx.database.db, submissionKey);
  return row && { requestId: row.id, number: row.number };
}
