import type { KnownBlock, ModalView } from '@slack/types';
import type { ItemView, RequestView } from '../../workflow/tell/request-view.ts';
import { actionIds, callbacks } from '../ids.ts';
import { countOf, cut, escapeMrkdwn, showNumber, showOwner } from '../text.ts';
import { actions, button, context, plain, section } from './blocks.ts';
import { inGroups, itemLine } from './outcomes.ts';
import { longestReason } from './owner-form.ts';
import { gist, kindWords, quoted, shortFingerprint } from './request-words.ts';
import { schemaDiffOf } from './schema-card.ts';
import { schemaPlanPage } from './schema-plan.ts';

/** Items on one page of `View plan`. */
export const planPage = 25;

/** Every item of the plan, or every changed column, a page at a time. `page` is counted from 0. */
export function planView(request: RequestView, items: ItemView[], page: number): ModalView {
  const diff = schemaDiffOf(request);
  return {
    type: 'modal',
    callback_id: callbacks.planView,
    title: plain(`Plan of #${request.number}`, 24),
    close: plain('Close', 24),
    blocks: [
      ...heading(request),
      section(`*Reason*\n${quoted(request.reason, longestReason)}`),
      ...(request.kind === 'schema' ? schemaPlanPage(diff, page, planPage) : itemPage(request, items, page)),
      ...pageButtons(request, page, request.kind === 'schema' ? diff.length : request.total),
      context(`Plan ${shortFingerprint(request)}`),
    ],
  };
}

function heading(request: RequestView): KnownBlock[] {
  const { from, to } = request;
  if (from === undefined || to === undefined) return [section(cut(gist(request) || kindWords(request), 3000))];
  return [section(`*From* ${escapeMrkdwn(showOwner(from))}\n*To* ${escapeMrkdwn(showOwner(to))}`)];
}

function itemPage(request: RequestView, items: ItemView[], page: number): KnownBlock[] {
  const first = page * planPage + 1;
  const last = page * planPage + items.length;
  return [
    context(`${showNumber(Math.min(first, last))}–${showNumber(last)} of ${countOf(request.total, 'dataset')}`),
    ...itemSections(items),
  ];
}

function itemSections(items: ItemView[]): KnownBlock[] {
  const settled = items.some((item) => item.state !== 'waiting');
  return inGroups(items.map((item) => itemLine(item, settled))).map((lines) => section(lines));
}

function pageButtons(request: RequestView, page: number, total: number): KnownBlock[] {
  const value = (to: number) => JSON.stringify({ requestId: request.id, page: to });
  const buttons = [
    ...(page > 0 ? [button({ text: 'Previous', actionId: actionIds.previousPage, value: value(page - 1) })] : []),
    ...((page + 1) * planPage < total
      ? [button({ text: 'Next', actionId: actionIds.nextPage, value: value(page + 1) })]
      : []),
  ];
  return buttons.length === 0 ? [] : [actions(`plan:${page}`, ...buttons)];
}
