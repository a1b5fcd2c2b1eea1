import type { Outcome, SlackMessage, SlackPerson, SlackView } from '../types.ts';

/** A message as a person sees it at one moment. */
export interface SeenMessage {
  channelId: string;
  ts: string;
  threadTs: string | null;
  author: string;
  /** What they read: blocks in order, mentions resolved. */
  text: string;
  /** The plain `text`, which notifications and screen readers use. */
  fallback: string;
  /** Only this person sees it. */
  ephemeral: boolean;
  edited: boolean;
  buttons: string[];
  files: { name: string; title: string; text: string }[];
  /** As it was when seen. */
  message: SlackMessage;
}

/** A modal or Home tab as a person sees it at one moment. */
export interface SeenView {
  id: string;
  hash: string;
  title: string;
  text: string;
  /** The labels of its fields. */
  fields: string[];
  buttons: string[];
  submit: string | null;
  /** The sentences beside fields, by label. */
  errors: Record<string, string>;
  trouble: string | null;
  /** As it was when seen. */
  view: SlackView;
}

/** Slack's own dialog, before something is really done. */
export interface SeenConfirm {
  title: string;
  text: string;
  confirm: string;
  deny: string;
}

/** Which text is meant: all of it (or a part, when nothing matches wholly), or what matches. */
export type TextMatch = string | RegExp;

export interface PressOptions {
  /** The answer to the confirm dialog. Must be given when there is one. */
  confirm?: boolean;
  /** Text of the section beside which the button or menu stands, when several have the same label. */
  row?: TextMatch;
  /** Presses it as it was seen, even if the message has changed since: what a slow client does. */
  stale?: boolean;
}

export interface Pressed {
  /** What the confirm dialog said; null: there was none. */
  dialog: SeenConfirm | null;
  /** Null when the dialog was denied: nothing was sent. */
  outcome: Outcome | null;
}

export interface ChooseOptions extends PressOptions {
  /** What to type into a menu with an external source; the wanted text itself by default. */
  search?: string;
}

export interface WaitOptions {
  /** In ms; 30,000 by default. */
  timeoutMs?: number;
}

/**
 * One person in the workspace. Things are found by what they read on the screen, and waited for, as a person would;
 * what does not appear in time rejects, saying what was there instead.
 */
export interface Person {
  id: string;
  name: string;
  person: SlackPerson;

  /** Types a slash command in a channel (#general by default); @names become mentions. */
  command(line: string, channel?: string): Promise<Outcome>;
  /** Types one in #general, and waits for what it is answered there. */
  asks(line: string, answer: TextMatch): Promise<SeenMessage>;
  shortcut(name: string): Promise<Outcome>;
  messageShortcut(name: string, message: SeenMessage): Promise<Outcome>;

  /** Top-level messages of a channel, ephemeral ones of this person included, oldest first. */
  messages(channel: string): SeenMessage[];
  /** The conversation with the app. */
  dms(): SeenMessage[];
  /** The replies to a message, ephemeral ones included. */
  thread(message: SeenMessage): SeenMessage[];
  /** The message as it is now; rejects when it is gone. */
  now(message: SeenMessage): SeenMessage;
  /** Waits for the latest top-level message, in a channel or (`dm`) from the app, whose text matches. */
  sees(where: string, text: TextMatch, options?: WaitOptions): Promise<SeenMessage>;
  /** Waits for a reply. */
  seesReply(message: SeenMessage, text: TextMatch, options?: WaitOptions): Promise<SeenMessage>;
  /** Waits until a message reads so. */
  seesChange(message: SeenMessage, text: TextMatch, options?: WaitOptions): Promise<SeenMessage>;
  /** Writes a message; @names become mentions. */
  writes(where: string, text: string): SeenMessage;
  /** Answers in the thread of a message. */
  replies(message: SeenMessage, text: string): SeenMessage;
  /** Changes what they wrote. */
  edits(message: SeenMessage, text: string): void;
  /** Deletes a message by hand, as an admin may. */
  deleteMessage(message: SeenMessage): void;

  /** Presses a button of a message. */
  press(message: SeenMessage, label: TextMatch, options?: PressOptions): Promise<Pressed>;
  /** Chooses from a menu of a message: an overflow menu or a select, found by the text beside it. */
  chooseIn(message: SeenMessage, label: TextMatch, option: TextMatch, options?: ChooseOptions): Promise<Pressed>;

  /** Opens the app's Home tab and waits for one to be published (again) whose text matches, or any. */
  openHome(match?: TextMatch, options?: WaitOptions): Promise<SeenView>;
  /** The Home tab as it is, or null. */
  home(): SeenView | null;
  pressInHome(label: TextMatch, options?: PressOptions): Promise<Pressed>;
  /** Chooses from a menu of the Home tab, found by the text beside it. */
  chooseInHome(label: TextMatch, option: TextMatch, options?: ChooseOptions): Promise<Pressed>;

  /** The top modal as it is, or null. */
  openModal(): SeenView | null;
  /** Waits for a modal whose title or text matches, or any; `after` a view: for one that is not that one any more. */
  modal(match?: TextMatch, options?: WaitOptions & { after?: SeenView }): Promise<SeenView>;
  /** The same of one that is only read: closes every view then. */
  dismiss(...as: Parameters<Person['modal']>): Promise<SeenView>;
  /** Waits until no modal is open. */
  noModal(options?: WaitOptions): Promise<void>;
  /** Types into a field; null empties it. `nth`, from 0: which one, when several fields have the same label. */
  fill(label: TextMatch, text: string | null, options?: { nth?: number }): Promise<void>;
  /** Chooses one option of a select, radio group or overflow menu. */
  choose(label: TextMatch, option: TextMatch, options?: ChooseOptions): Promise<void>;
  /** Chooses exactly these options of a multi-select. */
  chooseMany(label: TextMatch, options: TextMatch[], choose?: ChooseOptions): Promise<void>;
  /** What a menu offers after typing this; for an external source the app is asked. */
  search(label: TextMatch, query: string): Promise<string[]>;
  pressInModal(label: TextMatch, options?: PressOptions): Promise<Pressed>;
  /** Presses submit: resolves with the errors beside fields, by label, or null. Rejects on connection trouble. */
  submit(): Promise<Record<string, string> | null>;
  /** `Cancel` or `Back`; with `all`, the × that closes every view. */
  closeModal(how?: 'top' | 'all'): Promise<void>;
}
