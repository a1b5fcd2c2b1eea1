import { readRequestId } from '../../ids.ts';
import { checkWords } from '../../views/hand-lines.ts';
import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused } from '../reply.ts';
import { detailsAgain } from './details.ts';

/** `I'll do it` and `Give it back`: the messages about it then say so. */
export async function whoHasIt(
  deps: ListenerDeps,
  { slackId, value, view }: Delivery,
  deed: 'takeByHand' | 'giveBackByHand',
): Promise<Reply> {
  const outcome = await deps.workflow[deed](readRequestId(value), slackId);
  if (!outcome.ok) return refused(outcome.refusal);
  return view === undefined ? {} : detailsAgain(deps, slackId, view);
}

/** `Check now`: reads Domo, and says what is done and what isn't. */
export async function checkNow(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const outcome = await deps.workflow.checkNow(readRequestId(value), slackId);
  if (!outcome.ok) return refused(outcome.refusal);
  const { number, check } = outcome;
  if (check === undefined) return refused({ why: 'not_waiting', state: 'applied' });
  const level = check.done === check.asked ? 'success' : 'info';
  return { tell: { title: `#${number}, checked`, words: checkWords(check), level } };
}
