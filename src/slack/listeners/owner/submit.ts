import type { OwnerHit } from '../../../catalog/types.ts';
import type { Refusal } from '../../../change/votes/refusal.ts';
import type { DatasetChoice, OwnerForm } from '../../../workflow/ask/form.ts';
import { fieldIds } from '../../ids.ts';
import { refusalSentence } from '../../refusals.ts';
import { cut, ownerInSentence, plainDate } from '../../text.ts';
import { preparedView } from '../../views/message-view.ts';
import type { Sent } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import type { FormReply } from '../form.ts';
import { type Reply, refused } from '../reply.ts';
import { canOwn } from './find-owner.ts';
import { type OwnerFormState, readOwnerForm } from './form-state.ts';
import { readDatasets } from './read-datasets.ts';
import { refill, replacedBy } from './refill.ts';

/** By field, a plain sentence. */
type FieldErrors = Record<string, string>;

/** `All of them` of somebody who owned nothing is told at once when the reading is this fresh, in ms. */
const freshEnough = 10 * 60_000;
const longestError = 600;

/** Takes the filled-in form: errors beside its fields, or the request, which exists before Slack is answered. */
export async function ownerFormSubmitted(deps: ListenerDeps, { slackId, view }: Sent): Promise<FormReply> {
  const state = readOwnerForm(view);
  const replaced = replacedBy(state.metadata);
  const settled = replaced === undefined ? undefined : await deps.workflow.mayReplace(replaced, slackId, view.id);
  if (settled !== undefined) return originSettled(deps, slackId, state, settled);
  const read = await readForm(deps, state);
  if ('errors' in read) return read;
  const problem = await deps.workflow.acceptanceOutlook(slackId, read.form);
  if (problem !== undefined) return { errors: { [fieldIds.to]: problem } };
  return { save: () => request(deps, slackId, view.id, state, read.form) };
}

async function request(
  deps: ListenerDeps,
  slackId: string,
  viewId: string,
  state: OwnerFormState,
  form: OwnerForm,
): Promise<Reply> {
  const outcome = await deps.workflow.submit(form, slackId, viewId);
  if (outcome.ok) return { view: preparedView(outcome, '/domo-owner') };
  return originSettled(deps, slackId, state, outcome.refusal);
}

/** The request whose place this one was to take was decided meanwhile: the form stays, for a new request. */
async function originSettled(
  deps: ListenerDeps,
  slackId: string,
  state: OwnerFormState,
  refusal: Refusal,
): Promise<Reply> {
  const { metadata } = state;
  if (refusal.why !== 'origin_settled' || metadata.follows === undefined) return refused(refusal);
  const follows = { ...metadata.follows, purpose: 'again' as const };
  const again = { ...state, metadata: { ...metadata, follows } };
  return { view: await refill(deps, slackId, again, refusalSentence(refusal)) };
}

async function readForm(
  deps: ListenerDeps,
  state: OwnerFormState,
): Promise<{ form: OwnerForm } | { errors: FieldErrors }> {
  const { fromId, toId, reason } = state;
  const [from, to] = await deps.catalog.owners([fromId, toId]);
  const errors: FieldErrors = {};
  if (fromId === undefined || from === undefined) errors[fieldIds.from] = 'Choose who owns the datasets now.';
  const wrongTo = newOwnerProblem(to, from);
  if (wrongTo !== undefined) errors[fieldIds.to] = wrongTo;
  if (reason.trim() === '') errors[fieldIds.reason] = 'Add a reason for the stewards.';
  const chosen = from === undefined ? undefined : await readChoice(deps, state, from);
  if (chosen !== undefined && 'errors' in chosen) Object.assign(errors, chosen.errors);
  if (
    Object.keys(errors).length > 0 ||
    from === undefined ||
    to === undefined ||
    chosen === undefined ||
    'errors' in chosen
  ) {
    return { errors };
  }
  const { follows } = state.metadata;
  return {
    form: {
      kind: 'owner',
      ...(follows && { follows: { requestId: follows.requestId, purpose: follows.purpose } }),
      fromId: from.id,
      toId: to.id,
      datasets: chosen.datasets,
      reason: reason.trim(),
    },
  };
}

function newOwnerProblem(to: OwnerHit | undefined, from: OwnerHit | undefined): string | undefined {
  if (to === undefined) return 'Choose the new owner.';
  if (to.id === from?.id) return 'The new owner must be someone else.';
  if (canOwn(to)) return undefined;
  return `${ownerInSentence(to)} is no longer an active Domo user. Choose another new owner.`;
}

async function readChoice(
  deps: ListenerDeps,
  state: OwnerFormState,
  from: OwnerHit,
): Promise<{ datasets: DatasetChoice } | { errors: FieldErrors }> {
  const { which, metadata, picked, pasted, datasetsBlock } = state;
  if (which === 'earlier' && metadata.earlier !== undefined) return { datasets: metadata.earlier };
  if (which === 'some') {
    const read = await readDatasets(deps, from, picked, pasted);
    if (read.problems.length > 0) return { errors: { [fieldIds.pasted]: cut(read.problems.join('\n'), longestError) } };
    if (read.ids.length > 0) return { datasets: { which: 'some', ids: read.ids, picked, pasted } };
    return {
      errors: {
        [datasetsBlock]: 'Choose at least one dataset, or paste IDs, names or links below.',
      },
    };
  }
  if (from.datasets > 0) return { datasets: { which: 'all' } };
  const readAt = await deps.catalog.freshAt();
  // An older reading does not decide: the request is prepared from a fresh one.
  if (readAt === undefined || deps.now().getTime() - readAt.getTime() > freshEnough)
    return { datasets: { which: 'all' } };
  const sentence = `${ownerInSentence(from)} owns no datasets (read from Domo ${plainDate(readAt)}). Choose another current owner.`;
  return { errors: { [fieldIds.from]: sentence } };
}
