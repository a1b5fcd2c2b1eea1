import type { Person } from '../../change/types.ts';
import { findRequest, type RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { auditRefusal, type Outcome, outsiderRefusal } from '../refuse.ts';
import { identify } from './identify.ts';

/** The request that a click names, and who clicked: a member. Anybody else, and what is no request, is a refused `action`. */
export async function metRequest(
  ctx: Context,
  requestId: string,
  slackId: string,
  action: string,
): Promise<Outcome<{ row: RequestRow; person: Person }>> {
  const { person, membership } = await identify(ctx, slackId);
  const row = await findRequest(ctx.database.db, requestId);
  if (row === undefined) return auditRefusal(ctx, { why: 'no_such_request' }, person, action);
  const outsider = outsiderRefusal(membership);
  return outsider === undefined ? { ok: true, row, person } : auditRefusal(ctx, outsider, person, action, row);
}
