import type { Membership, Person } from '../change/types.ts';
import type { Refusal } from '../change/votes/refusal.ts';
import type { RequestRow } from '../store/requests.ts';
import type { Context } from './context.ts';

/** What came of something that a person asked for. */
export type Outcome<T = object> = ({ ok: true } & T) | { ok: false; refusal: Refusal };

/** Why someone of this membership may do nothing here, if so. */
export function outsiderRefusal(membership: Membership): Refusal | undefined {
  return membership === 'member' ? undefined : { why: 'not_a_member', membership };
}

/** A refused click is kept in the audit log, and has no other effect. */
export async function auditRefusal(
  ctx: Context,
  refusal: Refusal,
  actor: Person,
  action: string,
  row?: RequestRow,
): Promise<{ ok: false; refusal: Refusal }> {
  await ctx.database.transaction((tx) =>
    ctx.audit(tx, {
      event: 'refused',
      requestId: row?.id,
      number: row?.number,
      actor,
      policyHash: ctx.policy.hash,
      detail: { action, refusal },
    }),
  );
  return { ok: false, refusal };
}
