import type { ConfirmationDialog } from '@slack/types';
import { nameOfId } from '../../change/owner/name-of-id.ts';
import { defaultRule } from '../../change/votes/rules.ts';
import { isAwaited, isLongPlan, type RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, cut, datasetInSentence, oneLine, showNumber, withFullStop } from '../text.ts';
import { riskWords } from '../words.ts';
import { confirmation } from './blocks.ts';
import { alikeId, plainSecurityWarning, slackWords } from './card-parts.ts';
import { listed } from './request-words.ts';
import { columnsAfter, ratedChanges, reasonedWords } from './schema-card.ts';

const longest = 300;
/** Domo's own limit for a name: none is cut. */
const longestName = 255;

/**
 * Slack's question before an approval: what it does, what could go wrong, and why it is asked for. Undefined: what must not
 * be cut is longer than Slack's 300 characters, and a view has to ask.
 */
export function approveConfirm(request: RequestView): ConfirmationDialog | undefined {
  const { number, kind, total, schema } = request;
  const what = kind === 'owner' ? countOf(total, 'dataset') : countOf(schema?.changes ?? 1, 'change');
  const text = confirmText(request);
  return text === undefined ? undefined : confirmation(`Approve #${number}?`, text, `Approve ${what}`);
}

/** Plain, at most 300 characters: of the reason, what is left. */
function confirmText(request: RequestView): string | undefined {
  const decides = whatDecides(request);
  if (decides.length > longest) return undefined;
  const starts = `${decides} Starts when all approvals are in${isAwaited(request) ? ' and the new owner has accepted' : ''}.`;
  const before = starts.length > longest ? decides : starts;
  const room = longest - before.length - 1;
  const why = `${oneLine(request.requester.name, 30)}: “${request.reason.trim().replace(/\s+/gu, ' ')}”`;
  return room < 20 ? before : `${before} ${cut(why, room)}`;
}

/** What an approval hangs on, in the order of its weight: what, to whom, the worst risk, what else is meant. Plain, none of it cut. */
export function whatDecides(request: RequestView): string {
  const { total, kind } = request;
  return [
    kind === 'owner' ? ownerWords(request) : schemaWords(request),
    ...risks(request),
    ...(kind === 'owner' && isLongPlan(request)
      ? [`You approve all ${showNumber(total)}, also those not named here.`]
      : []),
    ...openQuestion(request),
    ...rejectedBefore(request),
    ...ruleWords(request),
  ].join(' ');
}

function openQuestion({ questions }: RequestView): string[] {
  const open = questions.filter(({ answer }) => answer === undefined).at(-1);
  return open === undefined ? [] : [`Not answered yet: “${cut(open.text.trim().replace(/\s+/gu, ' '), 100)}”`];
}

function rejectedBefore({ askedBefore }: RequestView): string[] {
  if (askedBefore === undefined) return [];
  const { number, by, declined, comment } = askedBefore;
  const why = comment ? `: “${cut(comment.trim().replace(/\s+/gu, ' '), 40)}”` : '';
  return [withFullStop(`${declined ? 'Declined' : 'Rejected'} in #${number} by ${oneLine(by.name, 30)}${why}`)];
}

/** Which rules of the policy it is for, besides the usual one: who is on several approves for each. */
function ruleWords({ rules }: RequestView): string[] {
  if (rules.every(({ name }) => name === defaultRule)) return [];
  const named = rules.map(({ name, needed }) => `${oneLine(name, longestName)} (${showNumber(needed)} needed)`);
  return [`Counts for${named.length > 1 ? ' all rules that name you' : ''}: ${listed(named, { most: named.length })}.`];
}

function ownerWords(request: RequestView): string {
  const { total, from, to } = request;
  if (from === undefined || to === undefined) return `${countOf(total, 'dataset')} get a new owner.`;
  const mail = to.email === undefined ? nameOfId(to.id) : oneLine(to.email, longestName);
  const who = [mail, ...slackWords(request)].join('; ');
  const verb = total === 1 ? 'goes' : 'go';
  const old = oneLine(from.name, longestName) + alikeId(request, from);
  return `${countOf(total, 'dataset')} of ${old} ${verb} to ${oneLine(to.name, longestName)} (${who}).`;
}

function schemaWords({ schema, dataset }: RequestView): string {
  const where = dataset === undefined ? '' : ` in ${datasetInSentence(dataset, longestName)}`;
  return `${countOf(schema?.changes ?? 1, 'column change')}${where}.`;
}

/** The worst, and how many more there are. */
function risks(request: RequestView): string[] {
  const rated = ratedChanges(request).filter(({ risk }) => risk !== 'safe');
  const after = columnsAfter(request);
  const security = plainSecurityWarning(request);
  const all = [
    ...(security === undefined ? [] : [security]),
    ...rated.map((each) => `${riskWords[each.risk]}: ${reasonedWords(each, after)}.`),
    ...request.warnings.map((warning) => oneLine(warning, 300)),
  ];
  const [worst] = all;
  if (worst === undefined) return [];
  return [worst, ...(all.length > 1 ? [`And ${countOf(all.length - 1, 'more warning')}.`] : [])];
}
