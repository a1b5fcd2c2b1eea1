import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused } from '../reply.ts';
import { readOwnerForm } from './form-state.ts';
import { refill } from './refill.ts';

/**
 * Shows the form anew after another current owner or another `Which datasets` was chosen. Everything comes from what the
 * form holds now, so that of two quick changes the later wins whole.
 */
export async function ownerFormChanged(deps: ListenerDeps, { slackId, view }: Delivery): Promise<Reply> {
  if (view === undefined) return {};
  const refusal = await deps.workflow.mayAsk(slackId, 'owner form');
  if (refusal !== undefined) return refused(refusal);
  // It came behind the form itself: the window shows the request by now.
  if ((await deps.drafts.filed(view.id)) !== undefined) return {};
  const state = readOwnerForm(view);
  const { metadata, fromId, which } = state;
  if (fromId === metadata.fromId) return { view: await refill(deps, slackId, state) };
  const { follows } = metadata;
  const isOfDatasets = follows !== undefined && follows.purpose !== 'again' && follows.purpose !== 'edit';
  const other = {
    ...state,
    // Of another owner's datasets nothing is left to retry or take back.
    metadata: { follows: isOfDatasets ? undefined : follows },
    which: which === 'earlier' ? ('all' as const) : which,
    // Picks are the former owner's: they go with them.
    picked: [],
  };
  return { view: await refill(deps, slackId, other) };
}
