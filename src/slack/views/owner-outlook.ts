import type { Outlook } from '../../workflow/ask/outlook.ts';
import { escapeMrkdwn, oneLine, showNumber } from '../text.ts';
import { approvalLines } from './approval-line.ts';
import { type LinkTo, numberOf } from './lists.ts';
import { listed } from './request-words.ts';

/** What to know before asking for all that somebody owns, a line each; for only some of it, what holds for any of it. */
export function outlookLines(outlook: Outlook, which: 'all' | 'some' | 'earlier', linkTo: LinkTo): string[] {
  const approvals = which === 'all' ? approvalLines(outlook.approvals) : [];
  return [
    ...securityLine(outlook),
    ...kindsLine(outlook),
    ...byHandLine(outlook),
    ...heldLine(outlook, which, linkTo),
    ...approvals,
  ];
}

function securityLine({ secured, firstSecured = '' }: Outlook): string[] {
  if (secured === 0) return [];
  const name = escapeMrkdwn(oneLine(firstSecured));
  const which = secured === 1 ? `${name} has` : `${name} and ${showNumber(secured - 1)} more have`;
  return [`⚠️ ${which} row security. Owners bypass it: the new owner will see every row.`];
}

function kindsLine({ total, otherKinds }: Outlook): string[] {
  if (otherKinds === 0) return [];
  const these =
    otherKinds === total ? 'None of them was' : otherKinds === 1 ? "1 wasn't" : `${showNumber(otherKinds)} weren't`;
  const need = otherKinds === 1 && total > 1 ? 'it needs' : 'they need';
  return [`${these} made with Domo's API: ${need} the admin token, or someone who does it in Domo.`];
}

function byHandLine({ total, byHand }: Outlook): string[] {
  if (byHand === 0) return [];
  const these = byHand === total ? 'All of them were' : byHand === 1 ? '1 was' : `${showNumber(byHand)} were`;
  return [`${these} done by hand before: Domo's API refuses them.`];
}

/** Of a part it isn't said that they will be skipped: perhaps none of them is in it. */
function heldLine({ total, held, heldBy }: Outlook, which: 'all' | 'some' | 'earlier', linkTo: LinkTo): string[] {
  if (held === 0) return [];
  const where = `already in ${listed(
    heldBy.map((request) => numberOf(request, linkTo)),
    { most: heldBy.length },
  )}`;
  const are = held === 1 ? 'is' : 'are';
  if (which !== 'all') return [`${showNumber(held)} of all ${showNumber(total)} ${are} ${where}.`];
  return [`${held === total ? 'All of them' : showNumber(held)} ${are} ${where} and will be skipped.`];
}
