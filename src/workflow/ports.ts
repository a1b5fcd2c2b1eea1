import type { Membership, PingReason } from '../change/types.ts';
import type { HomeShown } from './tell/home-content.ts';
import type { ItemView, QuestionView, RequestView, UseView } from './tell/request-view.ts';

/** Where a posted message is: what `chat.update` needs to find it again. */
export interface MessageRef {
  channel: string;
  ts: string;
}

/** A message under another one, as it reads now. */
export interface ThreadReply extends MessageRef {
  /** The `ts` of the message above. */
  thread: string;
  slackId: string;
  /** Plain. Asked for only if it is kept. */
  text: () => Promise<string>;
  /** Only of one that was changed. */
  editedAt?: Date | undefined;
}

/** What the app tells a person in a DM, or a thread, as data; the words are the Slack side's. */
export type Notice =
  /** To the requester, once at submit; carries `Withdraw`. */
  | { about: 'submitted'; request: RequestView }
  /** To the requester: what stopped the request before anyone was asked; the button opens the form as it was filled in. */
  | { about: 'invalid'; request: RequestView }
  | { about: 'decided'; request: RequestView }
  /** To the requester: approved, but the votes no longer sufficed when they were counted again. */
  | { about: 'recounted'; request: RequestView }
  | { about: 'finished'; request: RequestView }
  /** To the requester, once: the app has done what it can, the rest is to be done by hand. */
  | { about: 'by hand'; request: RequestView }
  /** To whoever may do it by hand: carries `I'll do it`, or what is to be done and `Check now`. */
  | { about: 'to do'; request: RequestView; slackId: string }
  /** To the requester, once: it goes on when an admin has acted. */
  | { about: 'paused'; request: RequestView }
  /** To the incoming owner: what they now own. */
  | { about: 'received'; request: RequestView }
  /** To an active outgoing owner: what is no longer theirs. */
  | { about: 'given'; request: RequestView }
  /** To the owner of a dataset whose schema was changed. */
  | { about: 'changed'; request: RequestView }
  /** To whoever owns what a schema change may break, when it is asked for; once for all of theirs. */
  | { about: 'affected'; request: RequestView; uses: UseView[] }
  /** To a steward who approved, or an incoming owner who was asked: not everything came about. */
  | { about: 'fell short'; request: RequestView }
  /** To the requester, who can answer; and to the steward who asked, once they did. */
  | { about: 'question' | 'answer'; request: RequestView; question: QuestionView }
  /** To the incoming owner, where a rule asks them: carries `Accept` and `Decline` while they are waited for. */
  | { about: 'acceptance'; request: RequestView }
  /** A while after a change: Domo shows something else by now; the request's problem says what. */
  | { about: 'overwritten'; request: RequestView }
  /** To the requester, a while after new columns came beside those in whose place they are: whether the old ones may go; `unused`: nothing that can be seen uses them. */
  | { about: 'removal' | 'unused'; request: RequestView }
  /** In the thread, when the request is settled: each item with its name and reason, the audit chain's head, and what the former owner may still do. */
  | { about: 'result'; request: RequestView; auditHead: string; access?: string | undefined };

/** A request that somebody can decide, or asked for, and why they are called. */
export interface Ping {
  why: PingReason;
  request: RequestView;
}

/** Slack cannot be reached, or asks to wait: the same call may be made again later. */
export class NotifierUnavailable extends Error {
  override readonly name = 'NotifierUnavailable';
  /** Slack asks to wait so long, in ms; undefined: it was something else. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | undefined } = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Slack will not take it where it belongs until somebody mends that. The message is a sentence that says how. */
export class NotifierRefused extends Error {
  override readonly name = 'NotifierRefused';
}

/** `gone`: somebody deleted the message, or it cannot be edited any more; `later`: it says how far something is, and the next repaint may do so. */
export type Updated = 'updated' | 'gone' | 'later';

/**
 * The workflow's way to people. Slack implements it. Every method may be repeated after a crash or a time-out;
 * each throws `NotifierUnavailable` when Slack cannot be reached or asks to wait.
 */
export interface Notifier {
  /** Why nothing can be posted there, in a sentence; undefined: it can, or that is not known. */
  channelProblem(channel: string): Promise<string | undefined>;
  /** Posts the card in the policy's channel. Throws `NotifierRefused`, as `updateCard` and `postItems` do. */
  postCard(channel: string, request: RequestView): Promise<MessageRef>;
  /**
   * The request's card that was posted there since then, other than `replaced`; undefined: there is none, or the app may not
   * read that channel.
   */
  findCard(channel: string, requestId: string, since: Date, replaced?: MessageRef): Promise<MessageRef | undefined>;
  updateCard(card: MessageRef, request: RequestView): Promise<Updated>;
  /** Takes away a message that another one replaces, where Slack lets it; its buttons decide nothing in any case. */
  remove(message: MessageRef): Promise<void>;
  /** Puts every item as CSV into the card's thread: the plan before it is decided, the result after. */
  postItems(
    card: MessageRef,
    request: RequestView,
    purpose: 'plan' | 'result',
    items: AsyncIterable<ItemView[]>,
  ): Promise<void>;
  /** Where people find a card, as a URL; undefined while Slack does not say. */
  linkTo(card: MessageRef): Promise<string | undefined>;
  /**
   * What people wrote in the card's thread, the oldest first and 200 at most; nothing where the app may not read there, or the
   * card is gone.
   */
  repliesTo(card: MessageRef): Promise<ThreadReply[]>;
  /** A reply in the card's thread. */
  reply(card: MessageRef, notice: Notice): Promise<void>;
  /** A DM; resolves to where it went, so that it can be brought up to date. Undefined: this person cannot be written to. */
  tell(slackId: string, notice: Notice): Promise<MessageRef | undefined>;
  /** One DM about all that this person is called for; resolves as `tell` does. */
  ping(slackId: string, pings: Ping[]): Promise<MessageRef | undefined>;
  /** Brings it up to date: its requests may be decided by now. */
  updatePing(message: MessageRef, slackId: string, pings: Ping[]): Promise<Updated>;
  updateNotice(message: MessageRef, notice: Notice): Promise<Updated>;
  /** Shows a person their Home; nothing happens for people whom Slack shows none. */
  showHome(slackId: string, shown: HomeShown): Promise<void>;
}

/** Someone of the workspace, as Slack knows them now. */
export interface Member {
  slackId: string;
  name: string;
  /** Absent without the e-mail scope, and for people who hide it. */
  email?: string | undefined;
  /** An IANA name, where Slack tells one. */
  timeZone?: string | undefined;
  /** Their status says so: it tells whom to call first, and nothing of what they may do. */
  away?: boolean | undefined;
  membership: Membership;
}

/** The workflow's way to who people are. Slack implements it, with a short cache; throws `NotifierUnavailable`. */
export interface Directory {
  /** `afresh`: whatever is known of them already. */
  member(slackId: string, how?: { afresh?: boolean }): Promise<Member>;
  /** The people of a Slack user group; empty for one that is empty, disabled or unknown. */
  groupMembers(groupId: string): Promise<string[]>;
  /** Those of these people who do not want to be disturbed now; nobody where Slack does not say. */
  doNotDisturb(slackIds: string[]): Promise<ReadonlySet<string>>;
  /** Who is in a channel; undefined where Slack does not say. */
  channelMembers(channel: string): Promise<ReadonlySet<string> | undefined>;
  /** What people call a user group: its handle. Undefined for one that is disabled or unknown, or while Slack does not say. */
  groupName(groupId: string): Promise<string | undefined>;
  /** The Slack person with this e-mail; undefined for one whose account is deactivated, whom Slack does not find. */
  byEmail(email: string): Promise<Member | undefined>;
}
