import type { KnownBlock } from '@slack/types';
import { type ColumnChange, diffSchema, type SchemaDiff } from '../../change/schema/diff.ts';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, cut, escapeMrkdwn, oneLine, showDataset, showNumber } from '../text.ts';
import { section } from './blocks.ts';
import type { Dressing } from './item-table.ts';
import { changeLine, columnName, diffHeading, lineSections, reasonLine } from './schema-lines.ts';

/** What fits beside the rest of a card, which holds about 13,000 characters in all; the whole diff is in the thread. */
const shownRows = 12;
const shownReasons = 8;

/** The columns that a schema request changes; empty until its plan is frozen. */
export function schemaDiffOf({ items }: Pick<RequestView, 'items'>): SchemaDiff {
  const change = items[0]?.change;
  return change?.kind === 'schema' ? diffSchema(change.before, change.after, change.renames) : [];
}

/** Which dataset, what becomes of its columns, how bad that is and why, and who sees which rows by them. */
export function schemaChange(request: RequestView, dressing: Dressing): KnownBlock[] {
  if (request.dataset === undefined) return [];
  const dataset = escapeMrkdwn(showDataset(request.dataset));
  const [item] = request.items;
  if (item === undefined) return [section(`*Dataset* ${dataset}`)];
  const diff = schemaDiffOf(request);
  return [
    section(`*Dataset* ${dataset}${item.pdp ? ' · under row security (PDP)' : ''}\n*${riskHeading(request, diff)}*`),
    ...diffBlocks(diff, dressing),
    ...reasons(request),
    ...policies(request),
  ];
}

/** The same in words, for the fallback text: plain, a line each. */
export function schemaLines(request: RequestView): string[] {
  const diff = schemaDiffOf(request);
  const more = diff.length - 5;
  return [
    riskHeading(request, diff),
    ...diff.slice(0, 5).map(changeLine),
    ...(more > 0 ? [`… and ${countOf(more, 'more', 'more')}`] : []),
    ...(request.schema?.reasons ?? []).slice(0, 3).map(reasonLine),
  ];
}

function riskHeading({ schema }: RequestView, diff: SchemaDiff): string {
  return schema === undefined ? countOf(diff.length, 'change') : diffHeading(diff, schema);
}

function diffBlocks(diff: SchemaDiff, dressing: Dressing): KnownBlock[] {
  const shown = diff.slice(0, shownRows);
  if (shown.length === 0) return [];
  const more = diff.length - shown.length;
  const rest =
    more > 0 ? [section(`… and ${countOf(more, 'more change')}: \`View plan\`, or the list in the thread.`)] : [];
  if (dressing === 'plain') return [...lineSections(shown, changeLine, { sections: 2, bytes: 12_000 }), ...rest];
  const rows = [['Column', 'Type', 'Position'], ...shown.map(cells)];
  return [{ type: 'table', rows: rows.map((row) => row.map((text) => ({ type: 'raw_text', text }))) }, ...rest];
}

/** Name, type, and position counted from 1: before → after. */
function cells(change: ColumnChange): string[] {
  if (change.change === 'added') {
    const { name, type } = change.column;
    return [`+ ${columnName(name)}`, oneLine(type), `new at ${showNumber(change.after + 1)}`];
  }
  if (change.change === 'removed') {
    const { name, type } = change.column;
    return [`− ${columnName(name)}`, oneLine(type), `was ${showNumber(change.before + 1)}`];
  }
  const { from, to, renamed, retyped, moved, before, after } = change;
  return [
    renamed ? `${columnName(from.name)} → ${columnName(to.name)}` : columnName(to.name),
    retyped ? `${oneLine(from.type)} → ${oneLine(to.type)}` : oneLine(to.type),
    moved ? `${showNumber(before + 1)} → ${showNumber(after + 1)}` : showNumber(after + 1),
  ];
}

function reasons({ schema }: RequestView): KnownBlock[] {
  const all = schema?.reasons ?? [];
  if (all.length === 0) return [];
  const lines = all.slice(0, shownReasons).map((each) => `• ${escapeMrkdwn(cut(reasonLine(each), 250))}`);
  const more = all.length - lines.length;
  return [section([...lines, ...(more > 0 ? [`… and ${countOf(more, 'more reason')}`] : [])].join('\n'))];
}

function policies({ schema }: RequestView): KnownBlock[] {
  const names = schema?.policies ?? [];
  if (names.length === 0) return [];
  const shown = names.slice(0, 10).map((name) => `“${escapeMrkdwn(oneLine(name))}”`);
  const more = names.length - shown.length;
  const text = `*Row security* (PDP policies that filter its rows): ${shown.join(', ')}${more > 0 ? ` and ${showNumber(more)} more` : ''}`;
  return [section(text)];
}
