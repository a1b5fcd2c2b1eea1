import type { WebSocket } from 'ws';
import type { Patch, Push, Snapshot } from './protocol.ts';

/** Patches wait this long, in ms, so that a burst goes out as one. */
const gatherMs = 30;
/** A tab that does not keep up, in bytes; patches then wait in its queue, where the latest of a kind replaces the others. */
const tooMuch = 4_000_000;
/** Of each kind that comes in floods, the browser shows no more than this. */
const flood = 200;

/** The browser windows that are open, each as one person. */
export interface Tabs {
  add(socket: WebSocket, personId: string, snapshot: Snapshot): void;
  /** To all tabs, or to one person's; `patch` may depend on whose tab it is, null: not for them. */
  tell(patch: Patch | ((personId: string) => Patch | null), personId?: string): void;
  close(): void;
}

interface Tab {
  socket: WebSocket;
  personId: string;
  queue: Map<string, Patch>;
}

export function createTabs(): Tabs {
  const tabs = new Set<Tab>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    for (const tab of tabs) {
      if (tab.queue.size === 0) continue;
      if (tab.socket.bufferedAmount > tooMuch) {
        later();
        continue;
      }
      send(tab.socket, { patches: withoutFlood([...tab.queue.values()]) });
      tab.queue.clear();
    }
  }
  function later(): void {
    timer ??= setTimeout(flush, gatherMs);
  }

  return {
    add: (socket, personId, snapshot) => {
      const tab: Tab = { socket, personId, queue: new Map() };
      tabs.add(tab);
      socket.on('close', () => tabs.delete(tab));
      socket.on('error', () => socket.terminate());
      send(socket, { snapshot });
    },
    tell: (patch, personId) => {
      for (const tab of tabs) {
        if (personId !== undefined && tab.personId !== personId) continue;
        const meant = typeof patch === 'function' ? patch(tab.personId) : patch;
        if (!meant) continue;
        const key = keyOf(meant);
        tab.queue.delete(key);
        tab.queue.set(key, meant);
      }
      later();
    },
    close: () => {
      clearTimeout(timer);
      for (const { socket } of tabs) socket.terminate();
      tabs.clear();
    },
  };
}

function send(socket: WebSocket, push: Push): void {
  socket.send(JSON.stringify(push));
}

/** Patches with one key replace each other: only the latest matters. */
function keyOf(patch: Patch): string {
  switch (patch.type) {
    case 'message':
      return `message ${patch.message.channelId} ${patch.message.ts}`;
    case 'message gone':
      return `message ${patch.channelId} ${patch.ts}`;
    case 'traffic':
      return `traffic ${patch.line.id}`;
    case 'domo call':
      return `call ${patch.call.number}`;
    case 'domo change':
      return `change ${patch.change.number}`;
    default:
      return patch.type;
  }
}

function withoutFlood(patches: Patch[]): Patch[] {
  const over = (type: Patch['type']) => patches.filter((patch) => patch.type === type).length - flood;
  const skip = new Map<string, number>([
    ['domo call', over('domo call')],
    ['traffic', over('traffic')],
  ]);
  return patches.filter((patch) => {
    const left = skip.get(patch.type) ?? 0;
    if (left > 0) skip.set(patch.type, left - 1);
    return left <= 0;
  });
}
