import type { ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import type { Refusal } from '../../change/votes/refusal.ts';
import { type Command, refusalSentence, refusalTitle } from '../refusals.ts';
import type { Message } from '../views/card.ts';
import type { Level } from '../views/message-view.ts';

/** What a handler comes to; `answering` shows it. At most one of the first five; none of them: a form that was sent closes. */
export interface Reply {
  /** Of a form that was sent: plain sentences beside its fields, by block id. It stays open. */
  errors?: Record<string, string>;
  /** Stands in the place of the modal in which the person is. */
  view?: ModalView;
  /** Opens, above the modal in which the person is, if they are in one. */
  open?: Opening;
  /** A message that only this person sees, where they are. */
  say?: Message;
  /** Told where they are looking: in a modal, or, after a command and where none can open, in a message. */
  tell?: Telling;
  /** What is done once that is shown. */
  after?: () => Promise<void>;
}

export interface Opening {
  view: ModalView;
  /** Instead of the modal, when Slack's few seconds for it are over. */
  late: Reply;
  /** What is done once it is open. */
  opened?: (modal: OpenedModal) => Promise<void>;
}

/** A modal that was just opened; `hash` is what Slack compares before it replaces what is shown. */
export interface OpenedModal {
  viewId: string;
  hash?: string | undefined;
}

export interface Telling {
  title: string;
  /** mrkdwn. */
  words: string;
  level: Level;
}

/** What a menu offers. */
export type Suggestions =
  | { options: PlainTextOption[] }
  | { option_groups: { label: PlainTextElement; options: PlainTextOption[] }[] };

/** What a person did, and what it comes to. */
export type Work<From> = (from: From) => Promise<Reply>;

/** Whether the person has their answer with it. */
export function isTold({ after, ...shown }: Reply): boolean {
  return Object.keys(shown).length > 0;
}

/** Nothing was done; `words`, in mrkdwn, say why. */
export function notDone(words: string, title = 'Nothing changed'): Reply {
  return { tell: { title, words, level: 'warning' } };
}

/** `command`: what the person had typed, if they did. */
export function refused(refusal: Refusal, command?: Command): Reply {
  return notDone(refusalSentence(refusal, command), refusalTitle(refusal));
}
