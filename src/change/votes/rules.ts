import type { Policy, Rule, RuleCondition } from '../types.ts';
import { type ConditionName, type RuleFacts, type RuleItem, unknownConditions } from './conditions.ts';
import { matchesPattern } from './name-pattern.ts';

/** A rule that a request must satisfy. */
export interface RequiredRule {
  name: string;
  approvers: string[];
  approvals: number;
  /** The incoming owner must accept: never of a schema change. */
  requireAcceptance: boolean;
  /** In ms. */
  expireAfter: number;
  /** Slack ids of those who are asked as well by now; empty until then. */
  fallback: string[];
}

/** A rule with why it applies. */
export interface ExplainedRule extends RequiredRule {
  /** Its conditions; undefined: it is the policy's own numbers. */
  when: RuleCondition | undefined;
  /** The conditions that count as met because nobody knows; of the policy's own numbers those of the rules that may fit instead. */
  unknown: ConditionName[];
  /** The items that it is for. */
  items: RuleItem[];
}

/** What the policy's own numbers go by, for items that no rule fits. No rule may be called so. */
export const defaultRule = 'every change';

type Numbers = Pick<
  Policy,
  'rules' | 'approvers' | 'approvals' | 'requireAcceptance' | 'expireAfter' | 'fallbackApprovers'
>;

/**
 * Every rule that fits any of these items, and the policy's own numbers where an item is not sure to fit one. `escalated`: the
 * names of those under which `fallback_approvers` may approve as well.
 */
export function rulesFor(policy: Numbers, facts: RuleFacts, escalated: readonly string[] = []): RequiredRule[] {
  return explainRules(policy, facts).map((rule) => {
    return required(rule, facts, escalated.includes(rule.name) ? policy.fallbackApprovers : []);
  });
}

/** The same with the reasons. */
export function explainRules(policy: Numbers, facts: RuleFacts): ExplainedRule[] {
  const possible = policy.rules.map((rule) => ({ rule, fits: fitsOf(rule, facts) }));
  const found = possible.filter(({ fits }) => fits.length > 0);
  const all = found.flatMap(({ fits }) => fits);
  const sure = new Set(all.filter(({ unknown }) => unknown.length === 0).map(({ item }) => item));
  const bare = facts.items.filter((item) => !sure.has(item));
  return [
    ...found.map(({ rule, fits }): ExplainedRule => {
      const [first] = fits;
      const unknown = (first?.unknown ?? []).filter((name) => fits.every((each) => each.unknown.includes(name)));
      return { ...required(rule, facts), when: rule.when, unknown, items: fits.map(({ item }) => item) };
    }),
    ...(bare.length === 0 ? [] : [everyOther(policy, facts, bare, all)]),
  ];
}

interface Fit {
  item: RuleItem;
  unknown: ConditionName[];
}

function fitsOf({ when }: Rule, facts: RuleFacts): Fit[] {
  return facts.items.flatMap((item) => {
    const unknown = unknownConditions(when, facts, item);
    return unknown === undefined ? [] : [{ item, unknown }];
  });
}

function everyOther(policy: Numbers, facts: RuleFacts, items: RuleItem[], fits: Fit[]): ExplainedRule {
  const bare = new Set(items);
  const maybe = fits.filter(({ item }) => bare.has(item));
  const isSure = new Set(maybe.map(({ item }) => item)).size < bare.size;
  const unknown = isSure ? [] : [...new Set(maybe.flatMap((fit) => fit.unknown))];
  return { ...required({ ...policy, name: defaultRule }, facts), when: undefined, unknown, items };
}

function required(
  { name, approvers, approvals, requireAcceptance, expireAfter }: Omit<RequiredRule, 'fallback'>,
  { kind }: Pick<RuleFacts, 'kind'>,
  fallback: string[] = [],
): RequiredRule {
  return {
    name,
    approvers,
    approvals,
    requireAcceptance: requireAcceptance && kind === 'owner',
    expireAfter,
    fallback,
  };
}

/** How long a request under these rules may wait, in ms. */
export function shortestExpiry(rules: Pick<RequiredRule, 'expireAfter'>[]): number {
  return Math.min(...rules.map(({ expireAfter }) => expireAfter));
}

/** The rule for the name that a dataset has now, where the plan's name for it was another: nobody has decided under that rule. */
export function ruleForNewName({ rules }: Pick<Policy, 'rules'>, planned: string, now: string): Rule | undefined {
  return rules.find(({ when: { datasets } }) => {
    return datasets !== undefined && matchesPattern(datasets, now) && !matchesPattern(datasets, planned);
  });
}

/** Whether any rule of the policy has to be told the names of a request's datasets. */
export function asksForNames({ rules }: Pick<Policy, 'rules'>): boolean {
  return rules.some(({ when }) => when.datasets !== undefined);
}

/** Whether any rule goes by how many of an owner's datasets were asked for. */
export function asksForCount({ rules }: Pick<Policy, 'rules'>): boolean {
  return rules.some(({ when }) => when.items !== undefined);
}
