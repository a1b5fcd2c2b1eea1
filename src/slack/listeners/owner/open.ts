import type { KnownBlock } from '@slack/types';
import type { DatasetHit } from '../../../catalog/types.ts';
import type { Decision } from '../../../change/types.ts';
import type { DatasetChoice, Prefill } from '../../../workflow/ask/form.ts';
import type { Follows } from '../../ids.ts';
import { countOf } from '../../text.ts';
import { openFormButton } from '../../views/open-form-button.ts';
import { longestPaste, mostPicked, type OwnerFormData, ownerForm } from '../../views/owner-form.ts';
import { rejectionWords } from '../../views/request-words.ts';
import { sentence } from '../../views/sentence.ts';
import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused } from '../reply.ts';
import { linkMaker } from '../request/links.ts';
import { canOwn } from './find-owner.ts';
import { replacedBy, stillLoading } from './refill.ts';

/** What the form opens with. */
export type OwnerFormStart = Omit<Prefill, 'kind' | 'follows'> & {
  follows?: Follows | undefined;
  /** Of the request that is asked for once more. */
  rejection?: Decision | undefined;
};

/**
 * Opens the owner form for someone who may ask, filled in as far as is known; else says why not. `again`: the button that
 * opens it so once more, where Slack gave us too little time.
 */
export async function openOwnerForm(
  deps: ListenerDeps,
  { slackId }: Delivery,
  { follows, rejection, ...prefill }: OwnerFormStart = {},
  again: KnownBlock = openFormButton({ fromId: prefill.fromId, toId: prefill.toId }),
): Promise<Reply> {
  const refusal = await deps.workflow.mayAsk(slackId, '/domo-owner');
  if (refusal !== undefined) return refused(refusal);
  const [form, loading, linkTo] = await Promise.all([
    fillIn(deps, slackId, prefill, replacedBy({ follows })),
    stillLoading(deps),
    linkMaker(deps),
  ]);
  const view = ownerForm({
    ...form,
    linkTo,
    loading: loading !== undefined,
    metadata: { ...form.metadata, follows },
    notice:
      [rejection && rejectionWords(rejection), form.notice ?? loading]
        .filter((words) => words !== undefined)
        .join('\n') || undefined,
  });
  return { open: { view, late: { say: sentence("The form didn't open in time. Open it here:", [again]) } } };
}

async function fillIn(
  deps: ListenerDeps,
  slackId: string,
  prefill: Omit<Prefill, 'kind'>,
  replaced: string | undefined,
): Promise<Omit<OwnerFormData, 'linkTo'>> {
  const { fromId, toId, datasets = { which: 'all' }, reason } = prefill;
  const [from, to] = await deps.catalog.owners([fromId, toId]);
  return {
    metadata: { fromId: from?.id, ...(datasets.which === 'earlier' && { earlier: datasets }) },
    from,
    outlook: from && (await deps.workflow.outlookOf(slackId, from, replaced)),
    which: datasets.which,
    ...(await fillInDatasets(deps, datasets)),
    // Someone who cannot become an owner is not offered, and so not filled in.
    to: to !== undefined && canOwn(to) ? to : undefined,
    reason,
  };
}

/** What was picked and pasted; picks that a menu cannot begin with, or that the catalog does not know, as pasted ids. */
async function fillInDatasets(
  deps: ListenerDeps,
  choice: DatasetChoice,
): Promise<Pick<OwnerFormData, 'datasets' | 'pasted' | 'notice'>> {
  if (choice.which !== 'some') return {};
  const datasets: DatasetHit[] = [];
  const lines = choice.pasted === '' ? [] : [choice.pasted];
  let length = choice.pasted.length;
  let lost = 0;
  for (const id of choice.picked) {
    const hit = datasets.length < mostPicked ? await deps.catalog.dataset(id) : undefined;
    if (hit !== undefined) datasets.push(hit);
    else if (length + 1 + id.length > longestPaste) lost += 1;
    else {
      lines.push(id);
      length += 1 + id.length;
    }
  }
  const notice =
    lost > 0 ? `${countOf(lost, 'dataset')} didn't fit into this form. Request them separately.` : undefined;
  return { datasets, pasted: lines.join('\n'), notice };
}
