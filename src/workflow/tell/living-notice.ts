import { createHash } from 'node:crypto';
import { canonicalJson } from '../../change/fingerprint.ts';
import type { MessageRow } from '../../store/messages.ts';
import type { Notice } from '../ports.ts';
import type { RequestView } from './request-view.ts';

/**
 * The requester's messages, by their purpose: the first while the request is open, the one that says that an admin is waited for,
 * and the one that tells of its end.
 */
const livingNotices = ['submitted', 'paused', 'decided', 'finished', 'removal', 'unused'] as const;
export type LivingNotice = (typeof livingNotices)[number];

export function isLiving(about: string): about is LivingNotice {
  return livingNotices.some((each) => each === about);
}

/** A question's message is kept under its id: there may be several. */
export function questionPurpose(id: string): string {
  return `question ${id}`;
}

const toDo = 'to do ';

/** What asks somebody to do it by hand is kept under their id. */
export function toDoPurpose(slackId: string): string {
  return `${toDo}${slackId}`;
}

/** What asks the incoming owner to accept is kept under this. */
export const acceptancePurpose = 'acceptance';

export function livingNotice({ purpose }: MessageRow, request: RequestView): Notice {
  if (isLiving(purpose) || purpose === acceptancePurpose) return { about: purpose, request };
  if (purpose.startsWith(toDo)) return { about: 'to do', request, slackId: purpose.slice(toDo.length) };
  const question = request.questions.find(({ id }) => questionPurpose(id) === purpose);
  if (question === undefined) throw new Error(`There is no message for ${purpose}.`);
  return { about: 'question', request, question };
}

/** What such a message depends on. */
export function noticePaint(notice: Notice): string {
  if (notice.about === 'question') return paintOf([notice.question.answer ?? null]);
  if (notice.about === 'to do') {
    const { state, stoppedBy, hand, counts } = notice.request;
    return paintOf([
      state,
      hand?.holder?.slackId ?? null,
      counts.by_hand,
      hand?.until ?? null,
      stoppedBy?.slackId ?? null,
    ]);
  }
  const { state, problem, rules, reading, followUps, stillOwned, acceptance, allAway } = notice.request;
  const answer = acceptance === undefined ? [] : [acceptance];
  if (notice.about === acceptancePurpose) return paintOf([state, ...answer]);
  if (notice.about === 'paused') return paintOf([state, problem ?? null]);
  if (notice.about !== 'submitted') return paintOf([state, followUps, stillOwned ?? null]);
  return paintOf([state, problem ?? null, rules, ...answer, ...(reading ? [reading] : []), ...absence(allAway)]);
}

/** What a message depends on that called this person for a request. A run is not followed there: one edit a decision, one at the end. */
export function pingPaint({ state, votes, rules, acceptance, counts, allAway }: RequestView, slackId: string): string {
  if (state === 'approved' || state === 'applying') return paintOf(['approved']);
  if (state !== 'pending') return paintOf([state, counts]);
  const voted = votes.some(({ voter }) => voter.slackId === slackId);
  return paintOf([state, voted, rules.map(({ given }) => given), acceptance?.state ?? null, ...absence(allAway)]);
}

function absence(allAway: RequestView['allAway']): unknown[] {
  return allAway === undefined ? [] : [{ ...allAway, joining: allAway.joining?.at ?? null }];
}

export function paintOf(shown: unknown): string {
  return createHash('sha256').update(canonicalJson(shown)).digest('hex');
}
