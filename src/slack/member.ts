import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { Membership } from '../change/types.ts';
import type { Member } from '../workflow/ports.ts';

/** Text that is there; whatever else stands in its place is taken for nothing. */
const text = z.string().min(1).optional().catch(undefined);
const flag = z
  .union([z.literal([true, false]), z.literal('?')])
  .optional()
  .catch('?');
const workspaces = z.array(z.string()).optional().catch(undefined);

/**
 * A person's record (https://docs.slack.dev/reference/objects/user-object), read key by key: one that is not as usual
 * takes rights away, and stops nobody else.
 */
const record = z.looseObject({
  name: text,
  real_name: text,
  profile: z.looseObject({ email: text, real_name: text, status_emoji: text, status_text: text }).catch({}),
  tz: text,
  deleted: flag,
  is_bot: flag,
  is_stranger: flag,
  is_invited_user: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  team_id: text,
  teams: workspaces,
  enterprise_user: z.looseObject({ teams: workspaces }).optional().catch(undefined),
});
type Record = z.infer<typeof record>;

const slackbot = 'USLACKBOT';

/** Slack has no mark for somebody who is out of office: these are what it offers for a vacation and an illness, and what people write. */
const awayEmojis = [':palm_tree:', ':face_with_thermometer:', ':airplane:'];
const awayWords = /\b(away|ooo|out of office|vacation|holidays?|on leave|parental leave|out sick)\b/i;

/** Who `found`, Slack's answer, is to the workspace `teamId`. Whoever cannot be read is none of our members. */
export function memberOf(slackId: string, found: unknown, teamId: string): Member {
  const read = record.safeParse(found);
  if (!read.success) return { slackId, name: slackId, membership: 'unclear' };
  const { profile, name, real_name, tz } = read.data;
  return {
    slackId,
    name: profile.real_name ?? real_name ?? name ?? slackId,
    email: profile.email,
    timeZone: tz !== undefined && IANAZone.create(tz).isValid ? tz : undefined,
    away: awayEmojis.includes(profile.status_emoji ?? '') || awayWords.test(profile.status_text ?? ''),
    membership: slackId === slackbot ? 'bot' : membershipOf(read.data, teamId),
  };
}

/** A full member is whom the record calls one in every respect, also in an organization of several workspaces. */
function membershipOf(found: Record, teamId: string): Membership {
  const teams =
    found.enterprise_user?.teams ?? found.teams ?? (found.team_id === undefined ? undefined : [found.team_id]);
  if (found.is_bot === true) return 'bot';
  if (found.deleted === true) return 'deactivated';
  if (found.is_stranger === true || teams?.includes(teamId) === false) return 'stranger';
  if (found.is_restricted === true || found.is_ultra_restricted === true) return 'guest';
  const whole = teams !== undefined && found.is_restricted === false && found.is_ultra_restricted === false;
  const perhaps = found.deleted || found.is_bot || found.is_stranger || found.is_invited_user;
  return whole && !perhaps ? 'member' : 'unclear';
}
