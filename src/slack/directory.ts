import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Directory, Member } from '../workflow/ports.ts';
import { createCache } from './cache.ts';
import { orWhenRefused } from './call-slack.ts';

const user = z.looseObject({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().default(''),
  real_name: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  profile: z.looseObject({ email: z.string().optional(), real_name: z.string().optional() }).default({}),
});

/** Nobody's membership is trusted longer than this, in ms; `usergroups.users.list` allows 20 calls a minute. */
const trusted = 60_000;
const slackbot = 'USLACKBOT';

export interface SlackDirectory extends Directory {
  /** Slack says that the members of a user group changed. */
  groupChanged(groupId: string): void;
  /** Slack says that somebody's record changed. */
  personChanged(slackId: string): void;
}

/** Who people are, kept for a minute. Throws `NotifierUnavailable`: "try again", never "no". */
export function createDirectory(client: WebClient, teamId: () => Promise<string>, now: () => Date): SlackDirectory {
  const members = createCache<Member>(trusted, now);
  const groups = createCache<string[]>(trusted, now);
  const handles = createCache<Map<string, string>>(trusted, now);

  async function lookUp(slackId: string): Promise<Member> {
    const unknown: Member = { slackId, name: slackId, membership: 'stranger' };
    return orWhenRefused(
      ['user_not_found', 'user_not_visible'],
      async () => {
        const [answer, team] = await Promise.all([client.users.info({ user: slackId }), teamId()]);
        return memberOf(user.parse(answer.user), team);
      },
      () => unknown,
    );
  }

  return {
    member(slackId, { afresh = false } = {}) {
      if (afresh) members.drop(slackId);
      return members.get(slackId, () => lookUp(slackId));
    },
    groupMembers: (groupId) =>
      groups.get(groupId, () =>
        orWhenRefused(
          ['no_such_subteam', 'subteam_disabled', 'invalid_arguments'],
          async () => (await client.usergroups.users.list({ usergroup: groupId })).users ?? [],
          () => [],
        ),
      ),
    async groupName(groupId) {
      const all = await handles.get('all', async () => {
        const { usergroups = [] } = await client.usergroups.list({});
        return new Map(usergroups.flatMap(({ id, handle }) => (id && handle ? [[id, handle]] : [])));
      });
      return all.get(groupId);
    },
    byEmail: (email) =>
      orWhenRefused<Member | undefined>(
        ['users_not_found'],
        async () => {
          const answer = await client.users.lookupByEmail({ email });
          const member = memberOf(user.parse(answer.user), await teamId());
          return member.membership === 'member' ? member : undefined;
        },
        () => undefined,
      ),
    groupChanged: (groupId) => groups.drop(groupId),
    personChanged: (slackId) => members.drop(slackId),
  };
}

function memberOf(found: z.infer<typeof user>, team: string): Member {
  return {
    slackId: found.id,
    name: found.profile.real_name || found.real_name || found.name || found.id,
    email: found.profile.email,
    membership: membershipOf(found, team),
  };
}

function membershipOf(found: z.infer<typeof user>, team: string): Member['membership'] {
  if (found.is_bot || found.id === slackbot) return 'bot';
  if (found.is_stranger || (found.team_id !== undefined && found.team_id !== team)) return 'stranger';
  if (found.deleted) return 'deactivated';
  return found.is_restricted || found.is_ultra_restricted ? 'guest' : 'member';
}
