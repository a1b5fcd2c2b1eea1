import type { KnownBlock } from '@slack/types';
import type { Owner } from '../../change/types.ts';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, cut, escapeMrkdwn, oneLine, withoutMarkup } from '../text.ts';
import { riskWords } from '../words.ts';
import { header } from './blocks.ts';
import { cardButtons } from './card-buttons.ts';
import {
  alikeId,
  asked,
  byTokenLine,
  datasets,
  owners,
  paragraph,
  securityWarning,
  smallPrint,
  worries,
} from './card-parts.ts';
import { fitMessage } from './fit-message.ts';
import { linkedLine } from './follow-ups.ts';
import { amissLines } from './outcomes.ts';
import { gist, shortFingerprint, title } from './request-words.ts';
import { columnsAfter, ratedChanges, ratedWords, schemaChanges, schemaDataset } from './schema-card.ts';
import { statusLines } from './status-lines.ts';

/** A message as Slack takes it: blocks, and the same in words for notifications and screen readers. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** `chat.update` takes no more text than this. */
export const longestFallback = 3900;

/**
 * The one message in the approval channel that always shows the request as it is now. While it waits it is a decision: how
 * it stands, from whom to whom and why, what could go wrong, what changes. Once it is over it is a record of a few lines.
 */
export function card(request: RequestView): Message {
  return {
    text: cardText(request),
    blocks: fitMessage([...body(request, request.mentioned), ...cardButtons(request), ...smallPrint(request)]),
  };
}

/** The card without its buttons and mentions, for `status`: what a person asked to see privately. */
export function cardBody(request: RequestView): Message {
  return { text: cardText(request), blocks: fitMessage([...body(request, []), ...smallPrint(request)]) };
}

function body(request: RequestView, mentioned: string[]): KnownBlock[] {
  const { state, hand } = request;
  if (hand !== undefined) {
    return paragraph([...statusLines(request), ...amissLines(request), ...linkedLine(request)]);
  }
  if (state === 'approved' || state === 'applying') {
    const lines = [...statusLines(request, mentioned), ...amissLines(request)];
    return [header(title(request)), ...paragraph([...lines, ...linkedLine(request)])];
  }
  if (state !== 'pending') {
    const door = state === 'applied' ? byTokenLine(request) : [];
    return paragraph([...statusLines(request, mentioned), ...door, ...amissLines(request), ...linkedLine(request)]);
  }
  return [
    header(title(request)),
    ...paragraph(statusLines(request, mentioned)),
    ...paragraph([...about(request), ...asked(request), ...worries(request)]),
    ...paragraph(what(request)),
    ...unposted(request),
  ];
}

function about(request: RequestView): string[] {
  return request.kind === 'owner' ? owners(request) : schemaDataset(request);
}

function what(request: RequestView): string[] {
  return request.kind === 'owner' ? datasets(request) : schemaChanges(request);
}

function unposted({ planPosted }: RequestView): KnownBlock[] {
  return planPosted ? [] : paragraph(["The full list is still uploading. You can approve once it's in the thread."]);
}

/** What a lock screen shows of it, its first 150 characters, holds what the decision is about. */
function cardText(request: RequestView): string {
  const pending = request.state === 'pending';
  const lines = [
    ...(pending ? [question(request)] : []),
    ...statusLines(request),
    ...(pending ? [...about(request), ...asked(request), ...worries(request), ...what(request)] : amissLines(request)),
    `Plan ${shortFingerprint(request)}`,
  ];
  return cut(withoutMarkup(lines.join('\n')), longestFallback);
}

/** `Approve? #44: 326 datasets from Alan Abel to Carl Friedrich Gauss. Carl Friedrich Gauss will see every row of …` */
function question(request: RequestView): string {
  const { number, from, to, total } = request;
  const short = (owner: Owner) => oneLine(owner.name, 40) + alikeId(request, owner);
  const what =
    from === undefined || to === undefined
      ? gist(request)
      : escapeMrkdwn(`${countOf(total, 'dataset')} from ${short(from)} to ${short(to)}`);
  const risk = securityWarning(request, 1) ?? worstChange(request);
  return `Approve? #${number}: ${what}.${risk === undefined ? '' : ` ${risk}`}`;
}

/** `Breaking: Region removed: breaks what uses it 🔴`, where a column change is more than safe. mrkdwn. */
function worstChange(request: RequestView): string | undefined {
  const [worst] = ratedChanges(request);
  if (worst === undefined || worst.risk === 'safe') return undefined;
  return escapeMrkdwn(`${riskWords[worst.risk]}: ${ratedWords(worst, columnsAfter(request))}`);
}
