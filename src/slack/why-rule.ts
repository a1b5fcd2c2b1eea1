import type { RuleCondition } from '../change/types.ts';
import type { ConditionName, RuleFacts, RuleItem } from '../change/votes/conditions.ts';
import type { ExplainedRule } from '../change/votes/rules.ts';
import { countOf, oneLine } from './text.ts';
import { listed } from './views/request-words.ts';

type Asked = Omit<RuleFacts, 'items'>;

/** Why a rule applies to what somebody asks about: a sentence for each of its conditions. Plain. */
export function whyRule({ when, unknown, items }: ExplainedRule, asked: Asked): string[] {
  if (when === undefined) return [whyTheRest(unknown, items)];
  const conditions = (Object.keys(reasons) as ConditionName[]).filter((name) => when[name] !== undefined);
  if (conditions.length === 0) return ['The rule is for every change.'];
  return conditions.map((name) => {
    const { wants, is } = reasons[name](when, asked, items);
    return unknown.includes(name) ? `${wants}; ${gaps[name]}, which counts as met.` : `${wants}; ${is}.`;
  });
}

/** The policy's own numbers. */
function whyTheRest(unknown: ConditionName[], items: RuleItem[]): string {
  const missing = unknown.map((name) => gaps[name]).join(', ');
  if (missing !== '') return `Maybe no rule covers it: ${missing}.`;
  const names = namesOf(items);
  return names === '' ? 'No rule covers it.' : `No rule covers ${names}.`;
}

type Reason = (when: RuleCondition, asked: Asked, items: RuleItem[]) => { wants: string; is: string };

const reasons: Record<ConditionName, Reason> = {
  kind: ({ kind }) => ({ wants: `The rule is for ${kind} changes`, is: 'this is one' }),
  risk: ({ risk }, _, [item]) => ({ wants: `The rule is for a risk of ${risk} or worse`, is: `this is ${item?.risk}` }),
  items: ({ items }, { ownerItems = 0 }) => ({
    wants: `The rule is for ${items} or more of one owner's datasets within 7 days`,
    is: `these are ${countOf(ownerItems, 'dataset')}`,
  }),
  datasets: ({ datasets = '' }, _, items) => ({
    wants: `The rule is for datasets called “${oneLine(datasets, 100)}”`,
    is: `that includes ${namesOf(items)}`,
  }),
  owners: ({ owners = [] }, { owner }) => ({
    wants: `The rule is for datasets of ${listed(owners.map(showId), { most: 10, last: 'or' })}`,
    is: `their owner is ${owner === undefined ? '' : showId(owner.type === 'group' ? `group:${owner.id}` : owner.id)}`,
  }),
  uses: ({ uses: least }, { uses }) => ({
    wants: `The rule is for datasets with ${least} or more cards and DataFlows`,
    is: `this one has ${uses}`,
  }),
};

const gaps: Record<ConditionName, string> = {
  kind: "the kind of change isn't known",
  risk: "the risk isn't known",
  items: "how many there are isn't known",
  datasets: "the names of the datasets aren't known",
  owners: "the owner isn't known",
  uses: "I can't see what uses them",
};

function namesOf(items: RuleItem[]): string {
  return listed(items.flatMap(({ datasetName }) => (datasetName ? [`“${oneLine(datasetName)}”`] : [])));
}

function showId(owner: number | string): string {
  return typeof owner === 'number' ? `user ${owner}` : owner.replace(':', ' ');
}
