import type { HomeView, KnownBlock } from '@slack/types';
import type { OrphaningOwner } from '../../catalog/types.ts';
import { isUndecided } from '../../change/states.ts';
import { type NotifyChoice, notifyChoices } from '../../change/types.ts';
import { type HomeContent, homeList } from '../../workflow/tell/home-content.ts';
import type { RequestLine } from '../../workflow/tell/request-view.ts';
import { actionIds } from '../ids.ts';
import { countOf, cut, escapeMrkdwn, showOwner } from '../text.ts';
import { actions, button, context, header, plain, section } from './blocks.ts';
import { withdrawButton } from './card-buttons.ts';
import { openDetails } from './details-button.ts';
import { type LinkTo, shortLine } from './lists.ts';

/** A to-do list: what this person has to decide comes first. */
export function home(
  { toApprove, toDo, yours, orphaned, recent, readsAll, asks, notify }: HomeContent,
  linkTo: LinkTo,
): HomeView {
  const line = (request: RequestLine) => requestSection(request, linkTo);
  return {
    type: 'home',
    blocks: [
      ...(asks ? [askButtons()] : []),
      ...part('To approve', toApprove, line, 'Nothing to approve.'),
      ...toDoPart(toDo, linkTo),
      ...part('Your requests', yours, (request, nth) => ownSection(request, linkTo, nth), 'You have no requests.'),
      ...part(
        'Datasets without an active owner',
        orphaned,
        (owner) => ownerSection(owner, { asks, opens: (id) => readsAll || yours.some((own) => own.id === id) }),
        'Every dataset has an active owner.',
      ),
      ...part(
        'Recent changes',
        recent,
        (request) => requestSection(request, linkTo, request.opens),
        'No recent changes by others.',
      ),
      { type: 'divider' },
      notifySection(notify),
    ],
  };
}

/** For people who may do nothing here but that. */
export function homeToDo(toDo: RequestLine[], linkTo: LinkTo): HomeView {
  return { type: 'home', blocks: toDoPart(toDo, linkTo) };
}

function toDoPart(toDo: RequestLine[], linkTo: LinkTo): KnownBlock[] {
  if (toDo.length === 0) return [];
  return part('To do by hand in Domo', toDo, (request) => requestSection(request, linkTo), '');
}

function part<T>(
  title: string,
  all: T[],
  show: (each: T, nth: number) => KnownBlock | KnownBlock[],
  none: string,
): KnownBlock[] {
  return [
    header(title),
    ...(all.length === 0 ? [context(none)] : all.slice(0, homeList).flatMap((each, nth) => show(each, nth))),
    // Whoever makes the list asks for one more than is shown.
    ...(all.length > homeList ? [context('… and more')] : []),
  ];
}

function askButtons(): KnownBlock {
  return actions(
    'ask',
    button({ text: 'Change dataset owner', actionId: actionIds.openOwnerForm, value: '{}', style: 'primary' }),
    button({ text: 'Change dataset schema', actionId: actionIds.openSchemaForm }),
  );
}

function requestSection(request: RequestLine, linkTo: LinkTo, opens = true): KnownBlock {
  const accessory = openDetails(request.id, `Details of #${request.number}`);
  return section(cut(shortLine(request, linkTo), 1000), opens ? { accessory } : {});
}

/** What is not decided yet can be withdrawn here. */
function ownSection(request: RequestLine, linkTo: LinkTo, nth: number): KnownBlock[] {
  const { id, number, state } = request;
  return [
    requestSection(request, linkTo),
    ...(isUndecided(state) ? [actions(`own:${nth}:${id}`, withdrawButton({ id, number }))] : []),
  ];
}

/** `Hand over` opens the form filled in, unless open requests hold all of these datasets: then it says which. */
function ownerSection(
  owner: OrphaningOwner,
  { asks, opens }: { asks: boolean; opens: (requestId: string) => boolean },
): KnownBlock {
  const { id, datasets, held, heldBy } = owner;
  const [first] = heldBy;
  const requests = heldBy.slice(0, 5).map(({ number }) => `#${number}`);
  const already = held === 0 ? [] : [`${held < datasets ? `${held} ` : ''}in ${requests.join(', ')}`];
  const words = [escapeMrkdwn(showOwner(owner)), countOf(datasets, 'dataset'), ...already].join(' · ');
  if (held === datasets && first !== undefined) {
    return section(words, opens(first.id) ? { accessory: openDetails(first.id) } : {});
  }
  if (!asks) return section(words);
  const value = JSON.stringify({ fromId: id });
  return section(words, { accessory: button({ text: 'Hand over', actionId: actionIds.openOwnerForm, value }) });
}

/** What the app may call this person for; a choice is kept at once. */
function notifySection(chosen: NotifyChoice): KnownBlock {
  const option = (value: NotifyChoice) => ({ text: plain(notifyWords[value], 75), value });
  return section('*Notify me*', {
    accessory: {
      type: 'static_select',
      action_id: actionIds.notify,
      options: notifyChoices.map(option),
      initial_option: option(chosen),
    },
  });
}

const notifyWords: Record<NotifyChoice, string> = {
  every: 'Every request I can decide',
  needed: "Only when I'm needed",
  never: "Don't ping me",
};

/** For people who may not use the app: why, and nothing of what Domo holds. */
export function closedHome(sentence: string): HomeView {
  return { type: 'home', blocks: [section(sentence)] };
}
