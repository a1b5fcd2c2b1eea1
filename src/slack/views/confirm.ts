import type { ConfirmationDialog } from '@slack/types';
import { looksAlike } from '../../change/look-alike.ts';
import { isLongPlan, type RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, cut, oneLine, showNumber, withoutMarkup } from '../text.ts';
import { riskWords } from '../words.ts';
import { confirmation } from './blocks.ts';
import { securityWarning } from './card-parts.ts';
import { plainGist } from './request-words.ts';
import { columnsAfter, ratedChanges, ratedWords } from './schema-card.ts';

const longest = 300;

/** Slack's question before an approval: what it does, what could go wrong, and why it is asked for. */
export function approveConfirm(request: RequestView): ConfirmationDialog {
  const { number, kind, total, schema } = request;
  const what = kind === 'owner' ? countOf(total, 'dataset') : countOf(schema?.changes ?? 1, 'change');
  return confirmation(`Approve #${number}?`, confirmText(request), `Approve ${what}`);
}

/**
 * Plain, at most 300 characters: what, to whom, the worst risk, what else is meant; of the reason, what is left. Names are
 * short enough for what stands before the reason to fit.
 */
export function confirmText(request: RequestView): string {
  const { total, kind, reason, requester } = request;
  const parts = [
    kind === 'owner' ? ownerWords(request) : `${plainGist(request)}.`,
    ...worstRisk(request),
    ...openQuestion(request),
    ...rejectedBefore(request),
    ...(kind === 'owner' && isLongPlan(request)
      ? [`You approve all ${showNumber(total)}, also those not named here.`]
      : []),
    'Starts when all approvals are in.',
  ];
  const before = cut(parts.join(' '), longest);
  const room = longest - before.length - 1;
  const why = `${oneLine(requester.name, 30)}: “${reason.trim().replace(/\s+/gu, ' ')}”`;
  return room < 20 ? before : `${before} ${cut(why, room)}`;
}

function openQuestion({ questions }: RequestView): string[] {
  const open = questions.filter(({ answer }) => answer === undefined).at(-1);
  return open === undefined ? [] : [`Not answered yet: “${cut(open.text.trim().replace(/\s+/gu, ' '), 60)}”`];
}

function rejectedBefore({ askedBefore }: RequestView): string[] {
  if (askedBefore === undefined) return [];
  const { number, by, comment } = askedBefore;
  const why = comment ? `: “${cut(comment.trim().replace(/\s+/gu, ' '), 40)}”` : '';
  return [`Rejected in #${number} by ${oneLine(by.name, 30)}${why}.`];
}

function ownerWords({ total, from, to }: RequestView): string {
  if (from === undefined || to === undefined) return `${countOf(total, 'dataset')} get a new owner.`;
  const alike = looksAlike(from, to) ? ` (${from.id})` : '';
  const mail = to.email === undefined ? `Domo ID ${to.id}` : oneLine(to.email, 50);
  const verb = total === 1 ? 'goes' : 'go';
  return `${countOf(total, 'dataset')} of ${oneLine(from.name, 40)}${alike} ${verb} to ${oneLine(to.name, 40)} (${mail}).`;
}

function worstRisk(request: RequestView): string[] {
  if (request.kind === 'owner') {
    const security = securityWarning({ ...request, domoUrl: undefined }, 1);
    return security === undefined ? [] : [cut(withoutMarkup(security), 120)];
  }
  const rated = ratedChanges(request).filter(({ risk }) => risk !== 'safe');
  const [worst] = rated;
  if (worst === undefined) return [];
  const more = rated.length > 1 ? ` And ${countOf(rated.length - 1, 'more warning')}.` : '';
  return [`${cut(`${riskWords[worst.risk]}: ${ratedWords(worst, columnsAfter(request))}`, 140)}.${more}`];
}
