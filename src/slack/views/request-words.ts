import type { ItemState, Person } from '../../change/types.ts';
import { defaultRule } from '../../change/votes/rules.ts';
import type { RequestLine, RequestView } from '../../workflow/tell/request-view.ts';
import {
  countOf,
  escapeMrkdwn,
  mention,
  oneLine,
  ownerInSentence,
  progressBar,
  showDataset,
  showNumber,
  showOwner,
  showPerson,
  slackDate,
} from '../text.ts';
import { longestReason } from './owner-form.ts';

/** Sentences about a request that cards, messages, lists and Home share. All are mrkdwn, escaped. */

export function kindWords(request: Pick<RequestLine, 'kind'>): string {
  return request.kind === 'owner' ? 'Change of owner' : 'Change of schema';
}

/**
 * `37 datasets from Leonhard Euler to Carl Friedrich Gauss`, or the dataset whose schema it is; short, to stand behind
 * `kindWords`. Empty while there is neither plan nor dataset to tell of.
 */
export function gist(request: RequestLine): string {
  const { from, to, total, schema, dataset } = request;
  if (request.kind === 'schema') {
    if (dataset === undefined) return '';
    const name = escapeMrkdwn(showDataset(dataset, 60));
    if (schema === undefined) return name;
    const changes = schema.changes === undefined ? '' : `${countOf(schema.changes, 'change')}, `;
    return `${name} · ${changes}${schema.risk}`;
  }
  const what = total === 0 ? [] : [countOf(total, 'dataset')];
  if (from === undefined || to === undefined) return what.join('');
  return [...what, `from ${escapeMrkdwn(showOwner(from, 75))} to ${escapeMrkdwn(showOwner(to, 75))}`].join(' ');
}

/** `Change of owner: 37 datasets from … to …`. */
export function kindAndGist(request: RequestView): string {
  return [kindWords(request), gist(request)].filter(Boolean).join(': ');
}

/** `120 under row security (PDP)`, of all datasets of an owner change. */
export function securityWords({ secured }: RequestView): string {
  return `${secured === 0 ? 'none' : showNumber(secured)} under row security (PDP)`;
}

export function nameOf(item: { datasetId: string; datasetName: string }, max?: number): string {
  return showDataset({ id: item.datasetId, name: item.datasetName }, max);
}

/** How the request stands, in bold: the first thing that a card or a list says. */
export function stateLine(request: RequestLine): string {
  const { state, decision, settledAt, stoppedBy } = request;
  const by = decision === undefined ? '' : ` by ${escapeMrkdwn(showPerson(decision.voter))}, ${slackDate(decision.at)}`;
  const when = settledAt === undefined ? '' : `, ${slackDate(settledAt)}`;
  switch (state) {
    case 'preparing':
      return '*Being prepared*';
    case 'pending':
      return '*Waiting for approval*';
    case 'approved':
      return stoppedBy === undefined ? `*Approved*${by}. It is about to be applied.` : stopping(stoppedBy);
    case 'applying':
      return stoppedBy === undefined ? '*Being applied*' : stopping(stoppedBy);
    case 'applied':
      return `*Applied*${when}`;
    case 'partly_applied':
      return `*Partly applied*${when}`;
    case 'failed':
      return `*Failed*${when}`;
    case 'invalid':
      return '*Could not be prepared*';
    case 'rejected':
      return `*Rejected*${by}`;
    case 'withdrawn':
      return `*Withdrawn* by ${escapeMrkdwn(showPerson(request.requester))}${when}`;
    case 'expired':
      return `*Expired*${when}: nothing was written.`;
  }
}

function stopping(by: Person): string {
  return `*Stopping*, asked by ${escapeMrkdwn(showPerson(by))}`;
}

const outcomeOrder = ['verified', 'already', 'drifted', 'refused', 'unverified', 'failed', 'stopped'] as const;

/** `10 verified · 1 drifted`; what is not settled comes last. */
function countsLine(counts: RequestView['counts']): string {
  const parts = outcomeOrder
    .filter((state) => counts[state] > 0)
    .map((state) => `${showNumber(counts[state])} ${state}`);
  if (counts.writing > 0) parts.push(`${showNumber(counts.writing)} under way`);
  if (counts.waiting > 0) parts.push(`${showNumber(counts.waiting)} not started`);
  return parts.join(' · ');
}

/**
 * How the request stands, with a bar while it is applied, what has become of it so far, and why it was rejected. There
 * is no bar once it is being stopped: what is left will not be done.
 */
export function progressLines(request: RequestView): string[] {
  const { state, stoppedBy, decision, counts } = request;
  const lines = [stateLine(request)];
  if (state === 'applying' && stoppedBy === undefined) {
    const untouched = counts.waiting + counts.writing + counts.stopped;
    lines.push(progressBar(request.total - untouched, request.total));
  }
  if (wasBegun(request)) lines.push(countsLine(counts));
  if (state === 'rejected' && decision?.comment) lines.push(quoted(decision.comment, longestReason));
  return lines.filter((line) => line !== '');
}

/** Whether items were, or are being, worked on. */
function wasBegun({ state }: RequestView): boolean {
  return state === 'applying' || wasRun({ state });
}

/** Whether it came to an end by being applied, well or not. */
export function wasRun({ state }: Pick<RequestView, 'state'>): boolean {
  return ['applied', 'partly_applied', 'failed'].includes(state);
}

/** What each outcome means, for people who see it for the first time. */
export const outcomeWords: Record<ItemState, string> = {
  waiting: 'not started',
  writing: 'being written',
  verified: 'Domo shows it as asked',
  already: 'Domo had it so before',
  drifted: 'something else had changed it, so it was left alone',
  refused: 'Domo or a rule said no',
  unverified: 'Domo said yes but shows something else',
  failed: 'no answer to be had',
  stopped: 'stopped before it was written',
};

/** `Needs 2 of @data-stewards, because …: 1 so far`. With `mentions` it names them as Slack does, which notifies once. */
export function ruleLine(rule: RequestView['rules'][number], mentions: boolean): string {
  const ids = [...new Set(rule.approvers)];
  const who = mentions
    ? ids.slice(0, 10).map(mention).join(', ') + (ids.length > 10 ? ' and more' : '')
    : 'the stewards';
  const because = rule.name === defaultRule ? '' : `, because of the rule “${escapeMrkdwn(oneLine(rule.name))}”`;
  return `Needs ${rule.needed} of ${who}${because}: ${rule.given} so far`;
}

export function voteLine(vote: RequestView['votes'][number]): string {
  const did = vote.choice === 'approve' ? 'Approved' : 'Rejected';
  const said = vote.comment ? `: “${escapeMrkdwn(oneLine(vote.comment, 300))}”` : '';
  const counts = vote.void === undefined ? '' : ` (does not count: ${escapeMrkdwn(oneLine(vote.void))})`;
  return `${did} by ${escapeMrkdwn(showPerson(vote.voter))}, ${slackDate(vote.at)}${said}${counts}`;
}

/** The votes that the state line and what follows it have not told whole. */
export function votesToTell({ state, votes }: RequestView): RequestView['votes'] {
  return state === 'rejected' ? votes.filter((vote) => vote.choice === 'approve') : votes;
}

/** `Leonhard Euler (Domo id 29) still owns 3 datasets.` */
export function stillOwnedLines({ from, stillOwned = 0 }: RequestView): string[] {
  if (from === undefined || stillOwned === 0) return [];
  return [`${escapeMrkdwn(ownerInSentence(from))} still owns ${countOf(stillOwned, 'dataset')}.`];
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
