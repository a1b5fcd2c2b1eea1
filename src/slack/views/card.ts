import type { KnownBlock } from '@slack/types';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, cut, withoutMarkup } from '../text.ts';
import { header, section } from './blocks.ts';
import { cardButtons, shortFingerprint } from './card-buttons.ts';
import { exclusions, ownerChange, reason, result, smallPrint, standing, votes, worries } from './card-parts.ts';
import { fitMessage } from './fit-message.ts';
import { type Dressing, itemLine } from './item-table.ts';
import { kindAndGist, kindWords, progressLines, quoted, ruleLine, voteLine, votesToTell } from './request-words.ts';
import { schemaChange, schemaLines } from './schema-card.ts';

/** A message as Slack takes it: blocks, and the same in words for notifications and screen readers. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** `chat.update` takes no more text than this. */
export const longestFallback = 3900;

/**
 * The one message in the approval channel that always shows the request as it is now. What a phone shows first is how it
 * stands and, while it waits, for whom.
 */
export function card(request: RequestView, dressing: Dressing = 'table'): Message {
  const waits = request.state === 'pending';
  return {
    text: cardText(request),
    blocks: fitMessage([
      header(`#${request.number} · ${kindWords(request)}`),
      ...standing(request),
      ...(waits ? votes(request) : []),
      ...change(request, dressing),
      ...reason(request),
      ...worries(request),
      ...(waits ? [] : votes(request)),
      ...exclusions(request),
      ...result(request, dressing),
      ...unposted(request),
      ...smallPrint(request),
      ...cardButtons(request),
    ]),
  };
}

/** The card without its buttons, for `status`: what a person asked to see privately. */
export function cardBody(request: RequestView, dressing: Dressing = 'table'): Message {
  const { text, blocks } = card(request, dressing);
  return { text, blocks: blocks.filter((block) => block.type !== 'actions') };
}

function change(request: RequestView, dressing: Dressing): KnownBlock[] {
  return request.kind === 'owner' ? ownerChange(request, dressing) : schemaChange(request, dressing);
}

function unposted({ state, planPosted }: RequestView): KnownBlock[] {
  if (state !== 'pending' || planPosted) return [];
  return [section('The full list is on its way into the thread. `Approve` comes with it.')];
}

function cardText(request: RequestView): string {
  const { total } = request;
  const lines = [
    `#${request.number} · ${kindAndGist(request)}`,
    ...progressLines(request),
    ...request.rules.map((rule) => ruleLine(rule, false)),
    ...votesToTell(request).map(voteLine),
    ...(request.problem === undefined ? [] : [quoted(request.problem, 500)]),
    'Reason:',
    quoted(request.reason, 500),
    ...(request.kind === 'schema' ? schemaLines(request).map((line) => quoted(line, 300)) : []),
    ...request.items.slice(0, 5).map((item) => itemLine(item, item.state !== 'waiting')),
    ...(total > 5 ? [`… of ${countOf(total, 'dataset')}`] : []),
    ...request.warnings.map((warning) => quoted(warning, 200)),
    `Fingerprint ${shortFingerprint(request)}`,
  ];
  return cut(withoutMarkup(lines.join('\n')), longestFallback);
}
