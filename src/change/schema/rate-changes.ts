import { compareRisks } from '../risk-order.ts';
import type { Risk } from '../types.ts';
import type { ColumnChange, SchemaDiff } from './diff.ts';
import type { RiskReason } from './risk.ts';

/** One change of a column with its own risk, and what may come of it; `why` is empty where nothing will. */
export interface RatedChange {
  change: ColumnChange;
  risk: Risk;
  why: string[];
}

/**
 * Each change with what the reasons say of its column: the worst first, else as in the diff. `others`: reasons about no
 * changed column, such as a list that is left without any.
 */
export function rateChanges(
  diff: SchemaDiff,
  reasons: readonly RiskReason[],
): { rated: RatedChange[]; others: RiskReason[] } {
  const byColumn = Map.groupBy(reasons, ({ column }) => column);
  const changed = new Set(diff.map(nameOf));
  const rated = diff
    .map((change) => {
      const own = byColumn.get(nameOf(change)) ?? [];
      const risk = own.reduce<Risk>((worst, each) => worse(worst, each.risk), 'safe');
      // What forbids a change is all that matters of it.
      const telling = own.filter((each) => (risk === 'blocked' ? each.risk === risk : each.risk !== 'safe'));
      const why = telling.map((each) => each.why ?? each.reason);
      return { change, risk, why: [...new Set(why)] };
    })
    .sort((a, b) => compareRisks(b.risk, a.risk));
  return { rated, others: reasons.filter(({ column }) => column === undefined || !changed.has(column)) };
}

/** As reasons name a column: as it is called afterwards, if it is still there. */
function nameOf(change: ColumnChange): string {
  return change.change === 'altered' ? change.to.name : change.column.name;
}

function worse(one: Risk, other: Risk): Risk {
  return compareRisks(other, one) > 0 ? other : one;
}
