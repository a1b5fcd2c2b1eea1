import type { ModalView } from '@slack/types';
import type { Draft } from '../../../workflow/ask/draft.ts';
import { callSlack, SlackRefusal } from '../../call-slack.ts';
import type { InOrder } from '../../in-order.ts';
import { schemaForm } from '../../views/schema-form.ts';
import type { ListenerDeps } from '../deps.ts';
import { closedModal } from '../show.ts';

export interface SchemaDeps extends ListenerDeps {
  /** By form: what two clicks in one do happens in their order. */
  inOrder: InOrder;
}

/** The form on someone's screen. With the hash that it had, an update is refused when it shows something else by now. */
export interface SchemaWindow {
  viewId: string;
  hash?: string | undefined;
}

/** `overtaken`: it shows something newer; `closed`: nobody sees it any more, and nothing is lost by that. */
export type Repainted = { is: 'shown'; hash: string | undefined } | { is: 'overtaken' } | { is: 'closed' };

export async function repaint(deps: SchemaDeps, window: SchemaWindow, view: ModalView): Promise<Repainted> {
  const { viewId: view_id, hash } = window;
  try {
    const answer = await callSlack(() =>
      deps.client.web.views.update({ view_id, view, ...(hash !== undefined && { hash }) }),
    );
    return { is: 'shown', hash: answer.view?.hash };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    if (error.error === 'hash_conflict') return { is: 'overtaken' };
    if (closedModal.includes(error.error)) return { is: 'closed' };
    throw error;
  }
}

export interface Showing {
  page: number;
  /** The column that was just edited. */
  edited?: string | undefined;
  /** What the person must know first. */
  notice?: string | undefined;
  /** When the edits were made, if the form is opened again. */
  keptFrom?: Date | undefined;
  /** What uses the dataset is still being read. */
  looking?: boolean | undefined;
}

export function draftForm(draft: Draft, { page, edited, notice, keptFrom, looking }: Showing): ModalView {
  const { id: draftId, version, edit, reason, notes, live, origin, uses } = draft;
  const said = [...(notice === undefined ? [] : [notice]), ...notes];
  return schemaForm({
    metadata: { draftId, version, page, edited },
    follows: origin,
    dataset: { id: live.datasetId, name: live.datasetName },
    reason,
    content: {
      state: 'loaded',
      draft: edit,
      keptFrom,
      policies: live.policies,
      streams: live.streams,
      isApi: live.isApi,
      source: live.source,
      uses,
      looking,
      ...(said.length > 0 && { notice: said.join('\n') }),
    },
  });
}

/** Shows a draft; when the form shows something else by now, the newest that is kept of it. */
export async function showDraft(deps: SchemaDeps, window: SchemaWindow, draft: Draft, showing: Showing): Promise<void> {
  const outcome = await repaint(deps, window, draftForm(draft, showing));
  if (outcome.is !== 'overtaken') return;
  const newest = await deps.drafts.find(draft.slackId, draft.id);
  // Sent or discarded meanwhile: what the window shows came of that.
  if (newest !== undefined) await repaint(deps, { viewId: window.viewId }, draftForm(newest, showing));
}
