import { ownerForm } from '../../views/owner-form.ts';
import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused } from '../reply.ts';
import { linkMaker } from '../request/links.ts';
import { readOwnerForm } from './form-state.ts';

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
  const { metadata } = state;
  const other = state.fromId !== metadata.fromId;
  const [from, to, datasets] = await Promise.all([
    state.fromId === undefined ? undefined : deps.catalog.owner(state.fromId),
    state.toId === undefined ? undefined : deps.catalog.owner(state.toId),
    // Picks are the former owner's: they go with them.
    other ? [] : Promise.all(state.picked.slice(0, 100).map((id) => deps.catalog.dataset(id))),
  ]);
  const form = ownerForm({
    metadata: {
      fromId: state.fromId,
      earlier: other ? undefined : metadata.earlier,
      // Of another owner's datasets nothing is left to retry or take back.
      follows: other && metadata.follows?.purpose !== 'again' ? undefined : metadata.follows,
    },
    from,
    linkTo: await linkMaker(deps),
    outlook: from && (await deps.workflow.outlook(slackId, from)),
    which: other && state.which === 'earlier' ? 'all' : state.which,
    datasets: datasets.flatMap((dataset) => dataset ?? []),
    pasted: state.pasted,
    to,
    reason: state.reason,
  });
  return { view: form };
}
