import { EventEmitter, setMaxListeners } from 'node:events';
import type { Ids } from './ids.ts';
import type {
  Channel,
  InstalledApp,
  SlackFile,
  SlackMessage,
  SlackPerson,
  Team,
  UserGroup,
  WorkspaceEvent,
} from './types.ts';
import type { World } from './world.ts';

/** A message about to be posted: all but what the workspace itself gives it. */
export type NewMessage = Pick<SlackMessage, 'channelId' | 'authorId' | 'text'> & Partial<SlackMessage>;

/** What exists in the workspace, and news of each change to it. */
export interface Workspace {
  team: Team;
  app: InstalledApp;
  people: Map<string, SlackPerson>;
  channels: Map<string, Channel>;
  userGroups: Map<string, UserGroup>;
  files: Map<string, SlackFile>;
  messages: SlackMessage[];
  /** Finds someone by id, handle, e-mail or name (the first name will do). Throws when nobody or several are meant. */
  person(whom: string): SlackPerson;
  /** Finds a channel by id, name or #name; undefined when there is none. */
  channel(which: string): Channel | undefined;
  /** The conversation between a person and the app, opened if need be. */
  imWith(personId: string): Channel;
  /** A message by its place, unless it is ephemeral. */
  message(channelId: string, ts: string): SlackMessage | undefined;
  post(message: NewMessage): SlackMessage;
  change(message: SlackMessage, to: Partial<SlackMessage>): void;
  /** Takes a message away, as the app or a person does by hand. */
  remove(message: SlackMessage): void;
  setGroupMembers(groupId: string, members: string[]): { added: string[]; removed: string[] };
  emit(event: WorkspaceEvent): void;
  /** Calls back for events of one type, or of every type with `change`; the result stops it. */
  on<T extends WorkspaceEvent['type']>(
    type: T,
    listener: (event: Extract<WorkspaceEvent, { type: T }>) => void,
  ): () => void;
  on(type: 'change', listener: (event: WorkspaceEvent) => void): () => void;
  /** Resolves with the first truthy answer of `look`, asked now and after each event; rejects after `timeoutMs` (as long as people wait). */
  until<T>(look: () => T | undefined | null | false, options?: { timeoutMs?: number; what?: string }): Promise<T>;
  /** Nothing happens here any more: whoever still waits in `until` is rejected. */
  close(): void;
}

/** `patienceMs`: how long people wait for what should appear; 75,000: a busy machine is no fault. */
export function createWorkspace(world: World, ids: Ids, now: () => Date, patienceMs = 75_000): Workspace {
  const events = new EventEmitter();
  events.setMaxListeners(0);
  const people = new Map(world.people.map((person) => [person.id, { ...person }]));
  const channels = new Map(world.channels.map((each) => [each.id, { ...each, members: new Set(each.members) }]));
  const userGroups = new Map(world.userGroups.map((group) => [group.id, { ...group, members: [...group.members] }]));
  const messages: SlackMessage[] = [];
  const closing = new AbortController();
  const closed = closing.signal;
  setMaxListeners(0, closed);

  function emit(event: WorkspaceEvent): void {
    events.emit(event.type, event);
    events.emit('change', event);
  }

  function on(type: string, listener: (event: never) => void): () => void {
    const heard = listener as (event: unknown) => void;
    events.on(type, heard);
    return () => events.off(type, heard);
  }

  return {
    team: world.team,
    app: world.app,
    people,
    channels,
    userGroups,
    files: new Map(),
    messages,
    emit,
    on,
    person: (whom) => findPerson([...people.values()], whom),
    channel: (which) =>
      channels.get(which) ?? [...channels.values()].find((each) => `#${each.name}` === `#${which}`.replace('##', '#')),
    imWith: (personId) => {
      const open = [...channels.values()].find((each) => each.personId === personId);
      if (open) return open;
      const im: Channel = {
        id: ids.next('D'),
        name: 'directmessage',
        kind: 'im',
        members: new Set([personId, world.app.botUserId]),
        personId,
      };
      channels.set(im.id, im);
      return im;
    },
    message: (channelId, ts) =>
      messages.find((each) => each.channelId === channelId && each.ts === ts && each.visibleTo === null),
    post: (message) => {
      const posted: SlackMessage = {
        ts: ids.ts(),
        threadTs: null,
        blocks: [],
        metadata: null,
        files: [],
        visibleTo: null,
        editedTs: null,
        values: new Map(),
        ...message,
      };
      messages.push(posted);
      emit({ type: 'message', message: posted });
      return posted;
    },
    change: (message, to) => {
      const previous = { ...message };
      Object.assign(message, to);
      emit({ type: 'message_changed', message, previous });
    },
    remove: (message) => {
      const at = messages.indexOf(message);
      if (at === -1) return;
      messages.splice(at, 1);
      emit({ type: 'message_deleted', message });
    },
    setGroupMembers: (groupId, members) => {
      const group = userGroups.get(groupId);
      if (!group) throw new Error(`There is no user group ${groupId}`);
      const added = members.filter((id) => !group.members.includes(id));
      const removed = group.members.filter((id) => !members.includes(id));
      group.members = [...members];
      group.updatedAt = Math.floor(now().getTime() / 1000);
      emit({ type: 'members', groupId });
      return { added, removed };
    },
    until: (look, options = {}) =>
      untilTrue(look, { onChange: (listener) => on('change', listener), closed, timeoutMs: patienceMs, ...options }),
    close: () => closing.abort(),
  };
}

function findPerson(people: SlackPerson[], whom: string): SlackPerson {
  const wanted = whom.replace(/^@/, '').toLowerCase();
  const exact = people.filter((each) =>
    [each.id, each.handle, each.email, each.name].some((name) => name?.toLowerCase() === wanted),
  );
  const found = exact.length > 0 ? exact : people.filter((each) => each.name.toLowerCase().startsWith(`${wanted} `));
  if (found.length === 1 && found[0]) return found[0];
  const names = found.map((each) => `${each.name} (${each.handle})`).join(', ');
  throw new Error(found.length === 0 ? `Nobody here is called "${whom}"` : `"${whom}" may be any of ${names}`);
}

interface Waiting {
  onChange: (listener: () => void) => () => void;
  closed: AbortSignal;
  timeoutMs: number;
  what?: string;
}

function untilTrue<T>(look: () => T | undefined | null | false, waiting: Waiting): Promise<T> {
  const { onChange, closed, timeoutMs, what = 'what was waited for' } = waiting;
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      stop();
      clearTimeout(timer);
      closed.removeEventListener('abort', end);
      settle();
    };
    const check = () => {
      try {
        const found = look();
        if (found) done(() => resolve(found));
      } catch (error) {
        done(() => reject(error));
      }
    };
    const end = () => done(() => reject(new Error(`The workspace was closed before it was seen: ${what}`)));
    const stop = onChange(check);
    closed.addEventListener('abort', end, { once: true });
    const timer = setTimeout(() => {
      done(() => reject(new Error(`Not seen within ${timeoutMs} ms: ${what}`)));
    }, timeoutMs);
    check();
  });
}
