import type { KnownBlock } from '@slack/types';
import { looksAlike } from '../../change/look-alike.ts';
import { showOwnerId } from '../../change/owner/group.ts';
import { nameOfId } from '../../change/owner/name-of-id.ts';
import { isOpen } from '../../change/states.ts';
import type { Owner } from '../../change/types.ts';
import { type ItemView, isLongPlan, type RequestView } from '../../workflow/tell/request-view.ts';
import {
  countOf,
  cut,
  datasetInSentence,
  escapeMrkdwn,
  firstLines,
  oneLine,
  showNumber,
  slackDate,
  withFullStop,
} from '../text.ts';
import { doorWords } from '../words.ts';
import { context, opened } from './blocks.ts';
import { conversationLine } from './conversation.ts';
import { itemLink, namedOf, ownerLink } from './domo-links.ts';
import { linkedLine, linkedWords } from './follow-ups.ts';
import { listed, personName, quotedInline, shortFingerprint } from './request-words.ts';

/** Datasets, or columns, that a card names; the others are under `Details`. */
export const shownChanges = 5;
const shownReason = 240;

/** From whom to whom, of an owner change. The new owner's e-mail always: only they gain rights. */
export function owners(request: RequestView): string[] {
  const { from, to } = request;
  if (from === undefined || to === undefined) return [];
  const mail = to.email === undefined ? `, ${nameOfId(to.id)}` : `, ${escapeMrkdwn(oneLine(to.email, 80))}`;
  const line = `From ${currentOwner(request, from)} to ${ownerLink(request, to)}${mail}`;
  return [[line, ...slackWords(request).map((words) => `(${escapeMrkdwn(words)})`)].join(' ')];
}

/** `in Slack: Karl G.`, where the new owner has another name there; `not in Slack`. Plain. */
export function slackWords({ to, inSlack }: RequestView): string[] {
  if (to === undefined || inSlack === undefined) return [];
  if (inSlack === null) return ['not in Slack'];
  return looksAlike(to, inSlack) ? [] : [`in Slack: ${oneLine(inSlack.name, 50)}`];
}

/** `Leonhard Euler (left)`, with the Domo id where somebody else's name looks the same. mrkdwn. */
export function currentOwner(request: RequestView, owner: Owner): string {
  const left = { active: '', deleted: ' (left)', group: ' (group)', unknown: ' (unknown owner)' }[
    owner.standing ?? 'active'
  ];
  return ownerLink(request, owner) + left + alikeId(request, owner);
}

/** The id that tells an owner from somebody of the same look. */
export function alikeId({ alike }: Pick<RequestView, 'alike'>, { id }: Owner): string {
  return alike.includes(id) ? ` (${showOwnerId(id)})` : '';
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
    ...outsideLines(request),
    ...byHandLines(request),
    ...byTokenLine(request),
    ...warnings,
    ...conversationLine(request),
    ...beforeLines(request),
  ];
}

/** `3 to be changed with the admin token (product API)`; once all are: `3 changed …`. */
export function byTokenLine({ doors: { product, lost }, total, state }: RequestView): string[] {
  const by = product - lost;
  if (by === 0) return [];
  const done = state === 'applied' ? 'changed' : 'to be changed';
  return [`${by === total ? 'All' : showNumber(by)} ${done} ${doorWords.product}`];
}

/** `⚠️ 3 to do by hand in Domo after approval: Latin Squares, Zodiac and 1 other`. mrkdwn. */
function byHandLines(request: RequestView): string[] {
  const { doors, items, kind } = request;
  // Of a schema the warning about its source says so.
  if (doors.hand === 0 || kind === 'schema') return [];
  const names = items.filter(({ door }) => door === 'hand').map((item) => itemLink(request, item));
  return [`⚠️ ${showNumber(doors.hand)} to do by hand in Domo after approval: ${listed(names, { count: doors.hand })}`];
}

const shownOutside = 3;

/** `⚠️ Changed in Domo since this was requested: Zodiac now belongs to Ada Lovelace (by Alan Abel). It will be skipped.` mrkdwn. */
function outsideLines(request: RequestView): string[] {
  const { outside = [], kind } = request;
  const then = kind === 'owner' ? 'It will be skipped.' : 'These edits no longer fit.';
  const line = (each: (typeof outside)[number]) => {
    const who = each.by === '' ? '' : ` (by ${escapeMrkdwn(oneLine(each.by, 50))})`;
    const what = `${itemLink(request, each)} ${escapeMrkdwn(oneLine(each.words, 200))}${who}`;
    return `⚠️ Changed in Domo since this was requested: ${what}.${each.skipped ? ` ${then}` : ''}`;
  };
  const more = (count: number) => `⚠️ ${countOf(count, 'more change')} in Domo since this was requested`;
  return firstLines(outside, shownOutside, line, more);
}

/** `Rejected in #42 by Emmy Noether (Nov 3 at 9:12 AM): “…”. Changed since: new owner.` mrkdwn. */
function beforeLines({ askedBefore }: RequestView): string[] {
  if (askedBefore === undefined) return [];
  const { number, by, declined, at, comment, changed } = askedBefore;
  const why = comment ? `: ${quotedInline(comment, 160)}` : '';
  const since = changed.length === 0 ? 'This is the same request again.' : `Changed since: ${listed(changed)}.`;
  const who = `${declined ? 'Declined' : 'Rejected'} in #${number} by ${personName(by)}`;
  return [`${withFullStop(`${who} (${slackDate(new Date(at))})${why}`)} ${since}`];
}

/** `Carl will see every row of Salaries and 2 others: owners bypass row security.` mrkdwn. */
export function securityWarning(request: RequestView, most = 2): string | undefined {
  const name = (owner: Owner) => escapeMrkdwn(oneLine(owner.name, 50));
  return securityWords(request, most, { name, link: (item) => itemLink(request, item) });
}

/** The same, plain, with the first dataset alone, and no name cut: Domo's are no longer. */
export function plainSecurityWarning(request: RequestView): string | undefined {
  const name = (owner: Owner) => oneLine(owner.name, 255);
  return securityWords(request, 1, { name, link: (item) => datasetInSentence(namedOf(item), 255) });
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
  return total === 0 ? [] : [namesAndMore(request, items, total), ...skipped(leftOut)];
}

/** `Basel Sums, Zodiac and 7 more`: the first of so many, each a link into Domo. mrkdwn. */
export function namesAndMore(request: RequestView, items: ItemView[], count: number): string {
  const names = items.slice(0, shownChanges).map((item) => itemLink(request, item));
  const more = count - names.length;
  return more > 0 ? `${names.join(', ')} and ${showNumber(more)} more` : listed(names, { most: shownChanges });
}

/** `2 skipped: already in #9`. */
function skipped(leftOut: RequestView['leftOut']): string[] {
  if (leftOut.length === 0) return [];
  const requests = [...new Set(leftOut.map(({ heldBy }) => `#${heldBy}`))];
  return [`${showNumber(leftOut.length)} skipped: already in ${listed(requests)}`];
}

/** What nobody decides by, below the buttons: an open request's plan, and how long it waits. */
export function smallPrint(request: RequestView): KnownBlock[] {
  const { state, expiresAt, fingerprint } = request;
  if (!isOpen(state) || fingerprint === undefined) return [];
  return [
    context(
      [
        `Plan ${shortFingerprint(request)}`,
        ...(state === 'pending' && isLongPlan(request) ? ['full list in Details'] : []),
        ...(state === 'pending' && expiresAt !== undefined ? [`expires ${slackDate(expiresAt)}`] : []),
      ].join(' · '),
    ),
  ];
}

/** Lines that belong together, never folded. */
export function paragraph(lines: string[]): KnownBlock[] {
  return lines.length === 0 ? [] : [opened(lines.join('\n'))];
}
