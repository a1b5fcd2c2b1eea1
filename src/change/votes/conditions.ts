import { compareRisks } from '../risk-order.ts';
import type { Kind, Risk, RuleCondition } from '../types.ts';
import { matchesPattern } from './name-pattern.ts';

export type ConditionName = keyof RuleCondition;

/** An item as far as rules tell one from another; what is undefined is not known. */
export interface RuleItem {
  datasetName: string | undefined;
  /** Owner changes carry none. */
  risk?: Risk | undefined;
}

/** What the conditions of rules are held against; what is undefined is not known. */
export interface RuleFacts {
  kind: Kind;
  items: RuleItem[];
  /** Who owns the datasets now. */
  owner?: RuleOwner | undefined;
  /** How many of the one owner's datasets were asked for within 7 days, these included. */
  ownerItems: number | undefined;
  /** How many cards and DataFlows use the one of the datasets that most use. */
  uses: number | undefined;
}

/** `type` undefined: Domo shows a number that may be a user's or a group's. */
export interface RuleOwner {
  id: number;
  type: 'user' | 'group' | undefined;
}

type Asked = Omit<RuleFacts, 'items'>;

/** Whether one condition that a rule has holds; undefined: that is not known. */
const tests: Record<ConditionName, (when: RuleCondition, asked: Asked, item: RuleItem) => boolean | undefined> = {
  kind: (when, { kind }) => when.kind === kind,
  risk: ({ risk: least = 'safe' }, { kind }, { risk }) => {
    if (kind === 'owner') return false;
    return risk === undefined ? undefined : compareRisks(risk, least) >= 0;
  },
  items: ({ items: least = 0 }, { kind, ownerItems }) => {
    if (kind === 'schema') return false;
    return ownerItems === undefined ? undefined : ownerItems >= least;
  },
  datasets: ({ datasets = '*' }, _, { datasetName }) =>
    datasetName === undefined ? undefined : matchesPattern(datasets, datasetName),
  owners: ({ owners = [] }, { owner }) =>
    owner === undefined ? undefined : owners.some((each) => isOwner(each, owner)),
  uses: ({ uses: least = 0 }, { uses }) => (uses === undefined ? undefined : uses >= least),
};

const none: ConditionName[] = [];

/** The conditions of which it is not known whether they hold, which counts as met; undefined: one does not hold. */
export function unknownConditions(when: RuleCondition, asked: Asked, item: RuleItem): ConditionName[] | undefined {
  let unknown = none;
  for (const name of Object.keys(tests) as ConditionName[]) {
    if (when[name] === undefined) continue;
    const holds = tests[name](when, asked, item);
    if (holds === false) return undefined;
    if (holds === undefined) unknown = [...unknown, name];
  }
  return unknown;
}

/** Domo numbers users and groups apart: where the type is not known, either may be meant. */
function isOwner(named: number | string, { id, type }: RuleOwner): boolean {
  if (typeof named === 'number') return type !== 'group' && named === id;
  return type !== 'user' && named === `group:${id}`;
}
