import type { AllAway } from '../../change/types.ts';
import { defaultRule } from '../../change/votes/rules.ts';
import type { RequestView, RuleView, VoteView } from '../../workflow/tell/request-view.ts';
import { countOf, cut, escapeMrkdwn, firstLines, mention, oneLine, showNumber, slackDate } from '../text.ts';
import { stateWords } from '../words.ts';
import { handLines } from './hand-lines.ts';
import { headline } from './outcomes.ts';
import {
  approvers,
  listed,
  personName,
  quotedInline,
  ruleNames,
  stateLine,
  stopping,
  title,
  wasRun,
} from './request-words.ts';

/** Of those who can approve, so many are named. */
const mostNames = 5;
const shownVotes = 5;

/**
 * How the request stands, a line each: what a card says first below its header. `mentioned`: whom it
 * calls; everybody else stands in it by name.
 */
export function statusLines(request: RequestView, mentioned: string[] = []): string[] {
  const { problem } = request;
  const why = problem === undefined ? [] : [cut(escapeMrkdwn(oneLine(problem, 900)), 1000)];
  return [...stateLines(request, mentioned), ...why];
}

function stateLines(request: RequestView, mentioned: string[]): string[] {
  if (wasRun(request)) return [settledRun(request)];
  switch (request.state) {
    case 'pending':
      return [
        ...ruleLines(request, mentioned),
        ...allAwayLine(request),
        ...voteLines(request),
        ...acceptanceLine(request),
      ];
    case 'approved':
    case 'applying':
      return running(request);
    case 'rejected':
      return [`*${escapeMrkdwn(title(request))}*`, rejection(request)];
    case 'expired':
      return [`*${escapeMrkdwn(title(request))}*`, `${stateWords.expired}${when(request)}. Nothing changed.`];
    case 'withdrawn':
      return [`*${escapeMrkdwn(title(request))}*`, `${stateLine(request)}${when(request)}. Nothing changed.`];
    default:
      return [stateLine(request)];
  }
}

function settledRun(request: RequestView): string {
  const by = approvers(request);
  return `*${escapeMrkdwn(headline(request))}*${by === '' ? '' : ` · approved by ${by}`}`;
}

function rejection(request: RequestView): string {
  const comment = request.decision?.comment;
  return `${stateLine(request)}${comment ? `: ${quotedInline(comment, 240)}` : ''}`;
}

function when({ settledAt }: RequestView): string {
  return settledAt === undefined ? '' : ` ${slackDate(settledAt)}`;
}

/** One rule: `⏳ Waiting for approval · 0 of 1 from data-stewards`, and who can. Several: a line each. */
export function ruleLines({ rules }: Pick<RequestView, 'rules'>, mentioned: string[] = []): string[] {
  const [only] = rules;
  if (only === undefined) return [stateWords.pending];
  if (rules.length === 1) {
    const can = ableWords(only, mentioned, mostNames);
    const who = can === '' ? [] : [can === noOne ? 'No one can approve this now.' : `${can} can approve`];
    return [`${stateWords.pending} · ${needWords(only)}`, ...who];
  }
  const each = Math.max(1, Math.floor(mostNames / rules.length));
  return rules.slice(0, 6).map((rule) => {
    const can = ableWords(rule, mentioned, each);
    const who = can === '' ? '' : can === noOne ? `: ${noOne}` : `: ${can} can`;
    return `${rule.given < rule.needed ? '⏳' : '✅'} ${needWords(rule)}${who}`;
  });
}

/** `0 of 2 from data-leads (large hand-over) · fallback: Ada Lovelace`. */
function needWords({ name, needed, given, approverNames, fallbackNames }: RuleView): string {
  const from = listed(approverNames.map((each) => escapeMrkdwn(oneLine(each, 50))));
  const rule = name === defaultRule ? '' : ` (${escapeMrkdwn(oneLine(name, 60))})`;
  const asked = fallbackNames.map((each) => escapeMrkdwn(oneLine(each, 50)));
  const fallback = asked.length === 0 ? '' : ` · fallback: ${listed(asked)}`;
  return `${showNumber(given)} of ${showNumber(needed)} from ${from || 'the stewards'}${rule}${fallback}`;
}

const noOne = 'no one can approve this now';

function ableWords(rule: RuleView, mentioned: string[], least: number): string {
  if (rule.given >= rule.needed) return '';
  const called = rule.able.filter(({ slackId }) => mentioned.includes(slackId)).length;
  const most = Math.max(least, called);
  const names = rule.able.map((person) =>
    mentioned.includes(person.slackId) ? mention(person.slackId) : personName(person),
  );
  return names.length === 0 ? noOne : listed(names, { most, count: rule.ableCount, last: 'or' });
}

/** `Everyone who can decide this is away. Ada Lovelace can approve it from Dec 3 at 1:00 PM.` mrkdwn. */
export function allAwayLine({ allAway, rules }: Pick<RequestView, 'allAway' | 'rules'>): string[] {
  if (allAway === undefined || allAway.rules.length === 0) return [];
  const whose = rules.length === 1 ? 'decide this' : `approve it for ${ruleNames(allAway.rules)}`;
  return [[`Everyone who can ${whose} is away.`, ...joiningWords(allAway)].join(' ')];
}

function joiningWords({ joining }: AllAway): string[] {
  if (joining === undefined) return [];
  const names = listed(joining.people.map(personName), { last: 'or' });
  return [`${names} can approve it from ${slackDate(joining.at)}.`];
}

/** Who has voted, with what they said. */
function voteLines({ votes }: RequestView): string[] {
  return firstLines(votes, shownVotes, voteLine, (count) => `and ${countOf(count, 'more vote')}`);
}

function voteLine({ voter, choice, comment, void: why }: VoteView): string {
  const did = choice === 'approve' ? 'approved' : 'rejected';
  const said = comment ? `: ${quotedInline(comment, 80)}` : '';
  const counts = why === undefined ? '' : ` (doesn't count: ${escapeMrkdwn(oneLine(why))})`;
  return `${personName(voter)} ${did}${said}${counts}`;
}

/** Whether the new owner has accepted, where a rule asks for it. */
export function acceptanceLine({ acceptance, to }: Pick<RequestView, 'acceptance' | 'to'>): string[] {
  const who = escapeMrkdwn(oneLine(to?.name ?? 'The new owner', 50));
  if (acceptance === undefined) return [];
  const { state, given, void: why } = acceptance;
  if (state === 'accepted') return [`✅ ${who} accepted`];
  if (state === 'by_asking') return [`✅ ${who} accepted by asking for it`];
  const counts =
    given === undefined || why === undefined
      ? ''
      : `: ${personName(given.owner)} did (doesn't count: ${escapeMrkdwn(oneLine(why))})`;
  return [`⏳ ${who} hasn't accepted yet${counts}`];
}

/** Numbers first. No bar: screen readers read its shades aloud. */
function running(request: RequestView): string[] {
  const { state, counts, total, stoppedBy, minutesLeft } = request;
  const by = approvers(request);
  if (request.hand !== undefined && stoppedBy === undefined) return handLines(request, request.hand);
  if (stoppedBy !== undefined) {
    const [finish, not] = [showNumber(counts.writing), showNumber(counts.waiting + counts.stopped)];
    const rest =
      counts.writing === 0 ? `${not} won't start.` : `${finish} in progress will finish; ${not} won't start.`;
    return [stopping(stoppedBy), rest];
  }
  if (state === 'approved') return [by === '' ? `${stateWords.approved}.` : `⚙️ Approved by ${by}. Starting now.`];
  const worked = total - counts.waiting - counts.writing - counts.stopped;
  const now = total === 1 ? stateWords.applying : `⚙️ Changing datasets: ${showNumber(worked)} of ${showNumber(total)}`;
  const left = minutesLeft === undefined ? '' : ` · about ${showNumber(minutesLeft)} min left`;
  return [`${now}${left}`, ...(by === '' ? [] : [`Approved by ${by}`])];
}
