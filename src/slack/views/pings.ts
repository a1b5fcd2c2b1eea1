import type { KnownBlock } from '@slack/types';
import type { Ping } from '../../workflow/ports.ts';
import { cut, slackDate, withoutMarkup } from '../text.ts';
import { actions, context, section } from './blocks.ts';
import { longestFallback, type Message } from './card.ts';
import { openDetails } from './details-button.ts';
import { fitMessage } from './fit-message.ts';
import { gist, personName, quotedInline } from './request-words.ts';
import { ruleLines } from './status-lines.ts';

/** So many requests stand in one message; Home has them all. */
const shown = 20;

/** A DM about what somebody is called for: one request with what it is about, or several, a line each. */
export function pingMessage(slackId: string, pings: Ping[]): Message {
  const [first] = pings;
  return pings.length === 1 && first !== undefined ? single(slackId, first) : list(slackId, pings);
}

function single(slackId: string, ping: Ping): Message {
  const { request, why } = ping;
  const asked = `Requested by ${personName(request.requester)}: ${quotedInline(request.reason, 240)}`;
  const lines = [line(slackId, ping), [...ruleLines(request), asked].join('\n')];
  return message(lines, [...lines.map((words) => section(words)), actions(`ping:${why}`, openDetails(request.id))]);
}

function list(slackId: string, pings: Ping[]): Message {
  const heading = `*${pings.length} requests need you*`;
  const each = pings.slice(0, shown).map((ping) => ({ id: ping.request.id, words: line(slackId, ping) }));
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

function message(lines: string[], blocks: KnownBlock[]): Message {
  return { text: cut(withoutMarkup(lines.join('\n')), longestFallback), blocks: fitMessage(blocks) };
}

/** `#42 is still waiting for your approval: 12 datasets: Leonhard Euler → Carl Friedrich Gauss`, in bold. */
function line(slackId: string, { why, request }: Ping): string {
  const { number, expiresAt, requester } = request;
  const what = gist(request);
  const expires = expiresAt === undefined ? '' : ` ${slackDate(expiresAt)}`;
  if (requester.slackId === slackId) return `*#${number}* expires${expires}, and it's still waiting: ${what}`;
  const words = {
    asked: 'needs your approval',
    reminder: 'is still waiting for your approval',
    escalated: `has waited since ${slackDate(request.createdAt)}; you can approve it`,
    recounted: 'needs your approval again',
    expires: `expires${expires}; it's still waiting for your approval`,
  }[why];
  return `*#${number}* ${words}: ${what}`;
}
