import { showOwnerId } from '../change/owner/group.ts';
import type { Person } from '../change/types.ts';
import type { OutsideView } from '../workflow/outside/outside-view.ts';
import type { RecordedRequest } from '../workflow/tell/every-request.ts';
import { lines } from './csv.ts';
import { standsAs } from './words.ts';

const head = [
  'number',
  'kind',
  'state',
  'asked at (UTC)',
  'requester',
  'requester: email',
  'requester: Slack ID',
  'current owner',
  'current owner: Domo ID',
  'new owner',
  'new owner: Domo ID',
  'dataset',
  'dataset ID',
  'datasets',
  'reason',
  'decided by',
  'decided at (UTC)',
  'comment',
  "new owner's answer",
  'answered by',
  'answered at (UTC)',
  'finished at (UTC)',
  'rules',
  'policy hash',
  'audit reference',
];

/** What was changed beside the app: in the history of a dataset alone. */
const outsideHead = [
  'changed outside',
  'changed by',
  'changed by: Domo ID',
  'changed at, as Domo says',
  'found at (UTC)',
];

const answers = { accept: 'accepted', decline: 'declined' };

/** Requests as CSV with a head line, a row each, in pieces; then, in the history of a dataset, what was changed outside. */
export async function* requestsCsv(
  pages: AsyncIterable<RecordedRequest[]>,
  outside?: Promise<OutsideView[]>,
): AsyncGenerator<string> {
  const more = outside === undefined ? [] : outsideHead;
  const none = more.map(() => '');
  // Without it Excel takes UTF-8 for the machine's own encoding.
  yield `\ufeff${lines([[...head, ...more]])}`;
  for await (const page of pages) yield lines(page.map((each) => [...cellsOf(each), ...none]));
  yield lines(((await outside) ?? []).map(outsideCells));
}

function outsideCells({ datasetId, words, by, byId, saidAt, at }: OutsideView): string[] {
  const known: Record<string, string> = { kind: 'outside', 'dataset ID': datasetId };
  const told = [words, by, byId === undefined ? '' : String(byId), saidAt, at.toISOString()];
  return [...head.map((column) => known[column] ?? ''), ...told];
}

function cellsOf({ request, reason, votes, rules, policyHash = '', auditHash = '' }: RecordedRequest): string[] {
  const { requester, from, to, dataset, decision } = request;
  const { given } = request.acceptance ?? {};
  // An acceptance that completes it decides nothing without the approvals.
  const choice = decision?.choice === 'accept' ? 'approve' : decision?.choice;
  const cast = votes.filter((vote) => vote.choice === choice).map(({ voter, comment }) => ({ by: voter, comment }));
  const deciders = decision?.choice === 'decline' ? [decision] : cast;
  return [
    String(request.number),
    request.kind,
    // Without the emoji.
    standsAs(request.state, request.counts).replace(/^\P{L}+/u, ''),
    request.createdAt.toISOString(),
    requester.name,
    requester.email ?? '',
    requester.slackId,
    ...(from === undefined ? ['', ''] : [from.name, showOwnerId(from.id)]),
    ...(to === undefined ? ['', ''] : [to.name, showOwnerId(to.id)]),
    dataset?.name ?? '',
    dataset?.id ?? '',
    String(request.total),
    reason,
    deciders.map(({ by }) => called(by)).join('; '),
    decision?.at.toISOString() ?? '',
    deciders.flatMap(({ comment }) => comment ?? []).join('; '),
    ...(given === undefined ? ['', '', ''] : [answers[given.choice], called(given.owner), given.at.toISOString()]),
    request.settledAt?.toISOString() ?? '',
    rules.join('; '),
    policyHash,
    auditHash,
  ];
}

function called({ name, email, slackId }: Person): string {
  return [name, email ?? slackId].join(', ');
}
