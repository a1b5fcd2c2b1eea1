import { visibleMessages } from '../slack/person/seen.ts';
import type { SlackServer } from '../slack/start-slack.ts';

/** How far each person has read each conversation, as Slack keeps it for all of their windows. */
export interface Reads {
  of(personId: string): Record<string, string>;
  /** False when they had read that far already. */
  mark(personId: string, channelId: string, ts: string): boolean;
  /** By person: unread messages in their conversation with the app. People with none are left out. */
  waiting(): Record<string, number>;
}

export function createReads(slack: SlackServer): Reads {
  const { workspace } = slack;
  const reads = new Map<string, Record<string, string>>();
  const of = (personId: string) => reads.get(personId) ?? {};
  return {
    of,
    mark: (personId, channelId, ts) => {
      const before = of(personId);
      if ((before[channelId] ?? '') >= ts) return false;
      reads.set(personId, { ...before, [channelId]: ts });
      return true;
    },
    waiting: () => {
      const ims = [...workspace.channels.values()].filter((channel) => channel.kind === 'im');
      const counts = ims.flatMap((im): [string, number][] => {
        const person = workspace.people.get(im.personId ?? '');
        if (!person) return [];
        const read = of(person.id)[im.id] ?? '';
        const unread = visibleMessages(slack.context, person, im.id).filter((each) => each.ts > read);
        return unread.length > 0 ? [[person.id, unread.length]] : [];
      });
      return Object.fromEntries(counts);
    },
  };
}
