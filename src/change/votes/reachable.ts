import type { Policy } from '../types.ts';
import { defaultRule } from './rules.ts';

/** A rule that no request can ever satisfy: `people` is how many its list names. */
interface UnreachableRule {
  name: string;
  approvals: number;
  people: number;
}

/**
 * The rules that name fewer people than must approve. How many a user group has only Slack knows, so a rule that names
 * one is left out, as are the policy's own numbers where a rule fits everything. One that names just enough people is
 * fine by this, though none of them could then ask.
 */
export function unreachableRules({
  rules,
  approvers,
  approvals,
}: Pick<Policy, 'rules' | 'approvers' | 'approvals'>): UnreachableRule[] {
  const fitsAll = rules.some(({ when }) => Object.keys(when).length === 0);
  return [...rules, ...(fitsAll ? [] : [{ name: defaultRule, approvers, approvals }])]
    .filter((rule) => !rule.approvers.some((id) => id.startsWith('S')) && rule.approvers.length < rule.approvals)
    .map((rule) => ({ name: rule.name, approvals: rule.approvals, people: rule.approvers.length }));
}
