import { isOpen } from '../../change/states.ts';
import type { FollowUpPurpose, RequestState } from '../../change/types.ts';
import type { LinkedRequest, RequestView } from '../../workflow/tell/request-view.ts';

/** What a request goes on from: `retry of #42`. */
const originWords: Record<FollowUpPurpose, string> = {
  retry: 'retry of',
  undo: 'undoes',
  rest: 'the rest of',
  redo: 'redo of',
  again: 'requested again after',
  edit: 'in place of',
  removal: 'removes the old column of',
};

/** What goes on from a request: while it is open, and once it has changed something. */
const followUpWords: Record<FollowUpPurpose, { open: string; done: string }> = {
  retry: { open: 'retry requested in', done: 'retried in' },
  undo: { open: 'undo requested in', done: 'undone by' },
  rest: { open: 'the rest requested in', done: 'the rest handed over in' },
  redo: { open: 'redo requested in', done: 'redone in' },
  again: { open: 'requested again in', done: 'requested again in' },
  edit: { open: 'replaced by', done: 'replaced by' },
  removal: { open: 'removal of the old column requested in', done: 'old column removed in' },
};

const titles: Partial<Record<FollowUpPurpose, string>> = {
  retry: 'Retry',
  undo: 'Undo',
  rest: 'The rest of',
  redo: 'Redo',
  edit: 'Edit',
  removal: 'Removal for',
};

/** Of the form that asks for it: `Undo #42`. What is asked for once more is edited in its `usual` form. */
export function followUpTitle(follows: Pick<LinkedRequest, 'purpose' | 'number'> | undefined, usual: string): string {
  const own = follows && titles[follows.purpose];
  return own === undefined ? usual : `${own} #${follows?.number}`;
}

const done: RequestState[] = ['applied', 'partly_applied'];

/** `retry of #42`, `undone by #47`: each named, and linked to where its card is. mrkdwn. */
export function linkedWords({ origin, followUps }: Pick<RequestView, 'origin' | 'followUps'>): string[] {
  const before = origin === undefined ? [] : [`${originWords[origin.purpose]} ${numberOf(origin)}`];
  const after = followUps
    .filter((each) => isOpen(each.state) || done.includes(each.state) || each.purpose === 'edit')
    .map(followUp);
  return [...before, ...after];
}

function followUp(request: LinkedRequest): string {
  const words = followUpWords[request.purpose];
  if (isOpen(request.state)) return `${words.open} ${numberOf(request)}`;
  const partly = request.purpose === 'undo' && request.state === 'partly_applied' ? 'partly ' : '';
  return `${partly}${words.done} ${numberOf(request)}`;
}

function numberOf({ number, link }: LinkedRequest): string {
  return link === undefined ? `#${number}` : `<${link}|#${number}>`;
}

/** The same as a line of its own. */
export function linkedLine(request: Pick<RequestView, 'origin' | 'followUps'>): string[] {
  const words = linkedWords(request).join(' · ');
  return words === '' ? [] : [`${words.charAt(0).toUpperCase()}${words.slice(1)}`];
}

/** Whether another request took its place, whatever became of that. */
export function isReplaced({ followUps }: Pick<RequestView, 'followUps'>): boolean {
  return followUps.some(({ purpose }) => purpose === 'edit');
}

/** Whether such a follow-up is under way, or has done its work: its own card has what can still follow. */
export function isFollowed({ followUps }: Pick<RequestView, 'followUps'>, purpose: FollowUpPurpose): boolean {
  return followUps.some((each) => each.purpose === purpose && (isOpen(each.state) || done.includes(each.state)));
}
