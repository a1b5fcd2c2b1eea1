import { type Kind, type Policy, type Risk, type Rule, risks } from '../types.ts';
import { matchesPattern } from './name-pattern.ts';

/** A rule that a request must satisfy. */
export interface RequiredRule {
  name: string;
  approvers: string[];
  approvals: number;
  /** In ms. */
  expireAfter: number;
}

/** An item as far as rules tell one from another. */
export interface RuleItem {
  datasetName: string;
  /** Owner changes carry none. */
  risk?: Risk | undefined;
}

export interface RuleFacts {
  kind: Kind;
  items: RuleItem[];
  /** Who owns the datasets now; undefined where that is not known, which counts as met. */
  owner?: RuleOwner | undefined;
  /** How many of the one owner's datasets were asked for within 7 days, these included. */
  ownerItems: number;
}

/** `type` undefined: Domo shows a number that may be a user's or a group's. */
export interface RuleOwner {
  id: number;
  type: 'user' | 'group' | undefined;
}

/** What the policy's own numbers go by, for items that no rule fits. No rule may be called so. */
export const defaultRule = 'every change';

type Numbers = Pick<Policy, 'rules' | 'approvers' | 'approvals' | 'expireAfter'>;

/** Every rule that fits any of these items, and the policy's own numbers where some item fits none. */
export function rulesFor(policy: Numbers, facts: RuleFacts): RequiredRule[] {
  const possible = policy.rules.filter((rule) => fitsRequest(rule, facts));
  const found = possible.filter((rule) => facts.items.some((item) => fitsItem(rule, item)));
  const bare = facts.items.some((item) => !found.some((rule) => fitsItem(rule, item)));
  return [...found, ...(bare ? [everyOther(policy)] : [])].map(({ name, approvers, approvals, expireAfter }) => ({
    name,
    approvers,
    approvals,
    expireAfter,
  }));
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

function fitsRequest({ when }: Rule, { kind, owner, ownerItems }: RuleFacts): boolean {
  if (when.kind !== undefined && when.kind !== kind) return false;
  if (when.items !== undefined && (kind !== 'owner' || ownerItems < when.items)) return false;
  return when.owners === undefined || owner === undefined || when.owners.some((each) => isOwner(each, owner));
}

function fitsItem({ when }: Rule, { datasetName, risk }: RuleItem): boolean {
  if (when.risk !== undefined && !isAtLeast(risk, when.risk)) return false;
  return when.datasets === undefined || matchesPattern(when.datasets, datasetName);
}

/** This risk or a worse one. */
function isAtLeast(risk: Risk | undefined, threshold: Risk): boolean {
  return risk !== undefined && risks.indexOf(risk) >= risks.indexOf(threshold);
}

/** Domo numbers users and groups apart: where the type is not known, either may be meant. */
function isOwner(named: number | string, { id, type }: RuleOwner): boolean {
  if (typeof named === 'number') return type !== 'group' && named === id;
  return type !== 'user' && named === `group:${id}`;
}

function everyOther({ approvers, approvals, expireAfter }: Numbers): Omit<Rule, 'when'> {
  return { name: defaultRule, approvers, approvals, expireAfter };
}
