import type { RequestLine } from '../../workflow/tell/request-view.ts';
import { actionIds, type ListValue } from '../ids.ts';
import { permalink } from '../permalink.ts';
import { slackDate } from '../text.ts';
import { actions, button } from './blocks.ts';
import type { Message } from './card.ts';
import { gist, kindWords, stateLine } from './request-words.ts';
import { messageOf, sentence } from './sentence.ts';

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
  const { text, blocks } = messageOf([`*${listTitle(asked)}*`, ...lines]);
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
  return `${which === undefined ? 'Open requests and yours' : titles[which]}${narrowing(asked)}`;
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
