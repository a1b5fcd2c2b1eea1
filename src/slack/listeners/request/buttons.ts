import { z } from 'zod';
import { notifyChoices } from '../../../change/types.ts';
import { actionIds, readRequestId } from '../../ids.ts';
import { openFormBy } from '../../views/open-form-button.ts';
import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { openOwnerForm } from '../owner/open.ts';
import { type Reply, refused } from '../reply.ts';

/** The requester takes the request back; their message then says so. */
export async function withdraw(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const outcome = await deps.workflow.withdraw(readRequestId(value), slackId);
  return outcome.ok ? {} : refused(outcome.refusal);
}

/** What is under way is finished, nothing more is begun; the card then says so. */
export async function stop(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const outcome = await deps.workflow.stopRun(readRequestId(value), slackId);
  return outcome.ok ? {} : refused(outcome.refusal);
}

/** `Notify me`, on Home, which shows what was chosen already. */
export async function chooseNotify(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const outcome = await deps.workflow.chooseNotify(slackId, z.enum(notifyChoices).parse(value));
  return outcome.ok ? {} : refused(outcome.refusal);
}

/** `Retry failed`, `Undo`, `Hand over the rest`, and `Open the form`: each opens a form that is filled in. */
export async function followUp(
  deps: ListenerDeps,
  from: Delivery,
  purpose: 'retry' | 'undo' | 'rest' | 'again',
): Promise<Reply> {
  const requestId = readRequestId(from.value);
  const refusal = await deps.workflow.mayAsk(from.slackId, 'button');
  if (refusal !== undefined) return refused(refusal);
  const outcome = await deps.workflow.followUp(requestId, from.slackId, purpose);
  if (!outcome.ok) return refused(outcome.refusal);
  const { prefill, follows, rejection } = outcome;
  return openOwnerForm(deps, from, { ...prefill, follows, rejection }, openFormBy(actionIds[purpose], requestId));
}
