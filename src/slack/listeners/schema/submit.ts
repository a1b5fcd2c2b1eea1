import type { ModalView } from '@slack/types';
import { assessEdit } from '../../../change/schema/assess-edit.ts';
import { editResult } from '../../../change/schema/edit.ts';
import { addNewNamesFirst } from '../../../change/schema/successors.ts';
import type { Refusal } from '../../../change/votes/refusal.ts';
import type { Approval } from '../../../workflow/ask/approvals.ts';
import type { Draft } from '../../../workflow/ask/draft.ts';
import { refusalSentence } from '../../refusals.ts';
import { withoutMarkup } from '../../text.ts';
import { preparedView } from '../../views/message-view.ts';
import { reasonMark, schemaIds } from '../../views/schema-ids.ts';
import { schemaReview } from '../../views/schema-review.ts';
import { blockedSentence, schemaSentences } from '../../views/schema-sentences.ts';
import { unescaped } from '../command-text.ts';
import type { FormReply } from '../form.ts';
import { notDone, type Reply, refused } from '../reply.ts';
import { editDraft, keepTyped, showEdited } from './edit.ts';
import { chosenDataset, type SchemaView, typedReason } from './payloads.ts';
import { draftForm, repaint, type SchemaDeps } from './window.ts';

/** The form was sent: filed, shown once more, or left open with the sentence that says what is missing. */
export async function onSchemaForm(deps: SchemaDeps, slackId: string, view: SchemaView): Promise<FormReply> {
  const { block } = schemaIds;
  const refuse = (blockId: string, sentence: string) => ({ errors: { [blockId]: sentence } });
  const { draftId, version, page } = view.metadata;
  if (draftId === '') return refuse(block.dataset, schemaSentences.notLoaded);
  const reason = (typedReason(view) ?? '').trim();
  await deps.inOrder(view.formId, () => keepTyped(deps, slackId, view));
  const draft = await deps.drafts.find(slackId, draftId);
  if (draft === undefined) {
    const filed = await deps.drafts.filed(view.formId);
    return filed ? { view: preparedView(filed, '/domo-schema') } : refuse(block.dataset, schemaSentences.gone);
  }
  if (chosenDataset(view) !== draft.datasetId) return refuse(block.dataset, schemaSentences.otherDataset);
  if (draft.version !== version) return { view: draftForm(draft, { page, notice: schemaSentences.reloaded }) };
  if (reason === '') return refuse(block.reason, schemaSentences.noReason);

  const { diff, risk, reasons } = assessEdit(draft.edit, { ...draft.live, uses: draft.uses });
  if (diff.length === 0) return refuse(block.dataset, schemaSentences.noChange);
  if (risk === 'blocked') {
    const blocking = reasons.filter((each) => each.risk === 'blocked').map((each) => each.reason);
    return refuse(block.dataset, blockedSentence(blocking));
  }
  if (risk === 'breaking') {
    const approvals = await deps.workflow.schemaApprovals(slackId, draft);
    return { open: { view: reviewOf(draft, { reason, page, approvals }), late: {} } };
  }
  return { save: () => file(deps, slackId, view, { ...draft, reason }) };
}

/** `Review the change` was sent: whoever saw it has seen the newest, or sees that first. */
export async function onSchemaReview(deps: SchemaDeps, slackId: string, view: SchemaView): Promise<FormReply> {
  const draft = await deps.drafts.find(slackId, view.metadata.draftId);
  if (draft === undefined) {
    const filed = await deps.drafts.filed(view.formId);
    return filed ? { view: preparedView(filed, '/domo-schema') } : notDone(schemaSentences.goneBelow);
  }
  // The reason has no version of its own: another window may have kept another one since the review showed it.
  const { version, reason } = view.metadata;
  if (draft.version === version && reason === reasonMark(draft.reason)) {
    return { save: () => file(deps, slackId, view, draft) };
  }
  const form = draftForm(draft, { page: view.metadata.page, notice: schemaSentences.reloaded });
  return {
    ...notDone(schemaSentences.reviewStale),
    after: async () => void (await repaint(deps, { viewId: view.formId }, form)),
  };
}

/** `Add the new name first`, in the review: it then shows what happens now, and what later. */
export async function onAddNewFirst(deps: SchemaDeps, slackId: string, view: SchemaView): Promise<Reply> {
  const edited = await deps.inOrder(view.formId, () => editDraft(deps, slackId, view, addNewNamesFirst));
  const { page } = view.metadata;
  const after = () => showEdited(deps, view, edited, { page });
  if (edited === undefined) return { ...notDone(schemaSentences.goneBelow), after };
  const { draft } = edited;
  const approvals = await deps.workflow.schemaApprovals(slackId, draft);
  return { view: reviewOf(draft, { reason: draft.reason, page, approvals }), after };
}

function reviewOf(
  draft: Draft,
  { reason, page, approvals }: { reason: string; page: number; approvals: Approval[] },
): ModalView {
  const { id: draftId, version, edit, live, uses } = draft;
  return schemaReview({
    metadata: { draftId, version, page, reason: reasonMark(reason) },
    dataset: { id: live.datasetId, name: live.datasetName },
    draft: edit,
    policies: live.policies,
    streams: live.streams,
    uses,
    approvals,
  });
}

/** Makes the request. The form's own view id names it, so that the same form makes one, however often it is delivered. */
async function file(deps: SchemaDeps, slackId: string, view: SchemaView, draft: Draft): Promise<Reply> {
  const { datasetId, reason, origin } = draft;
  const follows = origin && { requestId: origin.requestId, purpose: origin.purpose };
  const { after, renames, successors } = editResult(draft.edit);
  const form = {
    kind: 'schema',
    ...(follows && { follows }),
    datasetId,
    before: draft.edit.before,
    after,
    renames,
    ...(successors && { successors }),
    reason,
  } as const;
  const outcome = await deps.workflow.submit(form, slackId, view.formId);
  // The draft stays: its form can be opened again.
  if (!outcome.ok)
    return outcome.refusal.why === 'origin_settled'
      ? settled(deps, view, draft, outcome.refusal)
      : refused(outcome.refusal);
  await deps.drafts.discard(draft.id);
  return { view: preparedView(outcome, '/domo-schema') };
}

/** The request whose place this one was to take was decided meanwhile: the form stays, for a new request. */
async function settled(deps: SchemaDeps, view: SchemaView, draft: Draft, refusal: Refusal): Promise<Reply> {
  const origin = draft.origin && { ...draft.origin, purpose: 'again' as const };
  const kept = (await deps.drafts.save({ ...draft, origin }, {})) ?? draft;
  const words = refusalSentence(refusal);
  const form = draftForm(kept, { page: view.metadata.page, notice: unescaped(withoutMarkup(words)) });
  if (view.id === view.formId) return { view: form };
  return { ...notDone(words), after: async () => void (await repaint(deps, { viewId: view.formId }, form)) };
}
