import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { type Directory, type Member, NotifierRefused, NotifierUnavailable } from '../workflow/ports.ts';
import { createCache } from './cache.ts';
import { callSlack, orWhenRefused, SlackRefusal } from './call-slack.ts';
import { appProblem } from './channel-problem.ts';
import { memberOf } from './member.ts';

const found = z.looseObject({ id: z.string() });
const group = z.array(z.string()).catch([]);
/** What Slack tells at a time of https://docs.slack.dev/reference/methods/dnd.teamInfo: times are seconds, and 1 means none. */
const mostDnd = 50;
const span = z.looseObject({ next_dnd_start_ts: z.number(), next_dnd_end_ts: z.number() });
const never = { next_dnd_start_ts: 1, next_dnd_end_ts: 1 };
const dnd = z.looseObject({ users: z.record(z.string(), span.catch(never)).catch({}) });
const inChannel = z.looseObject({ members: group });

/** Nobody's membership is trusted longer than this, in ms; `usergroups.users.list` allows 20 calls a minute. */
const trusted = 60_000;

export interface SlackDirectory extends Directory {
  /** Slack says that the members of a user group changed. */
  groupChanged(groupId: string): void;
  /** Slack says that somebody's record changed. */
  personChanged(slackId: string): void;
}

/** Runs `fallback` when Slack knows no such person or group. Throws `NotifierRefused` when it refuses to tell of any. */
async function orNobody<T>(nobody: string[], call: () => Promise<T>, fallback: () => T): Promise<T> {
  try {
    return await orWhenRefused(nobody, call, fallback);
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    const problem = appProblem(error.error) ?? `Slack doesn't say who people are (${error.error}). Tell an admin.`;
    throw new NotifierRefused(problem, { cause: error });
  }
}

/** Who people are, kept for a minute. Throws `NotifierUnavailable` and `NotifierRefused`: "try again", never "no". */
export function createDirectory(
  client: WebClient,
  teamId: () => Promise<string>,
  now: () => Date,
  isGranted: (scope: string) => Promise<boolean> = async () => true,
): SlackDirectory {
  const members = createCache<Member>(trusted, now);
  const groups = createCache<string[]>(trusted, now);
  const channels = createCache<ReadonlySet<string> | undefined>(trusted, now);
  const handles = createCache<Map<string, string>>(trusted, now);

  async function lookUp(slackId: string): Promise<Member> {
    const unknown: Member = { slackId, name: slackId, membership: 'unclear' };
    return orNobody(
      ['user_not_found', 'user_not_visible'],
      async () => {
        const [answer, team] = await Promise.all([client.users.info({ user: slackId }), teamId()]);
        return memberOf(slackId, answer.user, team);
      },
      () => unknown,
    );
  }

  async function groupHandles(): Promise<Map<string, string>> {
    const { usergroups = [] } = await client.usergroups.list({ team_id: await teamId() });
    return new Map(usergroups.flatMap(({ id, handle }) => (id && handle ? [[id, handle]] : [])));
  }

  return {
    member(slackId, { afresh = false } = {}) {
      if (afresh) members.drop(slackId);
      return members.get(slackId, () => lookUp(slackId));
    },
    groupMembers: (groupId) =>
      groups.get(groupId, () =>
        orNobody(
          ['no_such_subteam', 'subteam_disabled', 'invalid_arguments'],
          async () => {
            const answer = await client.usergroups.users.list({ usergroup: groupId, team_id: await teamId() });
            return group.parse(answer.users);
          },
          () => [],
        ),
      ),
    async doNotDisturb(slackIds) {
      const users = slackIds.slice(0, mostDnd);
      if (users.length === 0) return new Set();
      const at = now().getTime() / 1_000;
      try {
        if (!(await isGranted('dnd:read'))) return new Set();
        const answer = await callSlack(async () =>
          client.dnd.teamInfo({ users: users.join(','), team_id: await teamId() }),
        );
        const quiet = Object.entries(dnd.parse(answer).users).filter(([, { next_dnd_start_ts, next_dnd_end_ts }]) => {
          return next_dnd_start_ts <= at && at < next_dnd_end_ts;
        });
        return new Set(quiet.map(([id]) => id));
      } catch (error) {
        // The scope is optional, and a busy Slack keeps no card waiting for this.
        if (error instanceof SlackRefusal || error instanceof NotifierUnavailable) return new Set();
        throw error;
      }
    },
    channelMembers: (channel) =>
      channels.get(channel, async () => {
        const all = new Set<string>();
        const pages = client.paginate('conversations.members', { channel, limit: 1000 });
        try {
          await callSlack(async () => {
            for await (const page of pages) for (const id of inChannel.parse(page).members) all.add(id);
          });
          return all;
        } catch (error) {
          if (error instanceof SlackRefusal) return undefined;
          throw error;
        }
      }),
    async groupName(groupId) {
      const all = await handles.get('all', () => callSlack(groupHandles)).catch(() => undefined);
      return all?.get(groupId);
    },
    byEmail: (email) =>
      orNobody<Member | undefined>(
        ['users_not_found'],
        async () => {
          const answer = await client.users.lookupByEmail({ email });
          const { id } = found.parse(answer.user);
          return memberOf(id, answer.user, await teamId());
        },
        () => undefined,
      ),
    groupChanged: (groupId) => groups.drop(groupId),
    personChanged: (slackId) => members.drop(slackId),
  };
}
