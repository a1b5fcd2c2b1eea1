import type { Button } from '@slack/types';
import { nameOfId } from '../../change/owner/name-of-id.ts';
import type { RatedChange } from '../../change/schema/rate-changes.ts';
import { someSource } from '../../change/source.ts';
import type { HandCheck } from '../../workflow/hand/hand.ts';
import type { HandView, ItemView, RequestView } from '../../workflow/tell/request-view.ts';
import { actionIds } from '../ids.ts';
import { countOf, datasetInSentence, escapeMrkdwn, firstLines, oneLine, showNumber, slackDate } from '../text.ts';
import { button } from './blocks.ts';
import { datasetLink, itemLink, ownerLink } from './domo-links.ts';
import { approvers, fromTo, listed, personName, plainGist } from './request-words.ts';
import { columnsAfter, ratedChanges, ratedWords } from './schema-card.ts';

/** Datasets, or column changes, that a message names; the others are under `Details`. */
const shownInMessage = 20;
const shownOnCard = 5;

/** How a request stands while people are waited for: `🖐 #44 · 9 of 12 datasets changed: A → B`, and what is left. */
export function handLines(request: RequestView, hand: HandView): string[] {
  const by = approvers(request);
  return [
    `*${escapeMrkdwn(headOf(request))}*`,
    ...(request.kind === 'owner'
      ? [`${showNumber(request.counts.by_hand)} to do by hand in Domo: ${names(request, shownOnCard)}`]
      : []),
    ...whyByHand(request),
    `${whoHasIt(hand)} · until ${slackDate(hand.until)}`,
    ...(by === '' ? [] : [`Approved by ${by}`]),
  ];
}

const lostDoor = "The admin token that was to do this isn't there any more.";

/** As many of Domo's reasons as a message has room for. */
const shownReasons = 2;

/** What was not known when people decided: a door that closed since, and what Domo said when it refused. mrkdwn. */
function whyByHand(request: RequestView): string[] {
  const said = openItems(request).flatMap(({ door, reason }) => (door === 'public' && reason ? [reason] : []));
  const shown = [...new Set(said)].slice(0, shownReasons).map((reason) => escapeMrkdwn(oneLine(reason, 200)));
  return request.doors.lost > 0 ? [lostDoor, ...shown] : shown;
}

function headOf(request: RequestView): string {
  const { number, kind, from, to, counts, total } = request;
  if (kind === 'schema' || from === undefined || to === undefined) {
    return `🖐 #${number} · ${plainGist(request)}: to do by hand in Domo`;
  }
  const done = counts.verified + counts.already;
  const did = counts.already === 0 ? 'changed' : 'done';
  return `🖐 #${number} · ${showNumber(done)} of ${countOf(total, 'dataset')} ${did}: ${fromTo(from, to)}`;
}

/** `Emmy Noether is doing this`, or who could. mrkdwn. */
function whoHasIt({ holder, people }: HandView): string {
  if (holder !== undefined) return `${personName(holder)} is doing this`;
  const could = people.map((each) => escapeMrkdwn(oneLine(each, 50)));
  return could.length === 0
    ? 'No one can do this: ask an admin to fill `by_hand` in the policy'
    : `Waiting for ${listed(could, { last: 'or' })}`;
}

function openItems({ items }: RequestView): ItemView[] {
  return items.filter(({ state }) => state === 'by_hand');
}

/** `Basel Sums, Zodiac and 7 others`, each a link into Domo. mrkdwn. */
function names(request: RequestView, most: number): string {
  const links = openItems(request).map((item) => itemLink(request, item));
  return listed(links, { most, count: request.counts.by_hand });
}

/** To whoever may do it, or has it: what is to be done, and how. A line a section. */
export function toDoLines(request: RequestView, slackId: string): string[] {
  const { number, hand, counts } = request;
  if (hand === undefined) return [overWords(request)];
  const { holder } = hand;
  if (holder !== undefined && holder.slackId !== slackId) return [`#${number}: ${personName(holder)} is doing this.`];
  const what =
    request.kind === 'owner' ? `the owner of ${countOf(counts.by_hand, 'dataset')} in Domo` : datasetColumns(request);
  const them = request.kind === 'owner' && counts.by_hand !== 1 ? 'them' : 'it';
  const why = whyByHand(request);
  const head = `*#${number}: please change ${what}.* ${why.join(' ') || `Domo's API can't change ${them}.`}`;
  if (holder === undefined) return [head, ...wanted(request), `Please finish by ${slackDate(hand.until)}.`];
  return [head, ...wanted(request), steps(request, hand)];
}

function overWords(request: RequestView): string {
  const { number, state } = request;
  return state === 'applying'
    ? `#${number} is being changed.`
    : `#${number}: nothing is left to do by hand. Thank you!`;
}

function datasetColumns({ dataset }: RequestView): string {
  return `the columns of ${dataset === undefined ? 'a dataset' : escapeMrkdwn(oneLine(dataset.name, 80))} where its data comes from`;
}

/** What it is to be. */
function wanted(request: RequestView): string[] {
  const { kind, to } = request;
  if (kind === 'owner' && to !== undefined) {
    const mail = to.email === undefined ? `, ${nameOfId(to.id)}` : `, ${escapeMrkdwn(oneLine(to.email, 80))}`;
    return [`New owner: ${ownerLink(request, to)}${mail}`];
  }
  const after = columnsAfter(request);
  const changes = ratedChanges(request);
  const line = (change: RatedChange) => `• ${escapeMrkdwn(ratedWords(change, after))}`;
  const more = (count: number) => `and ${showNumber(count)} more in Details`;
  return [firstLines(changes, shownInMessage, line, more).join('\n')];
}

function steps(request: RequestView, { until }: HandView): string {
  const end = `Please finish by ${slackDate(until)}.`;
  if (request.kind === 'schema') {
    const dataset = request.dataset === undefined ? 'the dataset' : datasetLink(request, request.dataset);
    return [
      `1. Open ${dataset}, and from there ${escapeMrkdwn(oneLine(request.schema?.source ?? someSource, 80))}.`,
      '2. Change the columns there, and run it.',
      `3. Click Check now. I wait for one more run, since a run can put the old columns back. ${end}`,
    ].join('\n');
  }
  const several =
    request.counts.by_hand > 3 ? ' In the Data Center an admin can select several and change their owner at once.' : '';
  const name = request.to === undefined ? 'the new owner' : escapeMrkdwn(oneLine(request.to.name, 50));
  return [
    `1. Open ${request.counts.by_hand === 1 ? 'the' : 'each'} dataset: ${names(request, shownInMessage)}`,
    `2. Change its owner to ${name}, save.${several}`,
    `3. Click Check now. ${end}`,
  ].join('\n');
}

/** What somebody can do about what is to be done by hand. */
export function handButtons(
  { id, number, hand, stoppedBy }: RequestView,
  { mayTake, holds }: { mayTake: boolean; holds: boolean },
): Button[] {
  if (hand === undefined || stoppedBy !== undefined) return [];
  const named = (text: string, actionId: string, style?: 'primary') =>
    button({ text, actionId, value: id, style, label: `${text}, #${number}` });
  if (holds) return [named('Check now', actionIds.checkNow, 'primary'), named('Give it back', actionIds.giveBack)];
  return mayTake ? [named("I'll do it", actionIds.takeByHand, 'primary')] : [];
}

/** `2 of 5 done. Zodiac, Basel Sums and Partitions still belong to Alan Abel.` mrkdwn. */
export function checkWords({ done, asked, open }: HandCheck): string {
  const head = `${showNumber(done)} of ${showNumber(asked)} done.`;
  if (open.length === 0) {
    return done === asked ? `${head} Thank you!` : `${head} Details says what became of the rest.`;
  }
  const groups = [...Map.groupBy(open, (each) => whatIsOpen(each, true))].slice(0, shownOnCard);
  const lines = groups.map(([isOpen, some]) => {
    const names = some.map(({ item: { datasetId: id, datasetName: name, alike } }) =>
      escapeMrkdwn(datasetInSentence({ id, name, alike }, 60)),
    );
    const [first] = some;
    return `${listed(names)} ${some.length === 1 || first === undefined ? isOpen : whatIsOpen(first, false)}`;
  });
  return [head, ...lines].join(' ');
}

/** Of one dataset, or of several. mrkdwn. */
function whatIsOpen({ owner, awaitsRun }: HandCheck['open'][number], isOne: boolean): string {
  if (owner !== undefined) return `still ${isOne ? 'belongs' : 'belong'} to ${escapeMrkdwn(oneLine(owner, 50))}.`;
  if (awaitsRun) return `${isOne ? 'has' : 'have'} the new columns. I wait for the source's next run.`;
  return `${isOne ? "isn't" : "aren't"} changed yet.`;
}
