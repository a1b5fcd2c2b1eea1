import { compareRisks } from '../risk-order.ts';
import { quoteName } from '../show-name.ts';
import { columnTypes, type Risk } from '../types.ts';
import { columnUses, columnUsesBrief, type Uses } from '../uses.ts';
import { type ColumnChange, type NameAndType, type SchemaDiff, touchesName } from './diff.ts';
import { foldName } from './renames.ts';

/** As much of a row-security (PDP) policy as matters here. */
export interface FilterPolicy {
  name: string;
  filters: readonly { column: string }[];
  /** It hides the values of these columns, and filters no rows (column PDP). */
  masks?: true | undefined;
}

/** As much as matters here of a stream through which data comes in. */
export interface FeedStream {
  id: number;
  updateMethod?: string | undefined;
  /** By which columns it tells rows apart; absent: Domo doesn't show them. */
  keyColumnNames?: readonly string[] | undefined;
}

export interface RiskReason {
  /** The column it is about, by the name it has after the change if it is still there. */
  column?: string | undefined;
  risk: Risk;
  /** A sentence for a steward. */
  reason: string;
  /** The same beside the change itself, which says what happens to which column: only what may come of it. */
  why?: string | undefined;
}

export interface SchemaRisk {
  /** The worst of the reasons; `safe` when there is none. */
  risk: Risk;
  reasons: RiskReason[];
}

export interface SchemaChange {
  diff: SchemaDiff;
  before: readonly NameAndType[];
  after: readonly NameAndType[];
  policies: readonly FilterPolicy[];
  /** Undefined: not known. */
  streams?: readonly FeedStream[] | undefined;
  /** Absent: what uses the dataset cannot be seen. */
  uses?: Uses | undefined;
}

/** Wider types: from → to. Anything may become STRING. */
const widened = new Map([
  ['LONG', ['DOUBLE', 'DECIMAL']],
  ['DATE', ['DATETIME']],
]);

/**
 * What a schema change puts at risk, and why, column by column, the worst first.
 *
 * CSV imports are positional, while cards, Beast Modes, DataFlows and policies refer to columns by name; Domo
 * documents nothing about what becomes of the data. A name or type that Domo already has is not held against a change
 * that leaves it alone; names that are exactly equal always are, since nobody could tell which is meant.
 */
export function assessSchema(change: SchemaChange): SchemaRisk {
  const alike = Map.groupBy(change.after, ({ name }) => foldName(name));
  const tails = {
    added: firstOfTail(
      change.diff.flatMap((one) => (one.change === 'added' ? [one.after] : [])),
      change.after.length,
    ),
    removed: firstOfTail(
      change.diff.flatMap((one) => (one.change === 'removed' ? [one.before] : [])),
      change.before.length,
    ),
  };
  const reasons = [
    ...listReasons(change),
    ...change.diff.flatMap((one) => namingReasons(one, alike)),
    ...usedReasons(change),
    ...change.diff.flatMap((one) => changeReasons(one, tails, change.uses)),
  ].sort((a, b) => compareRisks(b.risk, a.risk));
  return { risk: reasons[0]?.risk ?? 'safe', reasons };
}

function listReasons({ after }: SchemaChange): RiskReason[] {
  if (after.length === 0) return [{ risk: 'blocked', reason: 'No column is left. A dataset needs at least one.' }];
  return [...Map.groupBy(after, ({ name }) => name)]
    .filter(([name, columns]) => name.trim() !== '' && columns.length > 1)
    .map(([name, { length }]) => ({
      column: name,
      risk: 'blocked',
      reason: `${quoteName(name)} appears ${length === 2 ? 'twice' : `${length} times`}. Give each column its own name.`,
    }));
}

function namingReasons(change: ColumnChange, alike: ReadonlyMap<string, readonly NameAndType[]>): RiskReason[] {
  if (change.change === 'removed') return [];
  const { name, type } = change.change === 'added' ? change.column : change.to;
  const reasons: RiskReason[] = [];
  const add = (risk: Risk, reason: string, why?: string): void => {
    reasons.push({ column: name, risk, reason, why });
  };
  if (change.change === 'added' || change.retyped) {
    if (!(columnTypes as readonly string[]).includes(type)) {
      add('blocked', `${quoteName(name)} has the type ${quoteName(type)}. Domo knows ${columnTypes.join(', ')}.`);
    }
  }
  if (change.change === 'altered' && !change.renamed) return reasons;

  if (name.trim() === '') {
    add('blocked', `The column at position ${place(change.after)} has no name. Give it one.`);
    return reasons;
  }
  const twin = alike.get(foldName(name))?.find((other) => other.name !== name);
  if (twin) {
    add(
      'blocked',
      `${quoteName(name)} and ${quoteName(twin.name)} differ only in case or spaces, and Domo confuses them.`,
    );
  }
  if (name !== name.trim()) {
    const why = "starts or ends with a space that you can't see";
    add('caution', `${quoteName(name)} ${why}.`, why);
  }
  return reasons;
}

/**
 * What goes by a column's own name, and so forbids that it is removed, renamed or given another type: policies that filter on it, and streams that
 * find rows by it. Of a stream that doesn't replace all rows, and whose keys Domo doesn't show, any column may be one.
 */
function usedReasons({ diff, before, policies, streams = [] }: SchemaChange): RiskReason[] {
  const names = new Set(before.map(({ name }) => name));
  const filtering = policies.map(({ name, filters, masks }) => ({
    name: quoteName(name),
    masks,
    ...named(
      filters.map(({ column }) => column),
      names,
    ),
  }));
  const keyed = streams.map(({ id, keyColumnNames = [] }) => ({ id, ...named(keyColumnNames, names) }));
  const unclear = streams.filter(mayHaveKeys);
  return diff.flatMap((change) => {
    if (!touchesName(change)) return [];
    const was = change.change === 'removed' ? change.column.name : change.from.name;
    const column = change.change === 'removed' ? was : change.to.name;
    const [does, may] =
      change.change === 'removed'
        ? ['is removed', 'be removed']
        : change.renamed
          ? [`is renamed to ${quoteName(change.to.name)}`, 'be renamed']
          : [`changes from ${change.from.type} to ${change.to.type}`, 'change its type'];
    const isNamed = ({ exact, folded }: Named) => exact.has(was) || folded.has(foldName(was));
    const using = filtering.filter(isNamed);
    const [masking, filters] = [using.filter(({ masks }) => masks), using.filter(({ masks }) => !masks)];
    const forbidding = [
      ...(filters.length > 0 ? [`${policyWords(filters, 'filter')} on this column`] : []),
      ...(masking.length > 0 ? [`${policyWords(masking, 'mask')} this column`] : []),
      ...keyed.filter(isNamed).map(({ id }) => `stream ${id} uses this column as a key`),
    ];
    return [
      ...forbidding.map(
        (why): RiskReason => ({ column, risk: 'blocked', reason: `${quoteName(was)} can't ${may}: ${why}.`, why }),
      ),
      ...unclear.map(({ id }) => {
        const why = `it may be a key of stream ${id}; Domo doesn't show its keys`;
        return reasonOf(column, 'breaking', `${quoteName(was)} ${does}`, { reason: why, why });
      }),
    ];
  });
}

/** `the policy “EMEA rows” filters`; several: `the policies “A”, “B” filter`. */
function policyWords(policies: { name: string }[], verb: 'filter' | 'mask'): string {
  const names = policies.map(({ name }) => name).join(', ');
  return policies.length === 1 ? `the policy ${names} ${verb}s` : `the policies ${names} ${verb}`;
}

interface Named {
  exact: ReadonlySet<string>;
  folded: ReadonlySet<string>;
}

/** The columns that something names. A name that is no column's exactly counts for those that it names in another case. */
function named(columns: readonly string[], names: ReadonlySet<string>): Named {
  return {
    exact: new Set(columns),
    folded: new Set(columns.flatMap((column) => (names.has(column) ? [] : [foldName(column)]))),
  };
}

/** Whether a stream may find rows by columns that Domo doesn't show. */
export function mayHaveKeys({ updateMethod, keyColumnNames = [] }: FeedStream): boolean {
  return updateMethod?.toUpperCase() !== 'REPLACE' && keyColumnNames.length === 0;
}

/** In the sentence, and beside the change itself, where a phone has room for two lines. */
function breaks(uses: Uses | undefined, column: string, unseen: string): { reason: string; why: string } {
  if (uses === undefined) return { reason: 'cards and DataFlows that use this name will break', why: unseen };
  return { reason: columnUses(uses, column), why: columnUsesBrief(uses, column) };
}

const feedsShift = {
  reason: 'CSV uploads match by position, so values would land in the wrong columns',
  why: 'CSV uploads match by position',
};

/** From `added` on every column is a new one; from `removed` on every former one goes. CSV uploads before them do not shift. */
function changeReasons(
  change: ColumnChange,
  tails: { added: number; removed: number },
  uses: Uses | undefined,
): RiskReason[] {
  if (change.change === 'removed') {
    const { name } = change.column;
    const shift = change.before < tails.removed ? `; ${feedsShift.reason}` : '';
    const lost = "its values may be lost, Undo can't bring them back";
    const broken = breaks(uses, name, 'breaks what uses it');
    const told = { reason: `${broken.reason}; ${lost}${shift}`, why: `${broken.why}; values may be lost for good` };
    return [reasonOf(name, 'breaking', `${quoteName(name)} is removed`, told)];
  }
  if (change.change === 'added') {
    const { name } = change.column;
    if (change.after >= tails.added) {
      return [{ column: name, risk: 'safe', reason: `${quoteName(name)} is added at the end.` }];
    }
    const what = `${quoteName(name)} is added in the middle, at position ${place(change.after)}`;
    return [reasonOf(name, 'caution', what, feedsShift)];
  }
  const { from, to } = change;
  const reasons: RiskReason[] = [];
  if (change.renamed) {
    const broken = breaks(uses, from.name, 'breaks what uses this name');
    reasons.push(reasonOf(to.name, 'breaking', `${quoteName(from.name)} is renamed to ${quoteName(to.name)}`, broken));
  }
  if (change.retyped) {
    const { risk, why } = retypeRisk(from.type, to.type);
    const what = `${quoteName(to.name)} changes from ${from.type} to ${to.type}`;
    const used = uses === undefined || change.renamed ? undefined : breaks(uses, from.name, '');
    const told = used && { reason: `${why}; ${used.reason}`, why: `${why}; ${used.why}` };
    reasons.push(reasonOf(to.name, risk, what, told ?? { reason: why, why }));
  }
  if (change.moved) {
    const places = `moves from position ${place(change.before)} to ${place(change.after)}`;
    reasons.push(reasonOf(to.name, 'caution', `${quoteName(to.name)} ${places}`, feedsShift));
  }
  return reasons;
}

function retypeRisk(from: string, to: string): { risk: Risk; why: string } {
  if (to !== 'STRING' && !widened.get(from)?.includes(to)) {
    return { risk: 'breaking', why: "values that don't fit may be lost" };
  }
  // A DOUBLE keeps 53 bits of a LONG's 64.
  const rounded =
    from === 'LONG' && to === 'DOUBLE' ? '; numbers longer than 15 digits (some IDs are) may be rounded' : '';
  return { risk: 'caution', why: `sums, sorting and filters may differ${rounded}` };
}

function reasonOf(column: string, risk: Risk, what: string, told: { reason: string; why: string }): RiskReason {
  return { column, risk, reason: `${what}: ${told.reason}.`, why: told.why };
}

/** Where the unbroken run of these positions begins that reaches to the end of a list of this length. */
function firstOfTail(positions: number[], length: number): number {
  const among = new Set(positions);
  let first = length;
  while (among.has(first - 1)) first -= 1;
  return first;
}

/** A position as people count it. */
function place(at: number): string {
  return (at + 1).toLocaleString('en-US');
}
