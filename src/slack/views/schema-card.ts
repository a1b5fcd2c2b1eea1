import { type ColumnChange, diffSchema, type NameAndType, type SchemaDiff } from '../../change/schema/diff.ts';
import { type RatedChange, rateChanges } from '../../change/schema/rate-changes.ts';
import type { RiskReason } from '../../change/schema/risk.ts';
import type { Owner } from '../../change/types.ts';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, escapeMrkdwn, firstLines, oneLine, showNumber, showOwner } from '../text.ts';
import { riskEmoji, riskWords } from '../words.ts';
import { currentOwner, shownChanges } from './card-parts.ts';
import { datasetLink } from './domo-links.ts';
import { listed } from './request-words.ts';
import { columnName } from './schema-lines.ts';

/** The columns that a schema request changes; empty until its plan is frozen. */
function schemaDiffOf({ items }: Pick<RequestView, 'items'>): SchemaDiff {
  const change = items[0]?.change;
  return change?.kind === 'schema' ? diffSchema(change.before, change.after, change.renames) : [];
}

/** The same with what each change puts at risk, the worst first. */
export function ratedChanges(request: Pick<RequestView, 'items' | 'schema'>): RatedChange[] {
  return rateChanges(schemaDiffOf(request), request.schema?.reasons ?? []).rated;
}

/** Which dataset, whose it is, and who sees which rows by the columns that filter. `withIds`: whatever they are called. */
export function schemaDataset(request: RequestView, withIds = false): string[] {
  const { dataset, schema } = request;
  if (dataset === undefined) return [];
  const show = (owner: Owner) => (withIds ? escapeMrkdwn(showOwner(owner)) : currentOwner(request, owner));
  const owner = dataset.owner === undefined ? '' : ` · owner ${show(dataset.owner)}`;
  const policies = (schema?.policies ?? []).map((name) => `“${escapeMrkdwn(oneLine(name))}”`);
  const filtered =
    policies.length === 0
      ? []
      : [`Row security: ${listed(policies)} filter${policies.length === 1 ? 's' : ''} its rows`];
  const id = withIds ? ` · ${escapeMrkdwn(oneLine(dataset.id))}` : '';
  return [`${datasetLink(request, dataset, 80)}${id}${owner}`, ...filtered];
}

/** The first changes, a line each with its risk, and how many more there are. */
export function schemaChanges(request: RequestView): string[] {
  const rated = ratedChanges(request);
  const after = columnsAfter(request);
  const line = (each: RatedChange) => `*${riskWords[each.risk]}* · ${escapeMrkdwn(ratedWords(each, after))}`;
  return firstLines(rated, shownChanges, line, (count) => `… and ${countOf(count, 'more change')} in Details`);
}

export function columnsAfter({ items }: Pick<RequestView, 'items'>): readonly NameAndType[] {
  const change = items[0]?.change;
  return change?.kind === 'schema' ? change.after : [];
}

/** `Hired removed: cards and DataFlows that use this name will break 🔴`. Plain. */
export function ratedWords(each: RatedChange, after: readonly NameAndType[]): string {
  return `${reasonedWords(each, after)} ${riskEmoji[each.risk]}`;
}

/** The same within a sentence, where an emoji would stand before the full stop. Plain. */
export function reasonedWords({ change, why }: RatedChange, after: readonly NameAndType[]): string {
  return `${changeWords(change, after)}${why.length === 0 ? '' : `: ${why.join('; ')}`}`;
}

/** The same with its risk in front, for lists in which Slack styles nothing. Plain. */
export function ratedLine(each: RatedChange, after: readonly NameAndType[]): string {
  return `${riskWords[each.risk]} · ${ratedWords(each, after)}`;
}

/** A reason that is about the whole list, or a column that stays. Plain. */
export function reasonLine({ risk, reason }: RiskReason): string {
  return `${riskWords[risk]} · ${reason} ${riskEmoji[risk]}`;
}

/** What happens to one column, its place in words: `Town (STRING) added last`. Plain. */
export function changeWords(change: ColumnChange, after: readonly NameAndType[]): string {
  if (change.change === 'removed') return `${columnName(change.column.name)} removed`;
  if (change.change === 'added') {
    const { name, type } = change.column;
    return `${columnName(name)} (${oneLine(type)}) added ${placeWords(change.after, after)}`;
  }
  const { from, to, renamed, retyped, moved } = change;
  const types = retyped ? ` ${oneLine(from.type)} → ${oneLine(to.type)}` : '';
  const name = renamed ? `${columnName(from.name)} → ${columnName(to.name)}` : columnName(to.name);
  const comma = renamed && retyped ? ',' : '';
  const place = moved ? `${renamed || retyped ? ', ' : ' '}now ${placeWords(change.after, after)}` : '';
  return `${name}${comma}${types}${place}`;
}

/** `first`, `last`, `after Friend`. */
function placeWords(at: number, columns: readonly NameAndType[]): string {
  if (at === 0) return 'first';
  if (at === columns.length - 1) return 'last';
  const before = columns[at - 1];
  return before === undefined ? `at position ${showNumber(at + 1)}` : `after ${columnName(before.name)}`;
}
