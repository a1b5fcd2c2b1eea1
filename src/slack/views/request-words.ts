import { looksAlike } from '../../change/look-alike.ts';
import type { Decision, Owner, Person } from '../../change/types.ts';
import type { RequestLine, RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, escapeMrkdwn, oneLine, showNumber } from '../text.ts';
import { declinedWords, handWords, standsAs } from '../words.ts';

/** Phrases about a request that cards, messages, lists and Home share: mrkdwn, escaped, unless they say that they are plain. */

const longestName = 50;
/** Of a reason, a comment, a question or an answer, as forms take it. */
export const longestReason = 1000;

export function kindWords(request: Pick<RequestLine, 'kind'>): string {
  return request.kind === 'owner' ? 'Owner change' : 'Schema change';
}

/**
 * `12 datasets: Leonhard Euler → Carl Friedrich Gauss`, or `5 column changes in Elastic Surfaces`: plain, names cut, so
 * that the numbers are always whole. Empty while there is neither plan nor dataset to tell of.
 */
export function plainGist(request: RequestLine): string {
  return request.kind === 'owner' ? ownerGist(request) : schemaGist(request);
}

function ownerGist({ from, to, total }: RequestLine): string {
  const what = total === 0 ? '' : countOf(total, 'dataset');
  if (from === undefined || to === undefined) return what;
  return [what, fromTo(from, to)].filter(Boolean).join(': ');
}

/** `Leonhard Euler → Carl Friedrich Gauss`; with their ids where the names look the same, or `withIds`. Plain. */
export function fromTo(from: Owner, to: Owner, withIds = false): string {
  const alike = withIds || looksAlike(from, to);
  const show = ({ name, id }: Owner) => `${oneLine(name, longestName)}${alike ? ` (${id})` : ''}`;
  return `${show(from)} → ${show(to)}`;
}

function schemaGist({ dataset, schema }: RequestLine): string {
  if (dataset === undefined) return '';
  const name = oneLine(dataset.name, 80);
  return schema?.changes === undefined ? name : `${countOf(schema.changes, 'column change')} in ${name}`;
}

export function gist(request: RequestLine): string {
  return escapeMrkdwn(plainGist(request));
}

/** `#42 · 12 datasets: Leonhard Euler → Carl Friedrich Gauss`. Plain. */
export function title(request: RequestLine): string {
  return `#${request.number} · ${plainGist(request) || kindWords(request)}`;
}

/** How the request stands, in a few words, with by whom where somebody ended it. */
export function stateLine({ state, counts, decision, requester, stoppedBy, hand }: RequestLine): string {
  if (stoppedBy !== undefined && (state === 'approved' || state === 'applying')) return stopping(stoppedBy);
  if (hand !== undefined) return handWords;
  const by = state === 'rejected' ? decision?.by : state === 'withdrawn' ? requester : undefined;
  const words = howItStands({ state, counts, decision });
  return by === undefined ? words : `${words} by ${personName(by)}`;
}

/** The same without by whom. */
function howItStands({ state, counts, decision }: Pick<RequestLine, 'state' | 'counts' | 'decision'>): string {
  return state === 'rejected' && decision?.choice === 'decline' ? declinedWords : standsAs(state, counts);
}

/** `Rejected by Emmy Noether: “Blaise is on leave until January.”` mrkdwn. */
export function rejectionWords({ by, choice, comment }: Decision): string {
  return `${choice === 'decline' ? 'Declined' : 'Rejected'} by ${personName(by)}${comment ? `: ${quotedInline(comment, 240)}` : ''}`;
}

export function stopping(by: Person): string {
  return `⚙️ Stopping (asked by ${personName(by)})`;
}

/** Someone of Slack by name: never a mention, which would call them. */
export function personName({ name }: Pick<Person, 'name'>): string {
  return escapeMrkdwn(oneLine(name, longestName));
}

/** `Ada`, `Ada and Emmy`, `Ada, Emmy and 3 others`: the first `most` of `count`. */
export function listed(names: string[], { most = 3, count = names.length, last = 'and' } = {}): string {
  const shown = names.slice(0, most);
  const more = count - shown.length;
  const parts = more > 0 ? [...shown, `${showNumber(more)} ${more === 1 ? 'other' : 'others'}`] : shown;
  const joint = more > 0 ? 'and' : last;
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1)}`;
}

/** The names of rules, five at most. mrkdwn. */
export function ruleNames(rules: string[]): string {
  const names = rules.map((each) => escapeMrkdwn(oneLine(each, 60)));
  return listed(names, { most: 5 });
}

/** Those whose approval stood when it was decided, the latest last; the decision's alone where no vote is told. */
export function approvers({ votes, decision }: Pick<RequestView, 'votes' | 'decision'>): string {
  const valid = votes.filter((vote) => vote.choice === 'approve' && vote.void === undefined);
  const people = valid.length === 0 && decision?.choice === 'approve' ? [decision.by] : valid.map(({ voter }) => voter);
  return listed(people.map(personName));
}

/** Whether it came to an end by being applied, well or not. */
export function wasRun({ state }: Pick<RequestView, 'state'>): boolean {
  return ['applied', 'partly_applied', 'failed'].includes(state);
}

/** A person's words between quotation marks, on one line of at most `max` characters. */
export function quotedInline(text: string, max: number): string {
  const characters = Array.from(text.trim().replace(/\s+/gu, ' '));
  const visible = characters.length <= max ? characters.join('') : `${characters.slice(0, max - 1).join('')}…`;
  return `“${escapeMrkdwn(visible)}”`;
}

/** A person's own words, as a quotation of at most `max` characters; that it was cut shows. */
export function quoted(text: string, max: number): string {
  const characters = Array.from(text.trim());
  const visible = characters.length <= max ? characters.join('') : `${characters.slice(0, max - 1).join('')}…`;
  return escapeMrkdwn(visible)
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => `>${line}`)
    .join('\n');
}

/** The 7 characters of the fingerprint that people compare. */
export function shortFingerprint({ fingerprint }: Pick<RequestView, 'fingerprint'>): string {
  return fingerprint?.slice(0, 7) ?? 'none yet';
}
