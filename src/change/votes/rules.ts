import type { Kind, Policy, Risk, Rule } from '../types.ts';

/** A rule that a request must satisfy. */
export interface RequiredRule {
  name: string;
  approvers: string[];
  approvals: number;
}

export interface RuleFacts {
  kind: Kind;
  /** One entry an item. Owner changes carry no risk. */
  risks: (Risk | undefined)[];
  /** How many of the one owner's datasets were asked for within 7 days, these included. */
  ownerItems: number;
}

/** What the policy's own numbers go by, where no rule of it fits. No rule may be called so. */
export const defaultRule = 'every change';

/** The rules found for these items: the first that fits each item, each rule once; where none fits, the policy's own numbers. */
export function rulesFor(policy: Policy, facts: RuleFacts): RequiredRule[] {
  const found = new Map<string, RequiredRule>();
  for (const risk of facts.risks) {
    const rule = policy.rules.find((candidate) => fits(candidate, facts, risk)) ?? everyOther(policy);
    found.set(rule.name, { name: rule.name, approvers: rule.approvers, approvals: rule.approvals });
  }
  return [...found.values()];
}

function fits({ when }: Rule, facts: RuleFacts, risk: Risk | undefined): boolean {
  if (when.kind !== undefined && when.kind !== facts.kind) return false;
  if (when.risk !== undefined && when.risk !== risk) return false;
  return when.items === undefined || (facts.kind === 'owner' && facts.ownerItems >= when.items);
}

function everyOther(policy: Policy): RequiredRule {
  return { name: defaultRule, approvers: policy.approvers, approvals: policy.approvals };
}
