import { PolicyChanged } from '../audit/append.ts';
import { askOnce } from '../catalog/ask-once.ts';
import { apply } from './apply/apply.ts';
import { recheck } from './apply/recheck.ts';
import { acceptanceOutlook } from './ask/acceptance.ts';
import { lookUpUses, seesUses } from './ask/draft-uses.ts';
import { followUp } from './ask/follow-up.ts';
import { discardDraft, findOwnDraft, keepDraft, keepReason, requestFiledBy } from './ask/keep-draft.ts';
import { openDraft, openFollowUp } from './ask/open-draft.ts';
import { outlookOf, schemaApprovals } from './ask/outlook.ts';
import { mayReplace } from './ask/replace.ts';
import { mayAsk, mayLook, mayReadAll, readsAll } from './ask/rights.ts';
import { submit } from './ask/submit.ts';
import { whoApproves } from './ask/who-approves.ts';
import { stopRun, withdraw } from './ask/withdraw.ts';
import type { Context } from './context.ts';
import { hand } from './hand/hand.ts';
import { checkNow, giveBackByHand, takeByHand } from './hand/take.ts';
import { follow } from './outside/follow.ts';
import { prepare } from './prepare/prepare.ts';
import { recover, repaintPending, sweep } from './sweep.ts';
import { everyOutside, everyRequest, logSince } from './tell/every-request.ts';
import { history, onceCalled } from './tell/history.ts';
import { chooseNotify, openHome, repaintHomes } from './tell/home.ts';
import { listFor } from './tell/lists.ts';
import { paint } from './tell/paint.ts';
import { ping } from './tell/ping.ts';
import {
  cardOfRequest,
  details,
  itemOf,
  itemsOf,
  requestById,
  requestByNumber,
  requestForFile,
  searchPlan,
} from './tell/read-request.ts';
import { remind } from './tell/remind.ts';
import { tell } from './tell/tell.ts';
import { accept, mayAccept } from './vote/accept.ts';
import { answerQuestion, askRequester, mayQuestion, questionToAnswer } from './vote/ask-requester.ts';
import { takeBackVote } from './vote/take-back.ts';
import { forgetReply, keepReply } from './vote/thread-replies.ts';
import { mayVote, vote } from './vote/vote.ts';

/** What people can do. A refusal is data, is audited, and has no other effect; only what is broken throws. */
const useCases = {
  mayAsk,
  mayLook,
  mayReadAll,
  readsAll,
  whoApproves,
  outlookOf,
  acceptanceOutlook,
  schemaApprovals,
  mayReplace,
  submit,
  vote,
  mayVote,
  takeBackVote,
  accept,
  mayAccept,
  mayQuestion,
  askRequester,
  questionToAnswer,
  answerQuestion,
  keepReply,
  forgetReply,
  withdraw,
  stopRun,
  takeByHand,
  giveBackByHand,
  checkNow,
  followUp,
  details,
  requestById,
  requestByNumber,
  cardOfRequest,
  itemsOf,
  itemOf,
  requestForFile,
  searchPlan,
  listFor,
  history,
  onceCalled,
  everyOutside,
  everyRequest,
  logSince,
  openHome,
  chooseNotify,
};

/** What schema forms need, for the people who may ask: each reads or keeps one draft; `open` and `followUp` ask Domo. */
const drafts = {
  open: openDraft,
  followUp: openFollowUp,
  find: findOwnDraft,
  save: keepDraft,
  keepReason,
  discard: discardDraft,
  filed: requestFiledBy,
  seesUses,
  lookUpUses,
};

/** What runs as jobs, each safe to repeat. */
const background = {
  prepare,
  apply,
  paint,
  tell,
  remind,
  ping,
  recheck,
  hand,
  follow,
  home: repaintHomes,
  repaintPending,
  sweep,
  recover,
};

export type Workflow = Bound<typeof useCases>;
export type Drafts = Bound<typeof drafts>;
export type Background = Bound<typeof background>;

/** What all use cases share; `appendUnder` throws `PolicyChanged` when the policy of that hash is not in force. */
export interface Shared extends Omit<Context, 'policy' | 'audit'> {
  appendUnder: (policyHash: string | undefined, ...entries: Parameters<Context['audit']>) => Promise<void>;
}

/** So often a use case is tried: if the policy changes each time, something else is wrong. */
const tries = 5;

/** Binds the use cases to what they work with. */
export function createWorkflow(ctx: Shared): { workflow: Workflow; drafts: Drafts; background: Background } {
  return { workflow: bind(ctx, useCases, atOneMoment), drafts: bind(ctx, drafts), background: bind(ctx, background) };
}

/** The same functions without their first argument. */
type Bound<T> = {
  [K in keyof T]: T[K] extends (ctx: Context, ...given: infer Given) => infer Result
    ? (...given: Given) => Result
    : never;
};

/** A click is over in an instant: who somebody is is read once for it. */
function atOneMoment(ctx: Context): Context {
  return { ...ctx, catalog: { ...ctx.catalog, usersByEmails: askOnce(ctx.catalog.usersByEmails) } };
}

function bind<T extends Record<string, (ctx: Context, ...given: never[]) => unknown>>(
  ctx: Shared,
  table: T,
  forOnce = (own: Context) => own,
): Bound<T> {
  const bound = Object.entries(table).map(([name, useCase]) => [
    name,
    (...given: never[]) => underOnePolicy(ctx, (own) => useCase(forOnce(own), ...given)),
  ]);
  return Object.fromEntries(bound) as Bound<T>;
}

/**
 * The policy may change while a use case runs: each goes by the one that was in force at its beginning, and tries again when
 * a transaction of it finds another. That one was rolled back, and those before it are safe to repeat, as after a crash.
 */
function underOnePolicy(ctx: Shared, work: (own: Context) => unknown, left = tries): unknown {
  const policy = ctx.policyNow();
  const result = work({ ...ctx, policy, audit: (...entries) => ctx.appendUnder(policy.hash, ...entries) });
  if (!(result instanceof Promise)) return result;
  return result.catch(async (error: unknown) => {
    if (!(error instanceof PolicyChanged) || left === 1) throw error;
    await ctx.latestPolicy();
    return underOnePolicy(ctx, work, left - 1);
  });
}
