import type { Membership } from '../../change/types.ts';
import type { Refusal } from '../../change/votes/refusal.ts';
import type { Context } from '../context.ts';
import { auditRefusal, outsiderRefusal } from '../refuse.ts';
import { identify, isAmong } from '../vote/identify.ts';

/**
 * Why this person may not open forms and search, if so: only full members whom the policy's `requesters` names may.
 * `action`: what they did; a refused one is kept in the audit log, which a search as they type is not.
 */
export async function mayAsk(ctx: Context, slackId: string, action?: string): Promise<Refusal | undefined> {
  return auditIfAsked(ctx, await refusalToAsk(ctx, slackId, await membershipOf(ctx, slackId)), slackId, action);
}

/** Why this person may not see what was requested (`list`, `status`, `history`), if so. */
export async function mayLook(ctx: Context, slackId: string, action?: string): Promise<Refusal | undefined> {
  return auditIfAsked(ctx, (await rightsOf(ctx, slackId)).toLook, slackId, action);
}

/** Why this person may not ask, and why not look, if so: stewards may look, also where they may not ask. */
export async function rightsOf(
  ctx: Context,
  slackId: string,
): Promise<{ toAsk: Refusal | undefined; toLook: Refusal | undefined }> {
  const toAsk = await refusalToAsk(ctx, slackId, await membershipOf(ctx, slackId));
  const looksOnly = toAsk?.why === 'not_a_requester' && (await readsAll(ctx, slackId));
  return { toAsk, toLook: looksOnly ? undefined : toAsk };
}

/** Why this person, whose membership the caller has looked up, may not ask, if so. */
export async function refusalToAsk(
  ctx: Context,
  slackId: string,
  membership: Membership,
): Promise<Refusal | undefined> {
  const outsider = outsiderRefusal(membership);
  if (outsider !== undefined) return outsider;
  const { requesters } = ctx.policy;
  if (requesters === 'members' || (await isAmong(ctx, requesters, slackId))) return undefined;
  return { why: 'not_a_requester' };
}

/** Why this person may not ask what is for stewards and auditors alone, if so. */
export async function mayReadAll(ctx: Context, slackId: string, action: string): Promise<Refusal | undefined> {
  const outsider = outsiderRefusal(await membershipOf(ctx, slackId));
  const refusal = outsider ?? ((await readsAll(ctx, slackId)) ? undefined : ({ why: 'not_an_insider' } as const));
  return auditIfAsked(ctx, refusal, slackId, action);
}

/** Whether they may read every request, with e-mails and ids: stewards and auditors. */
export async function readsAll(ctx: Context, slackId: string): Promise<boolean> {
  return (await isSteward(ctx, slackId)) || isAmong(ctx, ctx.policy.auditors, slackId);
}

/** Whether any rule of the policy names them. */
export function isSteward(ctx: Context, slackId: string): Promise<boolean> {
  const { approvers, fallbackApprovers, rules } = ctx.policy;
  return isAmong(ctx, [...approvers, ...fallbackApprovers, ...rules.flatMap((rule) => rule.approvers)], slackId);
}

async function membershipOf(ctx: Context, slackId: string): Promise<Membership> {
  return (await ctx.directory.member(slackId)).membership;
}

async function auditIfAsked(ctx: Context, refusal: Refusal | undefined, slackId: string, action: string | undefined) {
  if (refusal === undefined || action === undefined) return refusal;
  const { person } = await identify(ctx, slackId);
  await auditRefusal(ctx, refusal, person, action);
  return refusal;
}
