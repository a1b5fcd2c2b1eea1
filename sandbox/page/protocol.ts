/**
 * What the page's server and its browser part say to each other. A *tab* is one browser window, acting as one person; it
 * gets a snapshot and then patches, and sends acts.
 */
import type { OwnerType } from '../domo/types.ts';
import type { Option } from '../slack/block-kit/texts.ts';
import type { FieldValues } from '../slack/field-value.ts';
import type { Channel, SlackMessage, SlackPerson, SlackView, UserGroup } from '../slack/types.ts';
import type { StoryStepName } from '../story-steps.ts';

export interface PersonView extends Pick<SlackPerson, 'id' | 'handle' | 'name' | 'email' | 'standing'> {
  /** As in `steward`; what a person is for in the sandbox's stories. */
  role: string;
  /** Whether a tab can be this person. */
  playable: boolean;
}

export interface ChannelView extends Pick<Channel, 'id' | 'name' | 'kind'> {
  members: string[];
}

export interface FileView {
  id: string;
  title: string;
  name: string;
  bytes: number;
}

export interface MessageView
  extends Pick<SlackMessage, 'channelId' | 'ts' | 'threadTs' | 'authorId' | 'text' | 'blocks'> {
  files: FileView[];
  /** Only this tab's person sees it. */
  ephemeral: boolean;
  edited: boolean;
  values: FieldValues;
}

export type SurfaceView = Pick<
  SlackView,
  'id' | 'type' | 'hash' | 'title' | 'submit' | 'close' | 'blocks' | 'values' | 'errors' | 'trouble'
>;

/** One line of the inspector: a delivery to the app, or a call of the app. */
export interface TrafficLine {
  id: string;
  /** ISO time. */
  at: string;
  way: 'to the app' | 'from the app';
  name: string;
  who: string | null;
  /** `undelivered`: the app was not there to take it. `refused`: what real Slack would not take, a late ack included. */
  status: 'waiting' | 'ok' | 'undelivered' | 'refused';
  ms: number | null;
  /** How long there is, in ms; null when Slack sets no time. */
  limitMs: number | null;
  note: string | null;
}

export interface OwnerView {
  id: number;
  name: string;
  email: string | null;
  kind: 'user' | 'deleted' | 'group' | 'unknown';
}

/** Whom a dataset may be given to in Domo's own pages. */
export interface OwnerChoice {
  type: OwnerType;
  id: number;
  name: string;
  /** What tells those of one name apart. */
  note: string;
}

export interface DatasetRow {
  id: string;
  name: string;
  /** What it was made from, in words. */
  kind: string;
  owner: OwnerView;
  columns: number;
  rowSecurity: boolean;
  deleted: boolean;
  updatedAt: string;
}

export interface DatasetDetail extends DatasetRow {
  description: string | null;
  /** The first 200. */
  schema: { name: string; type: string }[];
  policies: { name: string; columns: string[] }[];
  /** What sets its columns back at each run, in words; null: nothing does. */
  source: string | null;
  uses: UsesView[];
}

/** What hangs on a dataset, of one sort. */
export interface UsesView {
  /** As in `7 cards`. */
  count: string;
  /** The first 10. */
  names: string[];
  more: boolean;
}

export interface DomoUserRow {
  id: number;
  name: string;
  email: string;
  role: string;
  deleted: boolean;
  owns: number;
}

/** One page of a list that may be very long. */
export interface ListPage<T> {
  total: number;
  rows: T[];
}

/** One change of a dataset or user in Domo, as it landed. */
export interface DomoChange {
  number: number;
  at: string;
  by: 'api' | 'behind';
  datasetId: string | null;
  subject: string;
  /** As in `owner`, `schema`; Domo's own word when nothing that the page knows has moved. */
  what: string;
  from: string;
  to: string;
}

export interface DomoCallLine {
  number: number;
  at: string;
  method: string;
  path: string;
  datasetName: string | null;
  /** 0: no answer was given. */
  status: number;
  ms: number;
}

export interface SwitchState {
  name: string;
  /** Which of Domo's APIs it is about. */
  api: 'public' | 'product';
  label: string;
  hint: string;
  on: boolean;
  /** The dataset it is about; undefined when it is about none. */
  dataset?: { id: string; name: string } | null;
}

export interface DomoState {
  url: string;
  /** Whether the app has an access token, and with it the product API. */
  accessToken: boolean;
  users: number;
  datasets: number;
  switches: SwitchState[];
  changes: DomoChange[];
  calls: DomoCallLine[];
}

export type AppState = 'starting' | 'running' | 'stopped';
/** The steps of the story that are done. */
export interface StoryState {
  done: StoryStepName[];
}

export interface Snapshot {
  me: string;
  /** Changes with each start of the sandbox. */
  run: string;
  team: { id: string; name: string };
  app: { name: string; botUserId: string };
  people: PersonView[];
  groups: Pick<UserGroup, 'id' | 'handle' | 'name' | 'members'>[];
  channels: ChannelView[];
  /** The conversation of this person with the app. */
  imId: string;
  commands: { command: string; description: string; usageHint: string }[];
  shortcuts: { name: string; kind: 'global' | 'message' }[];
  /** The last of each conversation, and whatever stands in their threads. */
  messages: MessageView[];
  /** Conversations that have older messages than those. */
  older: string[];
  stack: SurfaceView[];
  home: SurfaceView | null;
  /** Up to which `ts` this person has read each conversation. */
  reads: Record<string, string>;
  waiting: Waiting;
  traffic: TrafficLine[];
  domo: DomoState;
  appState: AppState;
  story: StoryState;
}

/**
 * Unread messages that are meant for someone, by person and conversation: those of the app to them, and those that
 * mention them. Nothing is listed where there are none.
 */
export type Waiting = Record<string, Record<string, number>>;

export type Patch =
  | { type: 'message'; message: MessageView }
  | { type: 'message gone'; channelId: string; ts: string }
  | { type: 'stack'; stack: SurfaceView[] }
  | { type: 'home'; home: SurfaceView | null }
  | { type: 'groups'; groups: Snapshot['groups'] }
  | { type: 'reads'; reads: Record<string, string> }
  | { type: 'waiting'; waiting: Waiting }
  | { type: 'traffic'; line: TrafficLine }
  | { type: 'domo call'; call: DomoCallLine }
  | { type: 'domo change'; change: DomoChange; row: DatasetRow | null; users: number; datasets: number }
  | { type: 'switches'; switches: SwitchState[] }
  | { type: 'app state'; state: AppState }
  | { type: 'story'; story: StoryState };

/** What comes over the socket. */
export type Push = { snapshot: Snapshot } | { patches: Patch[] };

export interface OfferedOption {
  option: Option;
  group: string | null;
}

export type ActAnswer =
  | { ok: true; options?: OfferedOption[] | null }
  /** `error` is a sentence for the person. */
  | { ok: false; error: string };
