import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { Snapshot } from '../../protocol.ts';

/** What ids are called. It changes only when people, groups or channels do, so that messages need not be drawn again. */
export interface Names {
  person(id: string): string | null;
  group(id: string): string | null;
  channel(id: string): string | null;
  isMe(id: string): boolean;
  /** Whether the reader is in this user group. */
  isMine(groupId: string): boolean;
  me: string;
  appName: string;
  shortcuts: Snapshot['shortcuts'];
}

export const NamesContext = createContext<Names | null>(null);

export function useNames(): Names {
  const names = useContext(NamesContext);
  if (!names) throw new Error('This part stands outside the page');
  return names;
}

export function useNamesOf(snapshot: Snapshot | null): Names | null {
  const { me, app, people, groups, channels, shortcuts } = snapshot ?? {};
  return useMemo(() => {
    if (!me || !app || !people || !groups || !channels || !shortcuts) return null;
    const group = (id: string) => groups.find((each) => each.id === id);
    return {
      person: (id) => (id === app.botUserId ? app.name : (people.find((each) => each.id === id)?.name ?? null)),
      group: (id) => group(id)?.handle ?? null,
      channel: (id) => channels.find((each) => each.id === id)?.name ?? null,
      isMe: (id) => id === me,
      isMine: (id) => group(id)?.members.includes(me) ?? false,
      me,
      appName: app.name,
      shortcuts,
    };
  }, [me, app, people, groups, channels, shortcuts]);
}
