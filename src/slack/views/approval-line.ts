import { defaultRule } from '../../change/votes/rules.ts';
import type { Approval } from '../../workflow/ask/approvals.ts';
import { countOf, escapeMrkdwn, oneLine } from '../text.ts';
import { listed, personName } from './request-words.ts';

/** What `require_acceptance` asks for. Plain. */
export const mustAccept = 'The new owner must accept.';

/** `Needs 2 approvals from data-stewards (a column goes away): Ada or Emmy.` A line for each rule, mrkdwn. */
export function approvalLines(approvals: Approval[]): string[] {
  return approvals.map(({ name, needed, acceptance, approverNames, able, ableCount }) => {
    const from = listed(approverNames.map((each) => escapeMrkdwn(oneLine(each, 50))));
    const why = name === defaultRule ? '' : ` (${escapeMrkdwn(oneLine(name, 60))})`;
    const who = able.length === 0 ? '' : listed(able.map(personName), { count: ableCount, last: 'or' });
    // Those whom the policy names one by one are the ones who can.
    const whose = from === '' || from === listed(able.map(personName)) ? '' : ` from ${from}`;
    const also = acceptance ? ` ${mustAccept}` : '';
    return `Needs ${countOf(needed, 'approval')}${whose}${why}${who === '' ? '' : `: ${who}`}.${also}`;
  });
}
