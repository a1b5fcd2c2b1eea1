import { storable } from '../../audit/chain.ts';
import { canonicalJson } from '../../change/fingerprint.ts';
import { diffSchema, schemaEqual } from '../../change/schema/diff.ts';
import { beginEdit, editResult } from '../../change/schema/edit.ts';
import { quoteName } from '../../change/show-name.ts';
import type { FollowUpPurpose } from '../../change/types.ts';
import { decisionAmong } from '../../change/votes/decision.ts';
import { DomoError } from '../../domo/errors.ts';
import { type DraftRow, recentDrafts } from '../../store/drafts.ts';
import { countItems } from '../../store/items.ts';
import { findRequest, type RequestRow } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { type LiveSchema, readSchema, unstorableColumns } from '../prepare/read-schema.ts';
import { asDraft, type Draft, factsOf } from './draft.ts';
import { type FollowUpEdits, readForm, type SchemaForm, undoReason } from './form.ts';
import { beginDraft, draftsEnd, findOwnDraft, keepDraft } from './keep-draft.ts';
import { rebaseEdit } from './rebase-edit.ts';
import { againPurpose } from './replace.ts';

/** `problem`: a sentence that says why the columns cannot be had. */
export type Opened = Begun | { ok: false; problem: string };

type Origin = NonNullable<Draft['origin']>;

interface Begun {
  ok: true;
  draft: Draft;
  /** There are edits in it already, from then. */
  keptFrom?: Date | undefined;
}

const deleted: Opened = { ok: false, problem: 'This dataset is gone from Domo. Choose another.' };

/** Reads Domo and opens the person's draft of the last day, or a new one. */
export function openDraft(ctx: Context, slackId: string, datasetId: string): Promise<Opened> {
  return onLive(ctx, datasetId, async (live) => {
    const kept = await draftsOf(ctx, slackId, datasetId);
    const own = kept.find(({ draft }) => draft.origin === undefined);
    // What follows an earlier request counts once the person has edited it.
    const edited = own ?? kept.find(({ draft }) => draft.version > 0);
    if (edited !== undefined) return reopen(ctx, edited, live);
    const edit = beginEdit(live.columns);
    return { ok: true, draft: await beginDraft(ctx, slackId, { edit, reason: '', notes: [], live: factsOf(live) }) };
  });
}

/** The edits of an earlier schema request, on today's columns. Beside the person's own draft, never in its place. */
export async function openFollowUp(
  ctx: Context,
  slackId: string,
  requestId: string,
  edits: FollowUpEdits,
): Promise<Opened> {
  const row = await findRequest(ctx.database.db, requestId);
  const form = row && readForm(row.form);
  if (row === undefined || form?.kind !== 'schema') return { ok: false, problem: "I can't find that request." };
  return onLive(ctx, form.datasetId, async (live) => {
    const origin = { requestId, number: row.number, purpose: await purposeOf(ctx, row, edits, slackId) };
    const { asked, told, reason: given } = await followUpOf(ctx, row, form, edits);
    const kept = await draftsOf(ctx, slackId, form.datasetId);
    const same = kept.find(({ draft }) => isSame(draft.origin, origin));
    if (same !== undefined && same.draft.version > 0) {
      return reopen(ctx, { ...same, draft: await followOn(ctx, same.draft, origin, told) }, live);
    }
    const reason = same?.draft.reason ?? given;
    const { edit, notes } = rebaseEdit(asked, live.columns);
    const body = { edit, notes: [...told, ...notes], reason, live: factsOf(live), origin };
    return { ok: true, draft: await beginDraft(ctx, slackId, body) };
  });
}

/** What is asked for, what the person must know of it, and the reason that they may give. */
async function followUpOf(ctx: Context, row: RequestRow, form: SchemaForm, edits: FollowUpEdits) {
  switch (edits) {
    case 'again':
      return { asked: form, told: await rejectionOf(ctx, row), reason: form.reason };
    case 'undo':
      return { asked: inverse(form), told: lostValues(form), reason: undoReason(row.number, form) };
    case 'removal':
      return { asked: removal(form), told: [], reason: removalReason(form, row.number) };
  }
}

/** The earlier request may have been decided since these edits were begun. */
async function followOn(ctx: Context, draft: Draft, origin: Origin, told: string[]): Promise<Draft> {
  if (draft.origin?.purpose === origin.purpose) return draft;
  return (await keepDraft(ctx, { ...draft, origin }, { notes: [...told, ...draft.notes] })) ?? draft;
}

async function onLive(ctx: Context, datasetId: string, make: (live: LiveSchema) => Promise<Begun>): Promise<Opened> {
  try {
    const live = await readSchema(ctx, datasetId, { priority: 'person' });
    if (live === undefined) return deleted;
    if (!schemaEqual(storable(live.columns), live.columns)) return { ok: false, problem: unstorableColumns };
    return await make(live);
  } catch (error) {
    if (!(error instanceof DomoError)) throw error;
    return { ok: false, problem: `I can't read the columns: ${error.message}` };
  }
}

interface Kept {
  draft: Draft;
  updatedAt: Date;
}

async function draftsOf(ctx: Context, slackId: string, datasetId: string): Promise<Kept[]> {
  const rows = await recentDrafts(ctx.database.db, slackId, datasetId, draftsEnd(ctx));
  return rows.map((row: DraftRow) => ({ draft: asDraft(row), updatedAt: row.updatedAt }));
}

async function reopen(ctx: Context, { draft: kept, updatedAt }: Kept, live: LiveSchema): Promise<Begun> {
  const draft = await refresh(ctx, kept, live);
  const { after, renames } = editResult(draft.edit);
  const edited = diffSchema(draft.edit.before, after, renames).length > 0;
  return { ok: true, draft, ...(edited && { keptFrom: updatedAt }) };
}

/** The kept draft, brought up to what Domo has now. In place: whoever has it open in another tab is told. */
async function refresh(ctx: Context, draft: Draft, live: LiveSchema): Promise<Draft> {
  const { before } = draft.edit;
  const facts = factsOf(live);
  const moved = !schemaEqual(before, live.columns);
  if (!moved && canonicalJson(facts) === canonicalJson(draft.live)) return draft;
  const edits = moved ? rebaseEdit({ before, ...editResult(draft.edit) }, live.columns) : {};
  const kept = await keepDraft(ctx, draft, { ...edits, live: facts, lastSent: undefined });
  return kept ?? (await findOwnDraft(ctx, draft.slackId, draft.id)) ?? draft;
}

/** Which kind of follow-up asks for these edits of an earlier request. */
async function purposeOf(
  ctx: Context,
  row: RequestRow,
  edits: FollowUpEdits,
  slackId: string,
): Promise<FollowUpPurpose> {
  if (edits !== 'again') return edits;
  if (row.startedAt === null) return againPurpose(row, slackId);
  const { verified, already, drifted } = await countItems(ctx.database.db, row.id);
  return verified + already + drifted > 0 ? 'redo' : 'retry';
}

function editsOf(purpose: FollowUpPurpose): FollowUpEdits {
  return purpose === 'undo' || purpose === 'removal' ? purpose : 'again';
}

function isSame(one: Draft['origin'], other: Origin): boolean {
  return one?.requestId === other.requestId && editsOf(one.purpose) === editsOf(other.purpose);
}

/** A column comes back empty. */
function lostValues({ before, after, renames }: SchemaForm): string[] {
  return diffSchema(before, after, renames).flatMap((change) =>
    change.change === 'removed'
      ? [`${quoteName(change.column.name)} comes back empty: Undo can't bring its values back.`]
      : [],
  );
}

async function rejectionOf(ctx: Context, row: RequestRow): Promise<string[]> {
  if (row.state !== 'rejected') return [];
  const decision = decisionAmong(row, await votesOn(ctx.database.db, row.id), undefined);
  return decision === undefined ? [] : [`Rejected by ${decision.by.name}: “${decision.comment ?? ''}”`];
}

function inverse({ before, after, renames }: SchemaForm): Pick<SchemaForm, 'before' | 'after' | 'renames'> {
  const back = Object.fromEntries(Object.entries(renames).map(([was, is]) => [is, was]));
  return { before: after, after: before, renames: back };
}

/** Of the columns that stayed beside their successors. */
function removal({ after, successors = [] }: SchemaForm): Pick<SchemaForm, 'before' | 'after' | 'renames'> {
  const old = new Set(successors.map(({ of }) => of));
  return { before: after, after: after.filter(({ name }) => !old.has(name)), renames: {} };
}

function removalReason({ successors = [] }: SchemaForm, number: number): string {
  const pairs = successors.map(({ name, of }) => `${quoteName(name)} in place of ${quoteName(of)}`);
  return `#${number} added ${pairs.join(', ')}.`;
}
