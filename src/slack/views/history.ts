import type { KnownBlock } from '@slack/types';
import type { OwnerHit } from '../../catalog/types.ts';
import { auditReference } from '../../change/audit-reference.ts';
import type { Owner, Person, Vote } from '../../change/types.ts';
import type { OutsideView } from '../../workflow/outside/outside-view.ts';
import type { History, HistoryEntry, HistorySubject } from '../../workflow/tell/history.ts';
import { actionIds, type HistoryValue } from '../ids.ts';
import { countOf, cut, escapeMrkdwn, moment, oneLine, shortId, showOwner, withoutMarkup } from '../text.ts';
import { outcomeWords } from '../words.ts';
import { actions, button, section } from './blocks.ts';
import { longestFallback, type Message } from './card.ts';
import { openDetails } from './details-button.ts';
import { fitMessage } from './fit-message.ts';
import { type LinkTo, numberOf, sendCsv } from './lists.ts';
import { gist, listed, quotedInline, ruleNames, stateLine, wasRun } from './request-words.ts';
import { sentence } from './sentence.ts';

/** Requests in one answer. */
export const historyPage = 10;

export interface ShownHistory {
  /** Plain. */
  name: string;
  subject: HistorySubject;
  history: History;
  offset: number;
  viewerId: string;
  /** What to say where there is nothing; mrkdwn. */
  none?: string | undefined;
}

/** What was asked for a dataset, or by and about a person: three lines each, as things were named then. */
export function historyMessage(shown: ShownHistory, linkTo: LinkTo): Message {
  const { name, subject, history, offset, viewerId } = shown;
  const { entries, total, insider } = history;
  const called = escapeMrkdwn(oneLine(name, 120));
  if (entries.length === 0) return sentence(shown.none ?? `No requests for “${called}” yet.`);
  const id =
    'datasetId' in subject && subject.datasetId !== name ? ` (${escapeMrkdwn(shortId(subject.datasetId))})` : '';
  const title = `*${called}*${id} · ${countOf(total, 'request')}`;
  const outside = history.outside.map((each) => outsideLine(each, insider));
  const lines = entries.map((entry) => {
    const tells = insider || entry.request.requester.slackId === viewerId;
    const open = entry.opens ? { accessory: openDetails(entry.request.id) } : {};
    return { text: cut(entryLines(entry, tells, linkTo).join('\n'), 2900), open };
  });
  const next = offset + entries.length;
  const value = (at: number) => JSON.stringify({ subject, offset: at } satisfies HistoryValue);
  const buttons = [
    ...(next < total ? [button({ text: 'Older', actionId: actionIds.olderInHistory, value: value(next) })] : []),
    ...(insider ? [button({ ...sendCsv, actionId: actionIds.historyCsv, value: value(0) })] : []),
  ];
  return {
    text: cut(withoutMarkup([title, ...outside, ...lines.map(({ text }) => text)].join('\n')), longestFallback),
    blocks: fitMessage([
      section(title),
      ...(outside.length === 0 ? [] : [section(outside.join('\n'))]),
      ...lines.map(({ text, open }) => section(text, open)),
      ...(buttons.length === 0 ? [] : [actions('history', ...buttons)]),
    ]),
  };
}

/** `*Outside* · now belongs to Ada Lovelace · by Alan Abel · Domo says 2026-11-29 10:12:00 AM`. mrkdwn. */
function outsideLine({ words, by, byId, saidAt, at }: OutsideView, tells: boolean): string {
  const id = tells && byId !== undefined ? ` (${byId})` : '';
  const who = by === '' ? '' : `by ${escapeMrkdwn(oneLine(by, 50))}${id}`;
  const when = saidAt === '' ? `seen ${moment(at)}` : `Domo says ${escapeMrkdwn(oneLine(saidAt, 40))}`;
  return joined(['*Outside*', escapeMrkdwn(oneLine(words, 200)), who, when]);
}

/** `tells`: e-mails, ids and references too. */
function entryLines(entry: HistoryEntry, tells: boolean, linkTo: LinkTo): string[] {
  const { request, rules, policyHash } = entry;
  const rule = rules.length === 0 ? '' : `rule: ${ruleNames(rules)}`;
  const policy = policyHash === undefined ? '' : `policy ${policyHash.slice(0, 7)}`;
  return [
    joined([`*${numberOf(request, linkTo)}*`, request.kind, moment(request.createdAt), what(entry, tells)]),
    joined([
      `Requested by ${person(request.requester, tells)}`,
      ...decided(entry, tells),
      [rule, tells ? policy : ''].filter(Boolean).join(', '),
    ]),
    joined([outcome(entry), tells && entry.auditHash !== undefined ? `audit ${auditReference(entry.auditHash)}` : '']),
  ];
}

function what({ request, item }: HistoryEntry, tells: boolean): string {
  const { before, after, datasetName } = item ?? {};
  const then = datasetName === undefined || before === undefined ? '' : `${escapeMrkdwn(oneLine(datasetName))}: `;
  if (before === undefined || after === undefined) return gist(request);
  return `${then}${owner(before, tells)} → ${owner(after, tells)}`;
}

function owner({ name, id }: Owner, tells: boolean): string {
  return escapeMrkdwn(`${oneLine(name, 50)}${tells ? ` (${id})` : ''}`);
}

function person({ name, email }: Person, tells: boolean): string {
  return escapeMrkdwn([oneLine(name, 50), ...(tells && email !== undefined ? [oneLine(email, 80)] : [])].join(', '));
}

const answered = { accept: 'accepted', decline: 'declined' } as const;

/** What somebody said with it is for those who may open the request. */
function decided({ request, votes, opens }: HistoryEntry, tells: boolean): string[] {
  const by = (choice: Vote['choice']) => votes.filter((vote) => vote.choice === choice);
  const approved = by('approve').map(({ voter }) => person(voter, tells));
  const [rejected] = by('reject');
  const answer = request.acceptance?.given;
  const said = (who: Person, comment: string | undefined) =>
    `${person(who, tells)}${comment === undefined || !opens ? '' : `: ${quotedInline(comment, 200)}`}`;
  return [
    ...(approved.length === 0 ? [] : [`approved by ${listed(approved, { most: 10 })}`]),
    ...(rejected === undefined ? [] : [`rejected by ${said(rejected.voter, rejected.comment)}`]),
    ...(answer === undefined ? [] : [`${answered[answer.choice]} by ${said(answer.owner, answer.comment)}`]),
  ];
}

/** How it ended, of the dataset where it is one's history; then when. */
function outcome({ request, item }: HistoryEntry): string {
  const ended = request.settledAt === undefined ? '' : `, ${moment(request.settledAt)}`;
  if (item === undefined || !wasRun(request)) return `${stateLine(request)}${ended}`;
  const words = outcomeWords[item.state];
  const why =
    item.reason === undefined || item.state === 'verified' ? '' : `: ${escapeMrkdwn(oneLine(item.reason, 200))}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${why}${ended}`;
}

function joined(parts: string[]): string {
  return parts.filter(Boolean).join(' · ');
}

/** Several people are meant by one name: a button each, which shows that one's history. */
export function personChoices(name: string, hits: OwnerHit[]): Message {
  const asked = `“${escapeMrkdwn(cut(name, 100))}” could be one of these. Whose history do you mean?`;
  const lines = hits.slice(0, 5).map((hit, index): KnownBlock => {
    const value: HistoryValue = { subject: { domoId: hit.id }, offset: 0 };
    const choose = { text: 'Choose', actionId: `${actionIds.chooseHistory}${index}`, value: JSON.stringify(value) };
    return section(escapeMrkdwn(showOwner(hit)), { accessory: button(choose) });
  });
  const rest = hits.length > 5 ? [section('… and more: use an email or a Domo ID to say who.')] : [];
  return { text: asked, blocks: [section(asked), ...lines, ...rest] };
}
