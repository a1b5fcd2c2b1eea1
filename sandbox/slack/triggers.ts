import type { Ids } from './ids.ts';

/** Who may be shown a modal, and until when. */
export interface Triggers {
  issue(personId: string): string;
  /** Uses a trigger up, and says whose it is. Throws nothing: an error is Slack's code. */
  use(id: string): { personId: string } | { error: string };
}

/** Trigger ids as Slack gives them: good for `lifetimeMs` and one use. */
export function createTriggers(ids: Ids, now: () => Date, lifetimeMs: number): Triggers {
  const issued = new Map<string, { personId: string; at: number; used: boolean }>();
  return {
    issue: (personId) => {
      const id = `${ids.ts()}.${ids.secret()}`;
      issued.set(id, { personId, at: now().getTime(), used: false });
      return id;
    },
    use: (id) => {
      const trigger = issued.get(id);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (now().getTime() - trigger.at > lifetimeMs) return { error: 'expired_trigger_id' };
      trigger.used = true;
      return { personId: trigger.personId };
    },
  };
}
