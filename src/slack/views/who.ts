import type { WhoApproves } from '../../workflow/ask/who-approves.ts';
import { cut, escapeMrkdwn, withoutMarkup } from '../text.ts';
import { whyRule } from '../why-rule.ts';
import { approvalLines } from './approval-line.ts';
import { section } from './blocks.ts';
import { longestFallback, type Message } from './card.ts';
import { fitMessage } from './fit-message.ts';

/** Who would have to approve a change, rule by rule, and why. `change`: what it is, plain. */
export function whoMessage(change: string, { rules, facts }: WhoApproves): Message {
  const parts = rules.map(({ rule, approval }) => {
    const why = whyRule(rule, facts).map((reason) => `• ${escapeMrkdwn(reason)}`);
    return cut([...approvalLines([approval]).map((line) => `*${line}*`), ...why].join('\n'), 2900);
  });
  const end = rules.length > 1 ? ['One approval counts for every rule that names its steward.'] : [];
  const lines = [`To change ${escapeMrkdwn(change)}:`, ...parts, ...end];
  return {
    text: cut(withoutMarkup(lines.join('\n')), longestFallback),
    blocks: fitMessage(lines.map((line) => section(line))),
  };
}
