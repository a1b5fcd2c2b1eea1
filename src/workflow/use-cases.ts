import { itemsFrom } from '../store/items.ts';
import { cardOf } from '../store/messages.ts';
import { idsAskedBy, idsFor, idsInStates, idsNaming } from '../store/request-lists.ts';
import { findByNumber, findRequest, type RequestRow } from '../store/requests.ts';
import { apply } from './apply/apply.ts';
import { recheck } from './apply/recheck.ts';
import { followUp } from './ask/follow-up.ts';
import { mayAsk, submit } from './ask/submit.ts';
import { stopRun, withdraw } from './ask/withdraw.ts';
import type { Context } from './context.ts';
import { prepare } from './prepare/prepare.ts';
import { auditRefusal } from './refuse.ts';
import { recover, sweep } from './sweep.ts';
import { asItemView, describe } from './tell/describe.ts';
import { linesOf, waitingFor } from './tell/lists.ts';
import { paint } from './tell/paint.ts';
import type { RequestView } from './tell/request-view.ts';
import { type Told, tell } from './tell/tell.ts';
import type { Outcome, Workflow } from './types.ts';
import { identify } from './vote/identity.ts';
import { mayReject, vote } from './vote/vote.ts';

/** What runs as jobs, each safe to repeat. */
export interface Background {
  prepare(requestId: string, signal: AbortSignal): Promise<void>;
  apply(requestId: string, signal: AbortSignal): Promise<void>;
  paint(requestId: string): Promise<void>;
  tell(payload: { requestId: string; about: Told }): Promise<void>;
  recheck(requestId: string): Promise<void>;
  sweep(): Promise<void>;
  recover(): Promise<void>;
}

/** Binds the use cases to what they work with. */
export function createWorkflow(ctx: Context): Workflow & { background: Background } {
  const lines = async (ids: Promise<string[]>) => linesOf(ctx, await ids);
  const view = async (row: RequestRow | undefined) => (row === undefined ? undefined : describe(ctx, row, 'stored'));
  return {
    mayAsk: (slackId, action) => mayAsk(ctx, slackId, action),
    submit: (form, slackId, submissionKey) => submit(ctx, form, slackId, submissionKey),
    vote: (click) => vote(ctx, click),
    mayReject: (click) => mayReject(ctx, click),
    withdraw: (requestId, slackId) => withdraw(ctx, requestId, slackId),
    stop: (requestId, slackId) => stopRun(ctx, requestId, slackId),
    followUp: (requestId, slackId, purpose) => followUp(ctx, requestId, slackId, purpose),
    look: (requestId, slackId) => look(ctx, requestId, slackId),
    request: async (requestId) => view(await findRequest(ctx.database.db, requestId)),
    card: (requestId) => cardOf(ctx.database.db, requestId),
    byNumber: async (number) => {
      const row = await findByNumber(ctx.database.db, number);
      return row && describe(ctx, row, 'now');
    },
    items: async (requestId, from, limit) => (await itemsFrom(ctx.database.db, requestId, from, limit)).map(asItemView),
    listFor: (slackId, limit) => lines(idsFor(ctx.database.db, slackId, limit)),
    askedBy: (slackId, limit) => lines(idsAskedBy(ctx.database.db, slackId, limit)),
    recent: (limit) => lines(idsInStates(ctx.database.db, ['applied', 'partly_applied', 'failed'], limit)),
    history: (datasetId, limit) => lines(idsNaming(ctx.database.db, datasetId, limit)),
    waitingFor: (slackId, limit) => waitingFor(ctx, slackId, limit),
    background: {
      prepare: (requestId, signal) => prepare(ctx, requestId, signal),
      apply: (requestId, signal) => apply(ctx, requestId, signal),
      paint: (requestId) => paint(ctx, requestId),
      tell: ({ requestId, about }) => tell(ctx, requestId, about),
      recheck: (requestId) => recheck(ctx, requestId),
      sweep: () => sweep(ctx),
      recover: () => recover(ctx),
    },
  };
}

async function look(ctx: Context, requestId: string, slackId: string): Promise<Outcome<{ request: RequestView }>> {
  const { person, member } = await identify(ctx, slackId);
  const row = await findRequest(ctx.database.db, requestId);
  if (!member) return auditRefusal(ctx, { why: 'not_a_member' }, person, 'view_plan', row);
  if (row === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, person, 'view_plan');
  return { ok: true, request: await describe(ctx, row, 'stored') };
}
