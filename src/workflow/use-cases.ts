import { apply } from './apply/apply.ts';
import { recheck } from './apply/recheck.ts';
import { followUp } from './ask/follow-up.ts';
import { discardDraft, findOwnDraft, keepDraft, keepReason, requestFiledBy } from './ask/keep-draft.ts';
import { openDraft, openFollowUp } from './ask/open-draft.ts';
import { outlookOf, schemaApprovals } from './ask/outlook.ts';
import { mayAsk, mayLook, mayReadAll, readsAll } from './ask/rights.ts';
import { submit } from './ask/submit.ts';
import { whoApproves } from './ask/who-approves.ts';
import { stopRun, withdraw } from './ask/withdraw.ts';
import type { Context } from './context.ts';
import { prepare } from './prepare/prepare.ts';
import { recover, sweep } from './sweep.ts';
import { everyRequest, logSince } from './tell/every-request.ts';
import { history, onceCalled } from './tell/history.ts';
import { openHome, repaintHomes } from './tell/home.ts';
import { listFor } from './tell/lists.ts';
import { paint } from './tell/paint.ts';
import { cardOfRequest, details, itemsOf, requestById, requestByNumber } from './tell/read-request.ts';
import { tell } from './tell/tell.ts';
import { answerQuestion, askRequester, mayQuestion, questionToAnswer } from './vote/ask-requester.ts';
import { takeBackVote } from './vote/take-back.ts';
import { mayVote, vote } from './vote/vote.ts';

/** What people can do. A refusal is data, is audited, and has no other effect; only what is broken throws. */
const useCases = {
  mayAsk,
  mayLook,
  mayReadAll,
  readsAll,
  whoApproves,
  outlook: outlookOf,
  schemaApprovals,
  submit,
  vote,
  mayVote,
  takeBack: takeBackVote,
  mayQuestion,
  askRequester,
  question: questionToAnswer,
  answer: answerQuestion,
  withdraw,
  stop: stopRun,
  followUp,
  details,
  request: requestById,
  byNumber: requestByNumber,
  card: cardOfRequest,
  items: itemsOf,
  listFor,
  history,
  onceCalled,
  everyRequest,
  logSince,
  openHome,
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
};

/** What runs as jobs, each safe to repeat. */
const background = { prepare, apply, paint, tell, recheck, home: repaintHomes, sweep, recover };

export type Workflow = Bound<typeof useCases>;
export type Drafts = Bound<typeof drafts>;
export type Background = Bound<typeof background>;

/** Binds the use cases to what they work with. */
export function createWorkflow(ctx: Context): { workflow: Workflow; drafts: Drafts; background: Background } {
  return { workflow: bind(ctx, useCases), drafts: bind(ctx, drafts), background: bind(ctx, background) };
}

/** The same functions without their first argument. */
type Bound<T> = {
  [K in keyof T]: T[K] extends (ctx: Context, ...given: infer Given) => infer Result
    ? (...given: Given) => Result
    : never;
};

function bind<T extends Record<string, (ctx: Context, ...given: never[]) => unknown>>(
  ctx: Context,
  table: T,
): Bound<T> {
  const bound = Object.entries(table).map(([name, useCase]) => [
    name,
    // The policy may change while it runs: each goes by the one that was in force at its beginning.
    (...given: never[]) => useCase({ ...ctx, policy: ctx.policyNow() }, ...given),
  ]);
  return Object.fromEntries(bound) as Bound<T>;
}
