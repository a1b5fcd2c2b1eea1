/**
 * The words of the sandbox's Slack: a *person* acts in a *workspace*; what they do is *delivered* to the app; what the
 * app does comes in as a *call*.
 */
import type { SlackStanding } from '../cast.ts';
import type { Block } from './block-kit/blocks.ts';
import type { CheckedView } from './block-kit/check-view.ts';
import type { FieldValues } from './field-value.ts';

export type JsonObject = Record<string, unknown>;

export interface Team {
  id: string;
  name: string;
  domain: string;
  /** The organization that the workspace is of, on Enterprise Grid. */
  enterprise?: Enterprise;
}

export interface Enterprise {
  id: string;
  name: string;
}

/** The app as the workspace installed it. */
export interface InstalledApp {
  id: string;
  name: string;
  botId: string;
  botUserId: string;
  /** Installed for the whole organization, not for this workspace alone. */
  isOrgWide?: boolean;
}

export interface SlackPerson {
  id: string;
  /** What comes after the @, as in `sophie`. */
  handle: string;
  name: string;
  /** Null: their profile has none. */
  email: string | null;
  /** Null: Slack names no single workspace, as it does of some people of an organization. */
  teamId: string | null;
  standing: SlackStanding;
  /** The workspaces of the organization that they are in; unset for people outside it. */
  teams?: string[];
  /** When they want no notifications next, in s since 1970. */
  dnd?: { from: number; to: number };
  /** Keys of their record that are not as usual, those of `profile` one by one; undefined: not there. */
  odd?: JsonObject;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: Set<string>;
  /** The person of an IM with the app. */
  personId: string | null;
  isArchived?: boolean;
  /** Open to other workspaces: of the same organization, or of other companies (Slack Connect). */
  sharedWith?: 'organization' | 'others';
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  members: string[];
  /** Seconds since 1970. */
  updatedAt: number;
  isDisabled?: boolean;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  content: Buffer;
  /** How many bytes were announced. */
  length: number;
  state: 'announced' | 'uploaded' | 'completed';
  /** Set once the upload is completed into a conversation. */
  channelId: string | null;
}

export interface SlackMessage {
  channelId: string;
  ts: string;
  threadTs: string | null;
  /** Null: written by Slackbot. */
  authorId: string | null;
  text: string;
  blocks: Block[];
  metadata: JsonObject | null;
  files: SlackFile[];
  /** The only person who sees it, when it is ephemeral. */
  visibleTo: string | null;
  /** When it was last edited, as Slack counts: a `ts`. */
  editedTs: string | null;
  /** What people have chosen in its menus. */
  values: Map<string, FieldValues>;
}

export interface SlackView extends CheckedView {
  id: string;
  personId: string;
  hash: string;
  rootViewId: string;
  previousViewId: string | null;
  values: FieldValues;
  /** The sentences beside fields, by block id. */
  errors: Record<string, string>;
  /** What Slack shows at the top of a modal when the app did not answer well. */
  trouble: string | null;
}

/** What happened in the workspace; `change` listeners hear of all. */
export type WorkspaceEvent =
  | { type: 'message'; message: SlackMessage }
  | { type: 'message_changed'; message: SlackMessage; previous: SlackMessage }
  | { type: 'message_deleted'; message: SlackMessage }
  | { type: 'view'; view: SlackView; how: 'opened' | 'updated' | 'closed' | 'answered' }
  | { type: 'home'; view: SlackView }
  | { type: 'members'; groupId: string }
  | { type: 'connection'; open: number }
  | { type: 'call'; call: ApiCall }
  | { type: 'delivery'; delivery: Delivery };

/** One call of the app to Slack. */
export interface ApiCall {
  at: Date;
  method: string;
  args: JsonObject;
  status: number;
  /** Null: no error. Else Slack's code, as in `invalid_blocks`. */
  error: string | null;
  /** What the answer said in `response_metadata.messages`. */
  messages: string[];
  ms: number;
}

export type DeliveryKind = 'command' | 'interaction' | 'event';

/** One thing sent to the app. */
export interface Delivery {
  id: number;
  at: Date;
  kind: DeliveryKind;
  /** As in `block_actions`, `/domo-owner`, `app_home_opened`. */
  name: string;
  payload: JsonObject;
  /** 0 for the first try. */
  attempt: number;
  status: 'waiting' | 'acked' | 'failed';
  ackMs: number | null;
  /** Why Slack gave up, as in `operation_timeout`. */
  error: string | null;
  response: unknown;
}

/** What became of something a person did, as Slack's client learns it. `noRetry`: the app asked not to be asked again. */
export type Outcome = { ok: true; response: unknown } | { ok: false; error: string; noRetry?: true };
