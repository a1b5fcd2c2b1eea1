import type { Button, KnownBlock } from '@slack/types';
import { auditReference } from '../../change/audit-reference.ts';
import { isOpen, isUndecided } from '../../change/states.ts';
import type { Notice } from '../../workflow/ports.ts';
import { isAwaited, type RequestView } from '../../workflow/tell/request-view.ts';
import { removalQuestion } from '../../workflow/tell/sentences.ts';
import { countOf, cut, escapeMrkdwn, oneLine, showNumber, withoutMarkup } from '../text.ts';
import { acceptanceButtons, acceptanceNotice } from './acceptance-lines.ts';
import { actions, context, section } from './blocks.ts';
import { longestFallback, type Message } from './card.ts';
import { afterwards, againButton, detailsButton, editButton, withdrawButton } from './card-buttons.ts';
import { namesAndMore } from './card-parts.ts';
import { datasetLink } from './domo-links.ts';
import { fitMessage } from './fit-message.ts';
import { isReplaced, linkedLine } from './follow-ups.ts';
import { handButtons, toDoLines } from './hand-lines.ts';
import { amissLines, countsLine } from './outcomes.ts';
import { approvers, longestReason, personName, quoted, stateLine, title, wasRun } from './request-words.ts';
import { acceptanceLine, allAwayLine, ruleLines, statusLines } from './status-lines.ts';
import { questionButtons, questionLines } from './talk-forms.ts';
import { affectedLines } from './uses.ts';

/** What a DM or a reply in the thread says. */
export function noticeMessage(notice: Notice): Message {
  const lines = noticeLines(notice);
  const text = cut(withoutMarkup(lines.join('\n')), longestFallback);
  return { text, blocks: fitMessage([...lines.map((line) => section(line)), ...noticeEnd(notice)]) };
}

/** In the thread, where the workspace takes no files. */
export function noFiles(request: RequestView): Message {
  const words = "I can't post the full list as a file: this workspace doesn't allow it. Details has the whole plan.";
  return { text: words, blocks: [section(words), actions('no_files', ...detailsButton(request))] };
}

/** One line a section. */
function noticeLines(notice: Notice): string[] {
  const { request } = notice;
  const name = `*${escapeMrkdwn(title(request))}*`;
  switch (notice.about) {
    case 'submitted':
      return submittedLines(request);
    case 'invalid':
      return [
        `❌ ${name}\nIt couldn't be prepared, so no one was asked to approve.`,
        quoted(request.problem ?? "I don't know why.", 1500),
      ];
    case 'recounted':
      return [[name, ...statusLines(request)].join('\n')];
    case 'by hand':
      return [statusLines(request).join('\n')];
    case 'to do':
      return toDoLines(request, notice.slackId);
    case 'paused':
      return [[name, ...(isOpen(request.state) ? statusLines(request) : [stateLine(request)])].join('\n')];
    case 'decided':
      return [[...statusLines(request), ...rejectedWords(request)].join('\n')];
    case 'finished':
      return [[...statusLines(request), ...amissLines(request)].join('\n')];
    case 'received':
      return receivedLines(request);
    case 'given':
      return givenLines(request);
    case 'changed':
      return [changedLine(request)];
    case 'affected':
      return affectedLines(request, notice.uses);
    case 'fell short':
      return [
        [...statusLines(request), ...rejectedWords(request), ...amissLines(request), ...linkedLine(request)].join('\n'),
      ];
    case 'question':
    case 'answer':
      return questionLines(notice.about, request, notice.question);
    case 'acceptance':
      return acceptanceNotice(request);
    case 'overwritten':
      return [`${name}\n⚠️ ${escapeMrkdwn(oneLine(request.problem ?? '', 900))}`];
    case 'removal':
    case 'unused':
      return [`${name}\n${escapeMrkdwn(removalQuestion(request.schema?.successors ?? [], notice.about === 'unused'))}`];
    case 'result':
      return resultLines(notice);
  }
}

/** The requester's own message while the request is open; what ended has a message of its own. */
function submittedLines(request: RequestView): string[] {
  const { state, problem } = request;
  const name = `*${escapeMrkdwn(title(request))}*`;
  if (!isOpen(state)) return [[name, stateLine(request), ...linkedLine(request)].join('\n')];
  const stands =
    state === 'pending'
      ? [...ruleLines(request), ...allAwayLine(request), ...acceptanceLine(request)]
      : [stateLine(request), ...readingLine(request)];
  return [[name, ...stands, ...(problem === undefined ? [] : [quoted(problem, 800)])].join('\n')];
}

/** How far the reading is that the request waits for. */
function readingLine({ reading }: RequestView): string[] {
  if (reading === undefined || reading.read === 0) return [];
  const of = reading.of === undefined ? '' : ` of ${showNumber(reading.of)}`;
  return [`Reading Domo: ${showNumber(reading.read)}${of} datasets`];
}

/** What a rejection says, whole. */
function rejectedWords({ state, decision }: RequestView): string[] {
  if (state !== 'rejected') return [];
  const comment = decision?.comment ?? '';
  return Array.from(comment).length > 240 ? [quoted(comment, longestReason)] : [];
}

/** To the incoming owner. */
function receivedLines(request: RequestView): string[] {
  const { from, counts, number } = request;
  const whose = from === undefined ? '' : ` from ${escapeMrkdwn(oneLine(from.name, 50))}`;
  return [`You now own ${countOf(counts.verified, 'dataset')}${whose} (#${number})${movedWords(request)}.`];
}

/** To the outgoing owner. */
function givenLines(request: RequestView): string[] {
  const { to, counts, number } = request;
  const whose = to === undefined ? 'someone else' : escapeMrkdwn(oneLine(to.name, 50));
  const what =
    counts.verified === 1
      ? 'One of your datasets now belongs'
      : `${showNumber(counts.verified)} of your datasets now belong`;
  return [`${what} to ${whose} (#${number})${movedWords(request)}.`];
}

/** `: Basel Sums, Zodiac and 10 more`. What was the new owner's already is not news. */
function movedWords(request: RequestView): string {
  const moved = request.items.filter((item) => item.state === 'verified');
  return moved.length === 0 ? '' : `: ${namesAndMore(request, moved, request.counts.verified)}`;
}

/** To the owner of a dataset whose schema was changed. */
function changedLine(request: RequestView): string {
  const { number, dataset, schema, requester } = request;
  const what = countOf(schema?.changes ?? 1, 'column change');
  const where = dataset === undefined ? 'Your dataset' : `Your dataset ${datasetLink(request, dataset)}`;
  return `${where} has ${what} (#${number}), requested by ${personName(requester)} and approved by ${approvers(request)}.`;
}

function resultLines({ request, auditHead, access }: Extract<Notice, { about: 'result' }>): string[] {
  const { problem, counts } = request;
  const stands = wasRun(request) ? countsLine(counts) : stateLine(request);
  const amiss = wasRun(request) ? amissLines(request) : [];
  return [
    [stands, ...(problem === undefined ? [] : [quoted(problem, 1000)]), ...amiss, ...(access ? [access] : [])].join(
      '\n',
    ),
    `Audit chain \`${auditReference(auditHead)}\``,
  ];
}

/** Buttons, and what else belongs to it. */
function noticeEnd(notice: Notice): KnownBlock[] {
  const { request } = notice;
  const buttons = noticeButtons(notice);
  const moved = notice.about === 'received' ? [context("Cards, DataFlows and alerts don't move with a dataset.")] : [];
  // Whoever waits for this message to change sees the state change with the block.
  return [...(buttons.length === 0 ? [] : [actions(`${notice.about}:${stepOf(request)}`, ...buttons)]), ...moved];
}

function stepOf({ state, hand }: RequestView): string {
  return hand === undefined ? state : `${state}:${hand.holder?.slackId ?? ''}`;
}

function noticeButtons(notice: Notice): Button[] {
  const { request } = notice;
  const details = detailsButton(request);
  switch (notice.about) {
    case 'submitted':
      return submittedButtons(request);
    case 'invalid':
      return [againButton(request, 'Open the form', 'primary')];
    case 'decided':
      return isDeadEnd(request) ? [editButton(request), ...details] : details;
    case 'finished':
    case 'removal':
    case 'unused':
      return [...afterwards(request), ...details];
    case 'received':
    case 'given':
    case 'changed':
    case 'fell short':
    case 'recounted':
    case 'paused':
      return details;
    case 'by hand':
      return details;
    case 'to do': {
      const holds = request.hand?.holder?.slackId === notice.slackId;
      return [...handButtons(request, { mayTake: request.hand?.holder === undefined, holds }), ...details];
    }
    case 'question':
    case 'answer':
      return questionButtons(notice.about, request, notice.question);
    case 'acceptance':
      return [...(isAwaited(request) ? acceptanceButtons(request, { accept: true, decline: true }) : []), ...details];
    case 'overwritten':
      return [againButton(request, 'Request again'), ...details];
    // They may not read the request.
    case 'affected':
    case 'result':
      return [];
  }
}

function submittedButtons(request: RequestView): Button[] {
  const { state } = request;
  if (state === 'withdrawn') return isReplaced(request) ? [] : [editButton(request)];
  return isUndecided(state) ? [withdrawButton(request), editButton(request), ...detailsButton(request)] : [];
}

/** Ended without anything being tried. */
function isDeadEnd({ state }: RequestView): boolean {
  return ['rejected', 'expired', 'withdrawn'].includes(state);
}
