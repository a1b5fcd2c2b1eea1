import type { ColumnChange, SchemaDiff } from './schema/diff.ts';

/** What may hang on a dataset or on one of its columns, in the order in which people are told. */
export const useKinds = ['card', 'dataflow', 'view', 'alert', 'beast_mode'] as const;
export type UseKind = (typeof useKinds)[number];

/** One thing that uses a dataset. */
export interface Use {
  kind: UseKind;
  id: string;
  name: string;
  /** Domo id of the user who owns it; absent: a group does, or Domo does not say. */
  ownerId?: number | undefined;
  /** The columns that it uses; absent: that cannot be seen, as in a DataFlow's SQL. */
  columns?: string[] | undefined;
}

/** Whether a change breaks it: `maybe` where its columns cannot be seen. */
export const touches = ['sure', 'maybe', 'no'] as const;
export type Touch = (typeof touches)[number];

/** Whether it uses one of these columns, which a change takes away, renames or retypes. */
export function touchOf({ columns }: Use, changed: ReadonlySet<string>): Touch {
  if (columns === undefined) return 'maybe';
  return columns.some((name) => changed.has(name)) ? 'sure' : 'no';
}

export type UseCounts = Partial<Record<UseKind, number>>;

/** How much uses a dataset, and each of its columns. */
export interface Uses {
  all: UseCounts;
  /** Of those whose columns cannot be seen: each may use any. */
  unseen: UseCounts;
  /** No column is an object's key: a column may have any name. */
  columns: { name: string; counts: UseCounts }[];
}

/** Each use once, however often Domo named it. */
export function sumUses(uses: readonly Use[]): Uses {
  const distinct = [...new Map(uses.map((use) => [`${use.kind} ${use.id}`, use])).values()];
  const byColumn = Map.groupBy(
    distinct.flatMap(({ kind, columns = [] }) => [...new Set(columns)].map((name) => ({ name, kind }))),
    ({ name }) => name,
  );
  return {
    all: countKinds(distinct),
    unseen: countKinds(distinct.filter(({ columns }) => columns === undefined)),
    columns: [...byColumn].map(([name, some]) => ({ name, counts: countKinds(some) })),
  };
}

/** The same beside the change itself, where a phone has room for two lines: `7 cards, 1 DataFlow and 2 others use it, 3 more may`. */
export function columnUsesBrief({ columns, unseen }: Uses, column: string): string {
  const { card, dataflow, ...rest } = columns.find(({ name }) => name === column)?.counts ?? {};
  const [others, maybe] = [total(rest), total(unseen)];
  const sure = joined([...named({ card, dataflow }), ...(others === 0 ? [] : [other(others)])]);
  if (sure === '') return maybe === 0 ? 'nothing I can see uses it' : `${countWords(unseen)} may use it`;
  const may = maybe === 0 ? '' : `, ${maybe.toLocaleString('en-US')} more may`;
  return `${sure} ${(card ?? 0) + (dataflow ?? 0) + others === 1 ? 'uses' : 'use'} it${may}`;
}

function other(n: number): string {
  return n === 1 ? '1 other' : `${n.toLocaleString('en-US')} others`;
}

/** Of all kinds. */
export function total(counts: UseCounts): number {
  return useKinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
}

/** What a policy's `uses` is held against: cards and DataFlows. */
export function ruleUses({ all: { card = 0, dataflow = 0 } }: Uses): number {
  return card + dataflow;
}

/** `7 cards and 1 DataFlow use it, 2 views may`: what changing this column may break, as far as it can be seen. */
export function columnUses({ columns, unseen }: Uses, column: string): string {
  const counts = columns.find(({ name }) => name === column)?.counts ?? {};
  const [sure, maybe] = [countWords(counts), countWords(unseen)];
  if (sure === '') return maybe === '' ? 'nothing I can see uses it' : `${maybe} may use it`;
  return `${sure} ${total(counts) === 1 ? 'uses' : 'use'} it${maybe === '' ? '' : `, ${maybe} may`}`;
}

/** As a request keeps it: of the columns only those that it changes. */
export function usesOfChange(uses: Uses, diff: SchemaDiff): Uses {
  const changed = changedColumns(diff);
  return { ...uses, columns: uses.columns.filter(({ name }) => changed.has(name)) };
}

/** By the names that Domo has now: those that go away, get another name or another type. */
export function changedColumns(diff: SchemaDiff): Set<string> {
  return new Set(diff.flatMap(nameBefore));
}

function nameBefore(change: ColumnChange): string[] {
  if (change.change === 'removed') return [change.column.name];
  return change.change === 'altered' && (change.renamed || change.retyped) ? [change.from.name] : [];
}

/** What people call them: of one, of several. */
export const useWords: Record<UseKind, readonly [one: string, many: string]> = {
  card: ['card', 'cards'],
  dataflow: ['DataFlow', 'DataFlows'],
  view: ['view', 'views'],
  alert: ['alert', 'alerts'],
  beast_mode: ['Beast Mode', 'Beast Modes'],
};

/** `7 cards, 1 DataFlow and 2 alerts`; empty for none. */
export function countWords(counts: UseCounts): string {
  return joined(named(counts));
}

function named(counts: UseCounts): string[] {
  return useKinds.flatMap((kind) => {
    const n = counts[kind] ?? 0;
    return n === 0 ? [] : [`${n.toLocaleString('en-US')} ${useWords[kind][n === 1 ? 0 : 1]}`];
  });
}

function joined(parts: string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function countKinds(some: readonly { kind: UseKind }[]): UseCounts {
  const counts: UseCounts = {};
  for (const { kind } of some) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
