import { coerceError } from '../../../errors.ts';
import { openSchemaButton } from '../../views/schema-buttons.ts';
import { schemaForm } from '../../views/schema-form.ts';
import type { SchemaStart } from '../../views/schema-ids.ts';
import { sentence } from '../../views/sentence.ts';
import { type Reply, refused } from '../reply.ts';
import { showEdited } from './edit.ts';
import { type SchemaView, typedReason } from './payloads.ts';
import { draftForm, repaint, type SchemaDeps, type SchemaWindow, showDraft } from './window.ts';

const nothing = { draftId: '', version: 0, page: 0 };

/** Opens the form at once, and reads behind it what Domo has now. */
export async function openSchemaForm(deps: SchemaDeps, slackId: string, start: SchemaStart): Promise<Reply> {
  const refusal = await deps.workflow.mayAsk(slackId, '/domo-schema');
  if (refusal !== undefined) return refused(refusal);
  const loads = start.dataset !== undefined || start.from !== undefined;
  const content = { state: loads ? ('loading' as const) : ('no dataset' as const) };
  return {
    open: {
      view: schemaForm({ metadata: nothing, dataset: start.dataset, content }),
      late: { say: sentence("The form didn't open in time. Open it here:", [openSchemaButton(start)]) },
      ...(loads && { opened: (window) => loadSchema(deps, slackId, window, start) }),
    },
  };
}

/**
 * Reads from Domo and shows the draft, or why there is none. A form that shows something newer by now is left alone.
 * `typed`: a reason that stood in the window before; it wins over the draft's.
 */
async function loadSchema(
  deps: SchemaDeps,
  slackId: string,
  window: SchemaWindow,
  start: SchemaStart,
  typed = '',
): Promise<void> {
  const failed = (problem: string) =>
    schemaForm({
      metadata: nothing,
      dataset: start.dataset,
      reason: typed,
      content: { state: 'failed', problem, retry: start },
    });
  try {
    const { drafts } = deps;
    const opened = start.from
      ? await drafts.followUp(slackId, start.from.requestId, start.from.edits)
      : await drafts.open(slackId, start.dataset?.id ?? '');
    if (!opened.ok) return void (await repaint(deps, window, failed(opened.problem)));
    const { draft, keptFrom } = opened;
    const reason = typed.trim() === '' ? draft.reason : typed;
    if (reason !== draft.reason) await drafts.keepReason(slackId, draft.id, reason);
    const shown = { ...draft, reason };
    const looking = await drafts.seesUses();
    const painted = await repaint(deps, window, draftForm(shown, { page: 0, keptFrom, looking }));
    if (!looking || painted.is !== 'shown') return;
    // Behind it: hundreds of cards may use the dataset.
    const looked = await drafts.lookUpUses(shown);
    const again = { viewId: window.viewId, hash: painted.hash };
    if (looked !== undefined) await showDraft(deps, again, { ...looked, reason }, { page: 0, keptFrom });
  } catch (thrown) {
    const reference = deps.newReference();
    deps.logger.error({ err: coerceError(thrown), reference, slackId }, 'a schema form could not be loaded');
    await repaint(
      deps,
      window,
      failed(`Something went wrong. Try again; if it keeps happening, give an admin this code: ${reference}`),
    );
  }
}

/** Another dataset was chosen in an open form: that choice wins over whatever is still on its way. */
export async function chooseDataset(
  deps: SchemaDeps,
  slackId: string,
  window: SchemaWindow,
  start: SchemaStart,
  typed: string | undefined,
): Promise<void> {
  const loading = schemaForm({ metadata: nothing, dataset: start.dataset, content: { state: 'loading' } });
  const first = await repaint(deps, window, loading);
  const shown = first.is === 'overtaken' ? await repaint(deps, { viewId: window.viewId }, loading) : first;
  if (shown.is !== 'shown') return;
  await loadSchema(deps, slackId, { viewId: window.viewId, hash: shown.hash }, start, typed);
}

/** Takes the kept edits away, for the columns as Domo has them. The reason stays: it is no edit. */
export async function discardEdits(deps: SchemaDeps, slackId: string, view: SchemaView): Promise<Reply> {
  const draft = await deps.drafts.find(slackId, view.metadata.draftId);
  if (draft === undefined) return { after: () => showEdited(deps, view, undefined, { page: 0 }) };
  await deps.inOrder(view.formId, () => deps.drafts.discard(draft.id));
  const dataset = { id: draft.live.datasetId, name: draft.live.datasetName };
  const window = { viewId: view.formId, hash: view.hash };
  return { after: () => chooseDataset(deps, slackId, window, { dataset }, typedReason(view)) };
}
