import type { MessageView, Patch, Snapshot } from '../../protocol.ts';

/** Lines that the logs keep in the browser. */
const logLength = 300;
const changesKept = 200;

/** The snapshot after these patches. */
export function applyPatches(snapshot: Snapshot, patches: Patch[]): Snapshot {
  return patches.reduce(applyPatch, snapshot);
}

function applyPatch(snapshot: Snapshot, patch: Patch): Snapshot {
  switch (patch.type) {
    case 'message':
      return { ...snapshot, messages: withMessage(snapshot.messages, patch.message) };
    case 'message gone': {
      const messages = snapshot.messages.filter(
        ({ channelId, ts }) => channelId !== patch.channelId || ts !== patch.ts,
      );
      return { ...snapshot, messages };
    }
    case 'stack':
      return { ...snapshot, stack: patch.stack };
    case 'home':
      return { ...snapshot, home: patch.home };
    case 'groups':
      return { ...snapshot, groups: patch.groups };
    case 'reads':
      return { ...snapshot, reads: patch.reads };
    case 'waiting':
      return { ...snapshot, waiting: patch.waiting };
    case 'traffic': {
      const isKnown = snapshot.traffic.some((line) => line.id === patch.line.id);
      const traffic = isKnown
        ? snapshot.traffic.map((line) => (line.id === patch.line.id ? patch.line : line))
        : [...snapshot.traffic, patch.line].slice(-logLength);
      return { ...snapshot, traffic };
    }
    case 'domo call': {
      const calls = [...snapshot.domo.calls, patch.call].slice(-logLength);
      return { ...snapshot, domo: { ...snapshot.domo, calls } };
    }
    case 'domo change': {
      const changes = [patch.change, ...snapshot.domo.changes].slice(0, changesKept);
      const { users, datasets } = patch;
      return { ...snapshot, domo: { ...snapshot.domo, changes, users, datasets } };
    }
    case 'switches':
      return { ...snapshot, domo: { ...snapshot.domo, switches: patch.switches } };
    case 'app state':
      return { ...snapshot, appState: patch.state };
    case 'story':
      return { ...snapshot, story: patch.story };
  }
}

/** A new message goes last; one that is known keeps its place. */
function withMessage(messages: MessageView[], message: MessageView): MessageView[] {
  const at = messages.findIndex(({ channelId, ts }) => channelId === message.channelId && ts === message.ts);
  return at === -1 ? [...messages, message] : messages.with(at, message);
}

/** Older messages come before the ones that are there. */
export function withOlder(snapshot: Snapshot, channelId: string, messages: MessageView[], older: boolean): Snapshot {
  const rest = snapshot.older.filter((id) => id !== channelId);
  return { ...snapshot, messages: [...messages, ...snapshot.messages], older: older ? [...rest, channelId] : rest };
}
