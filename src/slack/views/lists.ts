import type { KnownBlock } from '@slack/types';
import type { DatasetHit, OwnerHit } from '../../catalog/types.ts';
import type { RequestLine } from '../../workflow/tell/request-view.ts';
import { actionIds, type HistoryValue, type ListValue, type Owners } from '../ids.ts';
import { permalink } from '../permalink.ts';
import { countOf, cut, escapeMrkdwn, showDataset, showOwner, slackDate, withoutMarkup } from '../text.ts';
import { actions, button, section } from './blocks.ts';
import { longestFallback, type Message } from './card.ts';
import { fitMessage } from './fit-message.ts';
import { gist, kindWords, stateLine } from './request-words.ts';

/** The most that one private answer lists. */
export const longestList = 20;

/** Where the request's card is, for people to follow. */
export type LinkTo = (request: Pick<RequestLine, 'card'>) => string | undefined;

/** `url`: the workspace's, with a slash at the end. */
export function linksTo(url: string): LinkTo {
  return ({ card }) => card && permalink(url, card);
}

/** `#42 · Waiting for approval · 37 datasets from … to …`, the number linked to the card. */
function requestLine(request: RequestLine, linkTo: LinkTo): string {
  const number = numberOf(request, linkTo);
  const what = [gist(request), slackDate(request.createdAt)].filter(Boolean).join(' · ');
  return `${number} · ${kindWords(request)} · ${stateLine(request)}\n${what}`;
}

/** The same in one line, for Home. */
export function shortLine(request: RequestLine, linkTo: LinkTo): string {
  return [numberOf(request, linkTo), gist(request) || kindWords(request), stateLine(request)].join(' · ');
}

export function numberOf(request: Pick<RequestLine, 'number' | 'card'>, linkTo: LinkTo): string {
  const link = linkTo(request);
  return link === undefined ? `#${request.number}` : `<${link}|#${request.number}>`;
}

/** What stands in place of a card that another one took over from. */
export function replacedCard(request: RequestLine, linkTo: LinkTo): Message {
  const link = linkTo(request);
  const card = link === undefined ? 'the newer one' : `<${link}|the newer one>`;
  return sentence(`*#${request.number}* · ${kindWords(request)}\nThis card is out of date. Use ${card}.`);
}

/** Says that a list goes on: whoever makes one asks for one more than is shown. */
export function andMore(all: unknown[], shown: number): string[] {
  return all.length > shown ? ['… and more'] : [];
}

/**
 * `requests`: those above `longestList` are on the next page, which `Older` asks for. `insider`: they may have it as a file,
 * and the log of its span.
 */
export function requestList(
  requests: RequestLine[],
  linkTo: LinkTo,
  asked: ListValue,
  { insider }: { insider: boolean },
): Message {
  const value = (offset: number) => JSON.stringify({ ...asked, offset });
  const log = insider && asked.since !== undefined ? [button({ ...logCsv, value: value(0) })] : [];
  if (requests.length === 0) {
    return sentence(`${noneFound(asked)}.`, log.length === 0 ? [] : [actions('list', ...log)]);
  }
  const lines = requests.slice(0, longestList).map((request) => requestLine(request, linkTo));
  const { text, blocks } = message([`*${listTitle(asked)}*`, ...lines]);
  const older = { text: 'Older', actionId: actionIds.olderInList, value: value(asked.offset + longestList) };
  const buttons = [
    ...(requests.length > longestList ? [button(older)] : []),
    ...(insider ? [button({ ...sendCsv, actionId: actionIds.listCsv, value: value(0) })] : []),
    ...log,
  ];
  return { text, blocks: [...blocks, ...(buttons.length === 0 ? [] : [actions('list', ...buttons)])] };
}

/** All of what is listed, as a file. */
export const sendCsv = { text: 'Send me the CSV' };
const logCsv = { text: 'Send me the log', actionId: actionIds.logCsv };

function listTitle({ which, ...asked }: ListValue): string {
  const titles = { open: 'Open requests', mine: 'Your requests', 'to approve': 'To approve' };
  return `${which === undefined ? 'Open requests, and yours' : titles[which]}${narrowing(asked)}`;
}

function noneFound({ which, ...asked }: ListValue): string {
  const none = { open: 'No request is open', mine: 'You have no requests', 'to approve': 'Nothing to approve' };
  return `${none[which ?? 'open']}${narrowing(asked)}`;
}

/** ` · schema changes · since 2026-10-01`. */
function narrowing({ kind, since }: Pick<ListValue, 'kind' | 'since'>): string {
  const narrowed = [kind && `${kind} changes`, since && `since ${since.toISOString().slice(0, 10)}`];
  return narrowed
    .filter(Boolean)
    .map((words) => ` · ${words}`)
    .join('');
}

/** One sentence, privately. */
export function sentence(mrkdwn: string, end: KnownBlock[] = []): Message {
  const { text, blocks } = message([mrkdwn]);
  return { text, blocks: [...blocks, ...end] };
}

function message(lines: string[]): Message {
  return {
    text: cut(withoutMarkup(lines.join('\n')), longestFallback),
    blocks: fitMessage(lines.map((line) => section(cut(line, 700)))),
  };
}

/** Shown when a form could not open in time, and for whatever opens one. */
export function openFormButton(owners: Owners = {}): KnownBlock {
  return openFormBy(actionIds.openOwnerForm, JSON.stringify(owners));
}

/** `Open the form`, by the listener of `actionId`. */
export function openFormBy(actionId: string, value: string): KnownBlock {
  return actions('open', button({ text: 'Open the form', actionId, value, style: 'primary' }));
}

/** Several people are meant by one name: a button each, which opens the form with that one. */
export function ownerChoices(name: string, hits: OwnerHit[], choose: (hit: OwnerHit) => Owners): Message {
  const asked = `“${escapeMrkdwn(cut(name, 100))}” could be one of these. Who do you mean?`;
  const lines = hits.slice(0, 5).map((hit, index): KnownBlock => {
    const words = escapeMrkdwn(`${showOwner(hit)} · ${countOf(hit.datasets, 'dataset')}`);
    const value = JSON.stringify(choose(hit));
    return section(words, {
      accessory: button({ text: 'Choose', actionId: `${actionIds.chooseOwners}${index}`, value }),
    });
  });
  const rest = hits.length > 5 ? [section('… and more: use an email or a Domo ID to say who.')] : [];
  const words = hits.slice(0, 5).map((hit) => escapeMrkdwn(showOwner(hit)));
  return { text: cut([asked, ...words].join('\n'), longestFallback), blocks: [section(asked), ...lines, ...rest] };
}

export interface Choosing {
  /** Followed by the choice's number. */
  actionId: string;
  value: (hit: Pick<DatasetHit, 'id' | 'name'>) => string;
}

const forHistory: Choosing = {
  actionId: actionIds.chooseHistory,
  value: ({ id }) => JSON.stringify({ subject: { datasetId: id }, offset: 0 } satisfies HistoryValue),
};

/** Several datasets have the name: a button each, which shows that one's history, or what `choosing` says. */
export function datasetChoices(
  name: string,
  hits: Pick<DatasetHit, 'id' | 'name'>[],
  choosing: Choosing = forHistory,
): Message {
  const asked = `“${escapeMrkdwn(cut(name, 100))}” could be one of these. Which do you mean?`;
  const lines = hits.slice(0, 5).map((hit, index): KnownBlock => {
    const accessory = button({
      text: 'Choose',
      actionId: `${choosing.actionId}${index}`,
      value: choosing.value(hit),
    });
    return section(escapeMrkdwn(`${showDataset(hit)} · ${hit.id}`), { accessory });
  });
  const rest = hits.length > 5 ? [section('… and more: use an ID to say which.')] : [];
  const words = hits.slice(0, 5).map((hit) => escapeMrkdwn(showDataset(hit)));
  return { text: cut([asked, ...words].join('\n'), longestFallback), blocks: [section(asked), ...lines, ...rest] };
}
