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
  const [only] = pings;
  const single = pings.length === 1 && only !== undefined;
  const lines = single ? singleLines(slackId, only) : [`*${pings.length} requests need you*`];
  const each = single ? [] : pings.slice(0, shown);
  const text = cut(withoutMarkup([...lines, ...each.map((ping) => line(slackId, ping))].join('\n')), longestFallback);
  const more = pings.length - each.length;
  return {
    text,
    blocks: fitMessage([
      ...lines.map((words) => section(words)),
      ...each.map((ping) => section(line(slackId, ping), { accessory: openDetails(ping.request.id) })),
      ...(single ? [actions(`ping:${only.why}`, openDetails(only.request.id))] : []),
      ...(!single && more > 0 ? [context(`and ${more} more, on Home`)] : []),
    ]),
  };
}

function singleLines(slackId: string, ping: Ping): string[] {
  const { request } = ping;
  const asked = `Requested by ${personName(request.requester)}: ${quotedInline(request.reason, 240)}`;
  return [line(slackId, ping), [...ruleLines(request), asked].join('\n')];
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
