import { defaultRule } from '../../change/votes/rules.ts';
import type { Outlook } from '../../workflow/ask/outlook.ts';
import { countOf, escapeMrkdwn, oneLine, showNumber } from '../text.ts';

/** What to know before asking for all that somebody owns, a line each; for only some of it, what holds for any of it. */
export function outlookLines(outlook: Outlook, which: 'all' | 'some' | 'earlier'): string[] {
  return [...securityLine(outlook), ...heldLine(outlook), ...(which === 'all' ? approvalLine(outlook) : [])];
}

function securityLine({ secured, firstSecured = '' }: Outlook): string[] {
  if (secured === 0) return [];
  const name = escapeMrkdwn(oneLine(firstSecured));
  const which = secured === 1 ? `${name} has` : `${name} and ${showNumber(secured - 1)} more have`;
  return [`⚠️ ${which} row security. Owners bypass it: the new owner will see every row.`];
}

function heldLine({ total, held, heldBy }: Outlook): string[] {
  if (held === 0) return [];
  const numbers = heldBy.slice(0, 5).map(({ number }) => `#${number}`);
  const these = held === total ? 'All of them are' : held === 1 ? '1 is' : `${showNumber(held)} are`;
  return [`${these} already in ${numbers.join(', ')} and will be skipped.`];
}

function approvalLine({ rules }: Outlook): string[] {
  if (rules.length === 0) return [];
  const each = rules.map(({ name, approvals }) => {
    const why = name === defaultRule ? '' : ` (${escapeMrkdwn(oneLine(name))})`;
    return `${countOf(approvals, 'approval')}${why}`;
  });
  return [`Needs ${each.join(' and ')}.`];
}
