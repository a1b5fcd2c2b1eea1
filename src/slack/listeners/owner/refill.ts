import type { ModalView } from '@slack/types';
import type { Follows } from '../../ids.ts';
import { mostPicked, ownerForm } from '../../views/owner-form.ts';
import type { ListenerDeps } from '../deps.ts';
import { linkMaker } from '../request/links.ts';
import type { OwnerFormState } from './form-state.ts';

/** The form with all that it holds. `notice`: what the person must know first, in mrkdwn. */
export async function refill(
  deps: ListenerDeps,
  slackId: string,
  state: OwnerFormState,
  notice?: string,
): Promise<ModalView> {
  const { metadata, fromId, toId, which, picked, pasted, reason } = state;
  const [[from, to], datasets, linkTo, loading] = await Promise.all([
    deps.catalog.owners([fromId, toId]),
    Promise.all(picked.slice(0, mostPicked).map((id) => deps.catalog.dataset(id))),
    linkMaker(deps),
    stillLoading(deps),
  ]);
  return ownerForm({
    metadata: { ...metadata, fromId },
    from,
    loading: loading !== undefined,
    linkTo,
    outlook: from && (await deps.workflow.outlookOf(slackId, from, replacedBy(metadata))),
    which,
    datasets: datasets.flatMap((dataset) => dataset ?? []),
    pasted,
    to,
    reason,
    notice: notice ?? loading,
  });
}

/** Plain, while the catalog is filled for the first time: until then nobody is known to own nothing. */
export async function stillLoading({ catalog }: ListenerDeps): Promise<string | undefined> {
  return (await catalog.freshAt()) === undefined
    ? "I'm still loading Domo. People and datasets will appear here shortly."
    : undefined;
}

/** The request whose place the form's takes. */
export function replacedBy({ follows }: { follows?: Follows | undefined }): string | undefined {
  return follows?.purpose === 'edit' ? follows.requestId : undefined;
}
