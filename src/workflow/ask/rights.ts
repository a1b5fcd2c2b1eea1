import type { Refusal } from '../../change/votes/refusal.ts';
import type { Context } from '../context.ts';
import { auditRefusal } from '../refuse.ts';
import { identify, isAmong } from '../vote/electorate.ts';

/**
 * Why this person may not open forms and search, if so: only full members whom the policy's `requesters` names may.
 * `action`: what they did; a refused one is kept in the audit log, which a search as they type is not.
 */
export async function mayAsk(ctx: Context, slackId: string, action?: string): Promise<Refusal | undefined> {
  return audited(ctx, await refusalToAsk(ctx, slackId), slackId, action);
}

/** Why this person may not see what was requested (Home, `list`, `status`, `history`), if so: stewards may, also where they can't ask. */
export async function mayLook(ctx: Context, slackId: string, action?: string): Promise<Refusal | undefined> {
  const refusal = await refusalToAsk(ctx, slackId);
  if (refusal?.why === 'not_a_requester' && (await isSteward(ctx, slackId))) return undefined;
  return audited(ctx, refusal, slackId, action);
}

/** The same for someone whose membership the caller has looked up. */
export async function refusalOf(ctx: Context, slackId: string, member: boolean): Promise<Refusal | undefined> {
  if (!member) return { why: 'not_a_member' };
  const { requesters } = ctx.policy;
  if (requesters === 'members' || (await isAmong(ctx, requesters, slackId))) return undefined;
  return { why: 'not_a_requester' };
}

async function refusalToAsk(ctx: Context, slackId: string): Promise<Refusal | undefined> {
  const { membership } = await ctx.directory.member(slackId);
  return refusalOf(ctx, slackId, membership === 'member');
}

/** Whether any rule of the policy names them. */
export function isSteward(ctx: Context, slackId: string): Promise<boolean> {
  const { approvers, rules } = ctx.policy;
  return isAmong(ctx, [...approvers, ...rules.flatMap((rule) => rule.approvers)], slackId);
}

async function audited(ctx: Context, refusal: Refusal | undefined, slackId: string, action: string | undefined) {
  if (refusal === undefined || action === undefined) return refusal;
  const { person } = await identify(ctx, slackId);
  await auditRefusal(ctx, refusal, person, action);
  return refusal;
}
