import type { Ids } from './ids.ts';

/** Who may be shown a modal, and until when. */
export interface Triggers {
  /** `channelId`: where it was pressed, if that was in a conversation. */
  issue(personId: string, channelId?: string): string;
  /** Whose trigger it is; looking does not use it up. Throws nothing: an error is Slack's code. */
  look(id: string): { personId: string; channelId: string | undefined } | { error: string };
  /** Uses a trigger up. */
  exchange(id: string): void;
}

/** Trigger ids as Slack gives them: good for `lifetimeMs` and one use. */
export function createTriggers(ids: Ids, now: () => Date, lifetimeMs: number): Triggers {
  const issued = new Map<string, { personId: string; channelId: string | undefined; at: number; used: boolean }>();
  return {
    issue: (personId, channelId) => {
      const id = `${ids.ts()}.${ids.secret()}`;
      issued.set(id, { personId, channelId, at: now().getTime(), used: false });
      return id;
    },
    look: (id) => {
      const trigger = issued.get(id);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (now().getTime() - trigger.at > lifetimeMs) return { error: 'expired_trigger_id' };
      return { personId: trigger.personId, channelId: trigger.channelId };
    },
    exchange: (id) => {
      const trigger = issued.get(id);
      if (trigger) trigger.used = true;
    },
  };
}
