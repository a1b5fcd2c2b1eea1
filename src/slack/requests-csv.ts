import type { Person } from '../change/types.ts';
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
  'finished at (UTC)',
  'rules',
  'policy hash',
  'audit reference',
];

/** Requests as CSV with a head line, a row each, in pieces. */
export async function* requestsCsv(pages: AsyncIterable<RecordedRequest[]>): AsyncGenerator<string> {
  // Without it Excel takes UTF-8 for the machine's own encoding.
  yield `\ufeff${lines([head])}`;
  for await (const page of pages) yield lines(page.map(cellsOf));
}

function cellsOf({ request, reason, votes, rules, policyHash = '', auditHash = '' }: RecordedRequest): string[] {
  const { requester, from, to, dataset, decision } = request;
  const deciders = votes.filter(({ choice }) => choice === decision?.choice);
  return [
    String(request.number),
    request.kind,
    // Without the emoji.
    standsAs(request.state, request.counts).replace(/^\P{L}+/u, ''),
    request.createdAt.toISOString(),
    requester.name,
    requester.email ?? '',
    requester.slackId,
    ...(from === undefined ? ['', ''] : [from.name, String(from.id)]),
    ...(to === undefined ? ['', ''] : [to.name, String(to.id)]),
    dataset?.name ?? '',
    dataset?.id ?? '',
    String(request.total),
    reason,
    deciders.map(({ voter }) => called(voter)).join('; '),
    decision?.at.toISOString() ?? '',
    deciders.flatMap(({ comment }) => comment ?? []).join('; '),
    request.settledAt?.toISOString() ?? '',
    rules.join('; '),
    policyHash,
    auditHash,
  ];
}

function called({ name, email, slackId }: Person): string {
  return [name, email ?? slackId].join(', ');
}
