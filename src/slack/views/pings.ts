import type { KnownBlock } from '@slack/types';
import { isOpen } from '../../change/states.ts';
import type { Ping } from '../../workflow/ports.ts';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { cut, escapeMrkdwn, slackDate, withoutMarkup } from '../text.ts';
import { actions, context, section } from './blocks.ts';
import { longestFallback, type Message } from './card.ts';
import { openDetails } from './details-button.ts';
import { fitMessage } from './fit-message.ts';
import { approvers, gist, personName, quotedInline, stateLine, title } from './request-words.ts';
import { ruleLines, statusLines } from './status-lines.ts';

/** So many requests stand in one message; Home has them all. */
const shown = 20;

/** A DM about what somebody is called for: one request with what it is about, or several, a line each. */
export function pingMessage(slackId: string, pings: Ping[]): Message {
  const [first] = pings;
  return pings.length === 1 && first !== undefined ? single(slackId, first) : list(slackId, pings);
}

function single(slackId: string, ping: Ping): Message {
  const { request, why } = ping;
  const buttons = actions(`ping:${why}:${request.state}`, openDetails(request.id));
  const lines = request.state === 'pending' ? calling(slackId, ping) : ended(request);
  return message(lines, [...lines.map((words) => section(words)), buttons]);
}

function calling(slackId: string, ping: Ping): string[] {
  const { requester, reason } = ping.request;
  const asked = `Requested by ${personName(requester)}: ${quotedInline(reason, 240)}`;
  return [line(slackId, ping), [...ruleLines(ping.request), asked].join('\n')];
}

/** What became of what somebody was called for. */
function ended(request: RequestView): string[] {
  if (!isOpen(request.state)) return [statusLines(request).join('\n')];
  return [`*${escapeMrkdwn(title(request))}*\n${approvedWords(request)}`];
}

function list(slackId: string, pings: Ping[]): Message {
  const heading = `*${headingWords(slackId, pings)}*`;
  const inOrder = pings.toSorted((one, other) => one.request.number - other.request.number);
  const each = inOrder.slice(0, shown).map((ping) => ({ id: ping.request.id, words: line(slackId, ping) }));
  const more = pings.length - each.length;
  return message(
    [heading, ...each.map(({ words }) => words)],
    [
      section(heading),
      ...each.map(({ id, words }) => section(words, { accessory: openDetails(id) })),
      ...(more > 0 ? [context(`and ${more} more, on Home`)] : []),
    ],
  );
}

/** A requester can't decide their own: to them it is news. */
function headingWords(slackId: string, pings: Ping[]): string {
  const pending = pings.filter(({ request }) => request.state === 'pending');
  const open = pending.filter(({ request }) => request.requester.slackId !== slackId && !hasVote(request, slackId));
  if (open.length > 0) return open.length === 1 ? '1 request needs you' : `${open.length} requests need you`;
  const own = pending.filter(({ request }) => request.requester.slackId === slackId).length;
  if (own > 0) return own === 1 ? '1 of your requests is still waiting' : `${own} of your requests are still waiting`;
  return 'Nothing here needs you now';
}

function message(lines: string[], blocks: KnownBlock[]): Message {
  return { text: cut(withoutMarkup(lines.join('\n')), longestFallback), blocks: fitMessage(blocks) };
}

/** `#42 is still waiting for your approval: 12 datasets: Leonhard Euler → Carl Friedrich Gauss`, in bold. */
function line(slackId: string, { why, request }: Ping): string {
  const { number, expiresAt, requester, state, allAway } = request;
  const what = gist(request);
  if (state !== 'pending')
    return `*#${number}* ${isOpen(state) ? approvedWords(request) : stateLine(request)} · ${what}`;
  const expires = expiresAt === undefined ? '' : ` ${slackDate(expiresAt)}`;
  const away = allAway?.rules.length ? 'while everyone who can decide it is away' : undefined;
  if (requester.slackId === slackId) {
    const words = away ? `waits ${away}; it expires${expires}` : `expires${expires}, and it's still waiting`;
    return `*#${number}* ${words}: ${what}`;
  }
  if (hasVote(request, slackId)) return `*#${number}* has your approval and needs more: ${what}`;
  const words = {
    asked: 'needs your approval',
    reminder: 'is still waiting for your approval',
    escalated: escalatedWords(slackId, request, away),
    recounted: 'needs your approval again',
    by_hand: 'is waiting to be done by hand in Domo',
    expires: `expires${expires}; it's still waiting for your approval`,
  }[why];
  return `*#${number}* ${words}: ${what}`;
}

/** They may approve it by now, or are told beforehand since nobody else is there. */
function escalatedWords(slackId: string, { allAway, createdAt }: RequestView, away = ''): string {
  const { people = [], at } = allAway?.joining ?? {};
  const joins = people.some((person) => person.slackId === slackId);
  if (at === undefined || !joins) return `has waited since ${slackDate(createdAt)}; you can approve it`;
  return `${away ? `waits ${away}` : 'is waiting'}; you can approve it from ${slackDate(at)}`;
}

function hasVote({ votes }: RequestView, slackId: string): boolean {
  return votes.some(({ voter }) => voter.slackId === slackId);
}

/** How the run goes is told by the card. */
function approvedWords(request: RequestView): string {
  const by = approvers(request);
  return by === '' ? '⚙️ Approved' : `⚙️ Approved by ${by}`;
}
