import type { Policy } from '../types.ts';
import { defaultRule } from './rules.ts';

/** A rule that no request can ever satisfy: `people` is how many could approve under it. */
interface UnreachableRule {
  name: string;
  approvals: number;
  people: number;
}

/**
 * The rules under which fewer people could approve than must. `members`: whom each Slack id stands for; without it, how many a
 * user group has only Slack knows, so a rule that names one is left out, as are the policy's own numbers where a rule fits
 * everything. One that names just enough people is fine by this, though none of them could then ask.
 */
export function unreachableRules(
  {
    rules,
    approvers,
    approvals,
    fallbackApprovers,
  }: Pick<Policy, 'rules' | 'approvers' | 'approvals' | 'fallbackApprovers'>,
  members: ReadonlyMap<string, string[]> = new Map(),
): UnreachableRule[] {
  const fitsAll = rules.some(({ when }) => Object.keys(when).length === 0);
  return [...rules, ...(fitsAll ? [] : [{ name: defaultRule, approvers, approvals }])]
    .map(({ name, approvals: needed, approvers: own }) => {
      const ids = [...own, ...fallbackApprovers].flatMap((id) => members.get(id) ?? id);
      return { name, approvals: needed, ids: [...new Set(ids)] };
    })
    .filter((rule) => !rule.ids.some((id) => id.startsWith('S')) && rule.ids.length < rule.approvals)
    .map(({ name, approvals: needed, ids }) => ({ name, approvals: needed, people: ids.length }));
}
