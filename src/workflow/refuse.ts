import type { AuditEntry } from '../audit/append.ts';
import type { Membership, Person } from '../change/types.ts';
import type { Refusal } from '../change/votes/refusal.ts';
import type { BriefRequest } from '../store/requests.ts';
import type { Context } from './context.ts';

/** What came of something that a person asked for. */
export type Outcome<T = object> = ({ ok: true } & T) | Refused;

/** As much of a request as the log names it by. */
type Named = Pick<BriefRequest, 'id' | 'number'>;

interface Refused {
  ok: false;
  refusal: Refusal;
}

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
  row?: Named,
): Promise<Refused> {
  await ctx.database.transaction((tx) => ctx.audit(tx, refusalEntry(ctx, { refusal, actor, action, row })));
  return { ok: false, refusal };
}

/** The same, logged behind: whoever is refused does not wait for it. The caller has seen that its policy is in force. */
export function refuseAtOnce(ctx: Context, refused: Omit<RefusedClick, 'row'>, row: Named): Refused {
  ctx.logLater(refusalEntry(ctx, { ...refused, row }));
  return { ok: false, refusal: refused.refusal };
}

interface RefusedClick {
  refusal: Refusal;
  actor: Person;
  action: string;
  row: Named | undefined;
}

function refusalEntry({ policy }: Context, { refusal, actor, action, row }: RefusedClick): AuditEntry {
  return {
    event: 'refused',
    requestId: row?.id,
    number: row?.number,
    actor,
    policyHash: policy.hash,
    detail: { action, refusal },
  };
}
