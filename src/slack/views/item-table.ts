import type { KnownBlock } from '@slack/types';
import type { ItemView, RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, escapeMrkdwn, oneLine, shortId } from '../text.ts';
import { section } from './blocks.ts';
import { nameOf } from './request-words.ts';

/** `table` is shown as one where Slack takes it; `plain` stands in for it where Slack answers `invalid_blocks`. */
export type Dressing = 'table' | 'plain';

/** A message holds about 13,000 characters of block text in all (slackapi/bolt-js 2509): the card leaves room for the rest. */
const shownRows = 12;

/** The first datasets of an owner change: name, id, row security, and what became of it once there is something to say. */
export function itemTable(request: RequestView, dressing: Dressing): KnownBlock[] {
  const shown = request.items.slice(0, shownRows);
  if (shown.length === 0) return [];
  const settled = shown.some((item) => item.state !== 'waiting');
  const more = request.total - shown.length;
  const rest =
    more > 0 ? [section(`… and ${countOf(more, 'more', 'more')}: \`View plan\`, or the list in the thread.`)] : [];
  if (dressing === 'plain') {
    return [...inGroups(shown.map((item) => itemLine(item, settled))).map((lines) => section(lines)), ...rest];
  }
  const header = ['Dataset', 'Id', 'Row security', ...(settled ? ['Outcome'] : [])];
  const rows = shown.map((item) => [
    oneLine(item.datasetName),
    shortId(item.datasetId),
    item.pdp ? 'PDP' : 'no',
    ...(settled ? [item.state] : []),
  ]);
  return [
    { type: 'table', rows: [header, ...rows].map((row) => row.map((text) => ({ type: 'raw_text', text }))) },
    ...rest,
  ];
}

/**
 * What did not come about, with names and reasons: the first `most` items in sections of a few lines each, and how many
 * more there are. mrkdwn.
 */
export function amissLines(request: RequestView, most: number): string[] {
  const { items, counts, total } = request;
  const amiss = items.filter((item) => item.state !== 'verified' && item.state !== 'already').slice(0, most);
  // One dataset has the room to itself: a drifted schema's reason names its columns.
  const lines = amiss.map((item) => itemLine(item, true, total === 1 ? 600 : undefined));
  const others = total - counts.verified - counts.already - amiss.length;
  const more =
    others > 0 && amiss.length > 0 ? [`… and ${countOf(others, 'more', 'more')}: \`View plan\` on the card.`] : [];
  return [...inGroups(lines), ...more];
}

/** Lines about items, as many together as one section holds: each is about 130 characters, or with a reason 300, of 3,000. */
export function inGroups(lines: string[]): string[] {
  const together = 5;
  return Array.from({ length: Math.ceil(lines.length / together) }, (_, at) =>
    lines.slice(at * together, (at + 1) * together).join('\n'),
  );
}

/** `• Sales daily · 2f09a073 · PDP · drifted: owned by Ada now`. mrkdwn. */
export function itemLine(item: ItemView, withOutcome: boolean, longestReason = 160): string {
  const security = item.pdp ? ' · PDP' : '';
  const why = item.reason === undefined ? '' : `: ${oneLine(item.reason, longestReason)}`;
  const outcome = withOutcome ? ` · ${item.state}${why}` : '';
  return escapeMrkdwn(`• ${nameOf(item)}${security}${outcome}`);
}
