import { calledBy } from '../slack/called-by.ts';
import { visibleMessages } from '../slack/person/seen.ts';
import type { SlackServer } from '../slack/start-slack.ts';
import type { Waiting } from './protocol.ts';

/** How far each person has read each conversation, as Slack keeps it for all of their windows. */
export interface Reads {
  of(personId: string): Record<string, string>;
  /** False when they had read that far already. */
  mark(personId: string, channelId: string, ts: string): boolean;
  waiting(): Waiting;
}

/** Follows the workspace as long as that is there. */
export function createReads(slack: SlackServer): Reads {
  const { workspace } = slack;
  const reads = new Map<string, Record<string, string>>();
  /** Messages of channels that mention somebody, as they were posted: an edit calls nobody. */
  const calls: { personId: string; channelId: string; ts: string }[] = [];
  const of = (personId: string) => reads.get(personId) ?? {};
  const isUnread = (personId: string, channelId: string, ts: string) => ts > (of(personId)[channelId] ?? '');

  workspace.on('message', ({ message }) => {
    const channel = workspace.channels.get(message.channelId);
    if (channel === undefined || channel.kind === 'im' || message.visibleTo !== null) return;
    const { id: channelId } = channel;
    calls.push(...calledBy(workspace, channel, message).map((personId) => ({ personId, channelId, ts: message.ts })));
  });

  /** For each: whose, and where. */
  function unread(): [personId: string, channelId: string][] {
    const ims = [...workspace.channels.values()].filter((channel) => channel.kind === 'im');
    const direct = ims.flatMap(({ id, personId }): [string, string][] => {
      const person = workspace.people.get(personId ?? '');
      if (!person) return [];
      const messages = visibleMessages(slack.context, person, id);
      return messages.filter(({ ts }) => isUnread(person.id, id, ts)).map(() => [person.id, id]);
    });
    const mentions = calls.filter(
      ({ personId, channelId, ts }) => isUnread(personId, channelId, ts) && workspace.message(channelId, ts),
    );
    return [...direct, ...mentions.map(({ personId, channelId }): [string, string] => [personId, channelId])];
  }

  return {
    of,
    mark: (personId, channelId, ts) => {
      const before = of(personId);
      if ((before[channelId] ?? '') >= ts) return false;
      reads.set(personId, { ...before, [channelId]: ts });
      return true;
    },
    waiting: () => {
      const waiting: Waiting = {};
      for (const [personId, channelId] of unread()) {
        const before = waiting[personId] ?? {};
        waiting[personId] = { ...before, [channelId]: (before[channelId] ?? 0) + 1 };
      }
      return waiting;
    },
  };
}
