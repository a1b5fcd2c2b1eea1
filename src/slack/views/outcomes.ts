import { type ItemCounts, unsettledStates } from '../../change/states.ts';
import { type ItemState, itemStates } from '../../change/types.ts';
import type { ItemView, RequestView } from '../../workflow/tell/request-view.ts';
import { countOf, escapeMrkdwn, oneLine, showNumber } from '../text.ts';
import { countWords, doneByHandWords, nothingWords, outcomeWords } from '../words.ts';
import { itemLink } from './domo-links.ts';
import { fromTo, kindWords, listed, plainGist } from './request-words.ts';

/** What became of a whole request, for one that was run: `⚠️ #42 · 9 of 12 datasets changed: A → B`. Plain. */
export function headline(request: RequestView): string {
  const { number, kind, state, from, to } = request;
  const emoji = state === 'applied' ? '✅' : state === 'partly_applied' ? '⚠️' : '❌';
  const who = from === undefined || to === undefined ? kindWords(request) : fromTo(from, to);
  const outcome =
    kind === 'schema'
      ? `${plainGist(request)}: ${state === 'failed' ? nothingWords(request.counts).toLowerCase() : doneWords(request)}`
      : ownerOutcome(request, who);
  const rest = restWords(request);
  return `${emoji} #${number} · ${outcome}${rest === '' ? '' : ` · ${rest}`}`;
}

function ownerOutcome({ state, counts, total }: RequestView, who: string): string {
  const datasets = countOf(total, 'dataset');
  const done = counts.verified + counts.already;
  const did = counts.already === 0 ? 'changed' : 'done';
  if (state === 'failed') return `${nothingWords(counts)}: ${datasets}, ${who}`;
  if (state === 'partly_applied') return `${showNumber(done)} of ${datasets} ${did}: ${who}`;
  if (total === 1) return `${datasets} ${doneWords({ counts })}: ${who}`;
  return `All ${datasets} ${counts.already === 0 ? countWords.verified : did}: ${who}`;
}

function doneWords({ counts }: Pick<RequestView, 'counts'>): string {
  return counts.verified > 0 ? countWords.verified : countWords.already;
}

/** What the outcome does not say yet: `10 changed and checked, 2 already so`, `2 skipped, 1 denied`. */
function restWords({ counts, total }: RequestView): string {
  const told = counts.already > 0 && counts.verified > 0 ? [] : ['verified', 'already'];
  return itemStates
    .filter((state) => counts[state] > 0 && !told.includes(state))
    .map((state) => (total === 1 ? countWords[state] : `${showNumber(counts[state])} ${countWords[state]}`))
    .join(', ');
}

/** `10 changed and checked · 1 skipped`: every dataset counted. */
export function countsLine(counts: ItemCounts): string {
  return itemStates
    .filter((state) => counts[state] > 0)
    .map((state) => `${showNumber(counts[state])} ${countWords[state]}`)
    .join(' · ');
}

/** As many reasons as a settled card, or a message, has room for. */
const shownReasons = 8;

/**
 * What did not come about, the datasets of one reason together: `Zodiac and 2 others: Domo denied the app access.` At most
 * 8 lines, and how many more datasets there are. mrkdwn.
 */
export function amissLines(request: RequestView): string[] {
  const { items, counts, total } = request;
  const notAmiss: readonly ItemState[] = ['verified', 'already', ...unsettledStates];
  const amiss = items.filter(({ state }) => !notAmiss.includes(state));
  const longest = total === 1 ? 600 : 200;
  // What ended the whole request stands above them already.
  const own = amiss.filter(({ reason }) => reason === undefined || reason !== request.problem);
  const groups = [...Map.groupBy(own, (item) => outcomeOf(item, longest))].slice(0, shownReasons);
  // A stop has one reason for all that it left, also for what is not listed here.
  const stops = groups.filter(([, [first]]) => first?.state === 'stopped').length;
  const sizeOf = (some: ItemView[]) => (some[0]?.state === 'stopped' && stops === 1 ? counts.stopped : some.length);
  const lines = groups.map(([outcome, some]) => {
    const names = some.slice(0, 3).map((item) => itemLink(request, item));
    if (request.kind === 'schema') return escapeMrkdwn(outcome.charAt(0).toUpperCase() + outcome.slice(1));
    return `${listed(names, { count: sizeOf(some) })}: ${escapeMrkdwn(outcome)}`;
  });
  const told = groups.reduce((sum, [, some]) => sum + sizeOf(some), 0);
  const fine = notAmiss.reduce((sum, state) => sum + counts[state], 0);
  const more = total - fine - told - (amiss.length - own.length);
  return more > 0 && lines.length > 0 ? [...lines, `… and ${countOf(more, 'more', 'more')} in Details`] : lines;
}

/** What became of a dataset and why, of at most `max` characters. Plain. */
export function outcomeOf({ state, reason, byHand }: ItemView, max = 200): string {
  const why = oneLine(reason ?? '', max);
  // What else is not as it was there is told, and no more.
  if (state === 'verified' && byHand) return why === '' ? doneByHandWords : `${doneByHandWords}. ${why}`;
  if (reason === undefined || state === 'verified' || state === 'already') return outcomeWords[state];
  if (state === 'by_hand') return `${outcomeWords.by_hand}. ${why}`;
  if (state === 'drifted') return `${countWords.drifted}. ${why}`;
  return state === 'stopped' ? `${outcomeWords.stopped}. ${why}` : why;
}
