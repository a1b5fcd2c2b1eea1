import type { AuditEntry } from '../audit/append.ts';
import type { Person } from '../change/types.ts';
import type { BriefRequest } from '../store/requests.ts';
import type { Context } from './context.ts';

/** An event of a request as the log keeps it, under the policy that the use case goes by. `actor` undefined: the app itself. */
export function entryOf(
  { policy }: Pick<Context, 'policy'>,
  { id, number }: Pick<BriefRequest, 'id' | 'number'>,
  event: string,
  detail: AuditEntry['detail'] = {},
  actor?: Person,
): AuditEntry {
  return { event, requestId: id, number, actor, policyHash: policy.hash, detail };
}
