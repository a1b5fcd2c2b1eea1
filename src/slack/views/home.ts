import type { HomeView, KnownBlock } from '@slack/types';
import type { OwnerHit } from '../../catalog/types.ts';
import type { RequestLine } from '../../workflow/tell/request-view.ts';
import { actionIds } from '../ids.ts';
import { countOf, cut, escapeMrkdwn, showOwner } from '../text.ts';
import { actions, button, context, header, section } from './blocks.ts';
import { andMore, type LinkTo, requestLine } from './lists.ts';

/** Requests, or owners, in one part of Home; of those above it says only that there are more. */
export const homeList = 10;
const orphanedTitle = 'Datasets without an active owner';

export interface HomeData {
  waiting: RequestLine[];
  yours: RequestLine[];
  recent: RequestLine[];
  /** Who owns datasets and is not active. */
  orphaned: OwnerHit[];
}

export function home(data: HomeData, linkTo: LinkTo): HomeView {
  const part = (title: string, requests: RequestLine[], none: string): KnownBlock[] => [
    header(title),
    ...(requests.length === 0 ? [context(none)] : []),
    ...requests.slice(0, homeList).map((request) => section(cut(requestLine(request, linkTo), 1000))),
    ...andMore(requests, homeList).map((words) => context(words)),
  ];
  return {
    type: 'home',
    blocks: [
      actions(
        'ask',
        button({ text: 'Change dataset owner', actionId: actionIds.openOwnerForm, value: '{}', style: 'primary' }),
        button({ text: 'Change dataset schema', actionId: actionIds.openSchemaForm }),
      ),
      ...part('Waiting for you', data.waiting, 'Nothing waits for your approval.'),
      ...part('Your requests', data.yours, 'You have not asked for anything lately.'),
      ...part('Recent changes', data.recent, 'Nothing was changed lately.'),
      ...orphaned(data.orphaned),
    ],
  };
}

/** Each owner with a button that opens the form filled in. */
function orphaned(owners: OwnerHit[]): KnownBlock[] {
  if (owners.length === 0) return [header(orphanedTitle), context('Every dataset has an active owner.')];
  return [
    header(orphanedTitle),
    ...owners.slice(0, homeList).map((owner) =>
      section(`${escapeMrkdwn(showOwner(owner))}: ${countOf(owner.datasets, 'dataset')}`, {
        block_id: `orphaned:${owner.id}`,
        accessory: button({
          text: 'Hand over',
          actionId: actionIds.openOwnerForm,
          value: JSON.stringify({ fromId: owner.id }),
        }),
      }),
    ),
    ...andMore(owners, homeList).map((words) => context(words)),
  ];
}

/** For people who may not use the app: why, and nothing of what Domo holds. */
export function closedHome(sentence: string): HomeView {
  return { type: 'home', blocks: [section(sentence)] };
}
