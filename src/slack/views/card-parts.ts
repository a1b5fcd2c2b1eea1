import type { KnownBlock } from '@slack/types';
import { lookOf, looksAlike } from '../../change/look-alike.ts';
import type { Owner } from '../../change/types.ts';
import type { ItemView, RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, cut, escapeMrkdwn, oneLine, shortId, showNumber, slackDate } from '../text.ts';
import { context, opened } from './blocks.ts';
import { conversationLine } from './conversation.ts';
import { datasetLink, ownerLink } from './domo-links.ts';
import { linkedLine, linkedWords } from './follow-ups.ts';
import { listed, personName, quotedInline, shortFingerprint } from './request-words.ts';

/** Datasets, or columns, that a card names; the others are under `Details`. */
export const shownChanges = 5;
const shownReason = 240;

/** From whom to whom, of an owner change. The new owner's e-mail always: only they gain rights. */
export function owners(request: RequestView): string[] {
  const { from, to } = request;
  if (from === undefined || to === undefined) return [];
  const alike = looksAlike(from, to);
  const old = [ownerLink(request, from), leftWords(from), alike ? ` (${from.id})` : ''].join('');
  const mail = to.email === undefined ? `, Domo ID ${to.id}` : `, ${escapeMrkdwn(oneLine(to.email, 80))}`;
  return [`From ${old} to ${ownerLink(request, to)}${mail}`];
}

export function leftWords({ standing }: Owner): string {
  if (standing === 'deleted') return ' (left)';
  return standing === 'unknown' ? ' (unknown owner)' : '';
}

/** The reason in the requester's words, and who that is. */
export function asked(request: RequestView): string[] {
  const { reason, requester, kind } = request;
  const who = personName(requester);
  const long = Array.from(reason).length > shownReason;
  const words = escapeMrkdwn(cut(reason.trim().replace(/\s+/gu, ' '), shownReason));
  const said = `>${words}${long ? ' _more in Details_' : ''}`;
  // The changes of a schema need the room on a phone.
  if (kind === 'schema') return [`${said} (${who})`, ...linkedLine(request)];
  return [said, [`Requested by ${who}`, ...linkedWords(request)].join(' · ')];
}

/** What a decision hangs on, the worst first. */
export function worries(request: RequestView): string[] {
  const warnings = request.warnings.slice(0, 5).map((warning) => `⚠️ ${escapeMrkdwn(oneLine(warning, 300))}`);
  const security = securityWarning(request);
  return [
    ...(security === undefined ? [] : [`⚠️ ${security}`]),
    ...warnings,
    ...conversationLine(request),
    ...beforeLines(request),
  ];
}

/** `Rejected in #42 by Emmy Noether Nov 3 at 9:12 AM: “…”. Changed since: new owner.` mrkdwn. */
function beforeLines({ askedBefore }: RequestView): string[] {
  if (askedBefore === undefined) return [];
  const { number, by, at, comment, changed } = askedBefore;
  const why = comment ? `: ${quotedInline(comment, 160)}` : '';
  const since = changed.length === 0 ? 'The same is asked for again.' : `Changed since: ${listed(changed)}.`;
  return [`Rejected in #${number} by ${personName(by)} ${slackDate(new Date(at))}${why}. ${since}`];
}

/** `Carl will see every row of Salaries and 2 others: owners bypass row security.` mrkdwn. */
export function securityWarning(request: RequestView, most = 2): string | undefined {
  const name = (owner: Owner) => escapeMrkdwn(oneLine(owner.name, 50));
  return securityWords(request, most, { name, link: (item) => datasetLink(request, named(item)) });
}

/** The same, plain, with the first dataset alone, and no name cut: Domo's are no longer. */
export function plainSecurityWarning(request: RequestView): string | undefined {
  const name = (owner: Owner) => oneLine(owner.name, 255);
  return securityWords(request, 1, { name, link: ({ datasetName }) => oneLine(datasetName, 255) });
}

function securityWords(
  { to, secured, items, kind }: RequestView,
  most: number,
  { name, link }: { name: (owner: Owner) => string; link: (item: ItemView) => string },
): string | undefined {
  if (kind !== 'owner' || to === undefined || secured === 0) return undefined;
  const names = items.filter(({ pdp }) => pdp).map(link);
  const which = names.length === 0 ? countOf(secured, 'dataset') : listed(names, { most, count: secured });
  return `${name(to)} will see every row of ${which}: owners bypass row security.`;
}

/** Which datasets, by name: `Basel Sums, Zodiac and 7 more`; and those that another request holds. */
export function datasets(request: RequestView): string[] {
  const { items, total, leftOut } = request;
  if (total === 0) return [];
  const shown = items.slice(0, shownChanges);
  const twins = Map.groupBy(items, ({ datasetName }) => lookOf(datasetName));
  const names = shown.map((item) => {
    const twin = (twins.get(lookOf(item.datasetName))?.length ?? 0) > 1;
    return datasetLink(request, named(item)) + (twin ? ` (${shortId(item.datasetId)})` : '');
  });
  const more = total - shown.length;
  const all = more > 0 ? `${names.join(', ')} and ${showNumber(more)} more` : listed(names, { most: shownChanges });
  return [all, ...skipped(leftOut)];
}

/** `2 skipped: already in #9`. */
function skipped(leftOut: RequestView['leftOut']): string[] {
  if (leftOut.length === 0) return [];
  const requests = [...new Set(leftOut.map(({ heldBy }) => `#${heldBy}`))];
  return [`${showNumber(leftOut.length)} skipped: already in ${listed(requests)}`];
}

function named({ datasetId, datasetName }: ItemView): { id: string; name: string } {
  return { id: datasetId, name: datasetName };
}

export function smallPrint(request: RequestView): KnownBlock[] {
  const { state, expiresAt, total } = request;
  return [
    context(
      [
        `Plan ${shortFingerprint(request)}`,
        ...(state === 'pending' && total > shownChanges ? ['full list in Details'] : []),
        ...(state === 'pending' && expiresAt !== undefined ? [`expires ${slackDate(expiresAt)}`] : []),
      ].join(' · '),
    ),
  ];
}

/** Lines that belong together, never folded. */
export function paragraph(lines: string[]): KnownBlock[] {
  return lines.length === 0 ? [] : [opened(lines.join('\n'))];
}
