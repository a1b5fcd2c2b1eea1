import { storable } from '../../audit/chain.ts';
import { canonicalJson } from '../../change/fingerprint.ts';
import { diffSchema, schemaEqual } from '../../change/schema/diff.ts';
import { createDraft, draftResult } from '../../change/schema/edit.ts';
import { DomoError, DomoNotFoundError } from '../../domo/errors.ts';
import {
  type DraftRow,
  deleteDraft,
  findDraft,
  insertDraft,
  recentDrafts,
  saveDraft,
  saveDraftReason,
} from '../../store/drafts.ts';
import { findBySubmission, findRequest } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { type LiveSchema, readSchema, unstorableColumns } from '../prepare/read-schema.ts';
import type { SchemaForm } from '../types.ts';
import { asDraft, type Draft, type DraftBody, factsOf } from './draft.ts';
import { readForm } from './form.ts';
import { rebaseDraft } from './rebase-draft.ts';

/** Closed forms lose nothing for so long, in ms. */
export const draftLife = 24 * 60 * 60_000;

/** `problem`: a sentence that says why the columns cannot be had. */
export type Opened = Begun | { ok: false; problem: string };

interface Begun {
  ok: true;
  draft: Draft;
  /** There are edits in it already, from then. */
  keptFrom?: Date | undefined;
}

/** `again`: the same edits once more; `undo`: those that take them back. */
export type FollowUpEdits = 'again' | 'undo';

/** What schema forms need, for the people who may ask. Each reads or keeps one draft; `open` and `followUp` ask Domo. */
export interface Drafts {
  /** Reads Domo and opens the person's draft of the last day, or a new one. */
  open(slackId: string, datasetId: string): Promise<Opened>;
  /** The edits of an earlier schema request, on today's columns. Beside the person's own draft, never in its place. */
  followUp(slackId: string, requestId: string, edits: FollowUpEdits): Promise<Opened>;
  /** Undefined: there is none of this person's, or it is older than a day. */
  find(slackId: string, id: string): Promise<Draft | undefined>;
  /** Undefined: another tab saved meanwhile; find it again and show that. */
  save(
    draft: Draft,
    changes: Partial<Pick<DraftBody, 'edit' | 'reason' | 'notes' | 'lastSent'>>,
  ): Promise<Draft | undefined>;
  keepReason(slackId: string, id: string, reason: string): Promise<void>;
  discard(id: string): Promise<void>;
  /** The request that the form of this submission key became already. */
  filed(submissionKey: string): Promise<{ number: number } | undefined>;
}

export function createDrafts(ctx: Context): Drafts {
  const { db } = ctx.database;
  const since = () => new Date(ctx.now().getTime() - draftLife);

  async function start(slackId: string, body: DraftBody): Promise<Begun> {
    const { datasetId } = body.live;
    const row = await insertDraft(db, {
      id: ctx.newId(),
      slackId,
      datasetId,
      body: storable(body),
      updatedAt: ctx.now(),
    });
    if (row === undefined) throw new Error('A draft was not kept.');
    return { ok: true, draft: asDraft(row) };
  }

  async function reopen(kept: DraftRow, live: LiveSchema): Promise<Begun> {
    const draft = await refresh(kept, live);
    const { after, renames } = draftResult(draft.edit);
    const edited = diffSchema(draft.edit.before, after, renames).length > 0;
    return { ok: true, draft, ...(edited && { keptFrom: kept.updatedAt }) };
  }

  /** The kept draft, brought up to what Domo has now. In place: whoever has it open in another tab is told. */
  async function refresh(kept: DraftRow, live: LiveSchema): Promise<Draft> {
    const draft = asDraft(kept);
    const { before } = draft.edit;
    const facts = factsOf(live);
    const { after, renames } = draftResult(draft.edit);
    const moved = !schemaEqual(before, live.columns);
    if (!moved && canonicalJson(facts) === canonicalJson(draft.live)) return draft;
    const edits = moved ? rebaseDraft({ before, after, renames }, live.columns) : draft;
    const { edit, notes } = edits;
    const body: DraftBody = { edit, notes, reason: draft.reason, live: facts, follows: draft.follows };
    const row = await saveDraft(db, draft.id, draft.version, {
      body: storable(body),
      updatedAt: ctx.now(),
      keepReason: true,
    });
    return row ? asDraft(row) : ((await findKept(draft.slackId, draft.id)) ?? draft);
  }

  async function findKept(slackId: string, id: string): Promise<Draft | undefined> {
    const row = await findDraft(db, id);
    return row?.slackId === slackId && row.updatedAt >= since() ? asDraft(row) : undefined;
  }

  async function onLive(datasetId: string, make: (live: LiveSchema) => Promise<Begun>): Promise<Opened> {
    try {
      const live = await readSchema(ctx, datasetId, { priority: 'person' });
      if (live === undefined) return deleted;
      if (!schemaEqual(storable(live.columns), live.columns)) return { ok: false, problem: unstorableColumns };
      return await make(live);
    } catch (error) {
      if (error instanceof DomoNotFoundError) return deleted;
      if (!(error instanceof DomoError)) throw error;
      return { ok: false, problem: `The columns cannot be read: ${error.message}` };
    }
  }

  return {
    open: (slackId, datasetId) =>
      onLive(datasetId, async (live) => {
        const kept = (await recentDrafts(db, slackId, datasetId, since())).map(asKept);
        const own = kept.find(({ draft }) => draft.follows === undefined);
        // What follows an earlier request counts once the person has edited it.
        const edited = own ?? kept.find(({ draft }) => draft.version > 0);
        if (edited !== undefined) return reopen(edited.row, live);
        return start(slackId, { edit: createDraft(live.columns), reason: '', notes: [], live: factsOf(live) });
      }),
    async followUp(slackId, requestId, edits) {
      const row = await findRequest(db, requestId);
      const form = row && readForm(row.form);
      if (form?.kind !== 'schema') return { ok: false, problem: 'There is no such request here.' };
      return onLive(form.datasetId, async (live) => {
        const follows = `${requestId}:${edits}`;
        const kept = (await recentDrafts(db, slackId, form.datasetId, since())).map(asKept);
        const same = kept.find(({ draft }) => draft.follows === follows);
        if (same !== undefined && same.draft.version > 0) return reopen(same.row, live);
        const asked = edits === 'undo' ? inverse(form) : form;
        const reason = edits === 'undo' ? '' : form.reason;
        return start(slackId, {
          ...rebaseDraft(asked, live.columns),
          reason: same?.draft.reason ?? reason,
          live: factsOf(live),
          follows,
        });
      });
    },
    find: findKept,
    async save({ id, version, edit, reason, live, notes, lastSent, follows }, changes) {
      const body: DraftBody = storable({ edit, reason, live, notes, lastSent, follows, ...changes });
      const keepReason = changes.reason === undefined;
      const row = await saveDraft(db, id, version, { body, updatedAt: ctx.now(), keepReason });
      return row && asDraft(row);
    },
    keepReason: (slackId, id, reason) => saveDraftReason(db, id, slackId, storable(reason)),
    discard: (id) => deleteDraft(db, id),
    filed: (submissionKey) => findBySubmission(db, submissionKey),
  };
}

const deleted: Opened = { ok: false, problem: 'Domo has no such dataset any more. Choose another.' };

function inverse({ before, after, renames }: SchemaForm): Pick<SchemaForm, 'before' | 'after' | 'renames'> {
  const back = Object.fromEntries(Object.entries(renames).map(([was, is]) => [is, was]));
  return { before: after, after: before, renames: back };
}

function asKept(row: DraftRow): { row: DraftRow; draft: Draft } {
  return { row, draft: asDraft(row) };
}
