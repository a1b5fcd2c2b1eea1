import { isGroup } from '../../change/owner/group.ts';
import type { Owner, Person } from '../../change/types.ts';
import type { RequiredRule } from '../../change/votes/rules.ts';
import type { Context } from '../context.ts';
import { NotifierRefused, NotifierUnavailable } from '../ports.ts';
import { cannotAccept, type Unreachable } from '../tell/sentences.ts';
import { hasAskedForThemself } from './electorate.ts';
import { identify } from './identify.ts';

type Registers = Pick<Context, 'directory' | 'catalog' | 'policy'>;

/** Who in Slack this owner is, and can accept as them: the policy's `people` go before the e-mail, as they do for stewards. */
export async function findInSlack(
  ctx: Registers,
  to: Owner,
): Promise<{ slackId: string } | { unreachable: Unreachable }> {
  if (isGroup(to.id)) return { unreachable: 'group' };
  const named = Object.entries(ctx.policy.people).flatMap(([slackId, domoId]) => (domoId === to.id ? [slackId] : []));
  const byEmail = named.length > 0 || to.email === undefined ? undefined : await ctx.directory.byEmail(to.email);
  let unreachable: Unreachable = 'absent';
  for (const slackId of byEmail === undefined ? named : [byEmail.slackId]) {
    const { membership, domo } = await identify(ctx, slackId);
    if (membership === 'member' && domo === to.id) return { slackId };
    unreachable =
      membership !== 'member' ? membership : domo === 'ambiguous' ? 'domo_user_ambiguous' : 'mapped_elsewhere';
  }
  return { unreachable };
}

/** What Slack calls the new owner; null: nobody there is them. Undefined: Slack doesn't say, or Domo has no email to ask by. */
export async function inSlack(ctx: Registers, to: Owner): Promise<Pick<Person, 'slackId' | 'name'> | null | undefined> {
  try {
    const found = await findInSlack(ctx, to);
    if ('slackId' in found) {
      const { slackId, name } = await ctx.directory.member(found.slackId);
      return { slackId, name };
    }
    const isKnown = found.unreachable === 'deactivated' || (found.unreachable === 'absent' && to.email !== undefined);
    return isKnown ? null : undefined;
  } catch (error) {
    // It is told where it can be had: no request waits for it.
    if (error instanceof NotifierUnavailable || error instanceof NotifierRefused) return undefined;
    throw error;
  }
}

/** Why the new owner could never accept what one of these rules asks of them, if so: a sentence. */
export async function acceptanceProblem(
  ctx: Registers,
  requester: Pick<Person, 'domoId'>,
  rules: RequiredRule[],
  to: Owner | undefined,
): Promise<string | undefined> {
  const rule = rules.find(({ requireAcceptance }) => requireAcceptance);
  if (rule === undefined || to === undefined || hasAskedForThemself(requester, to)) return undefined;
  const found = await findInSlack(ctx, to);
  return 'unreachable' in found ? cannotAccept(rule.name, to, found.unreachable) : undefined;
}
