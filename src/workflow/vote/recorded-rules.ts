import type { Electorate } from './electorate.ts';

/**
 * The rules under which somebody votes or answers, as the audit log keeps them: with the people behind their ids at this moment, since nobody
 * can look up later who was in a user group.
 */
export function recordedRules({ rules }: Electorate): object[] {
  return rules.map(({ name, approvers, approvals, requireAcceptance, fallback, members }) => {
    const also = { ...(requireAcceptance && { requireAcceptance }), ...(fallback.length > 0 && { fallback }) };
    return { name, approvers, approvals, ...also, stewards: members };
  });
}
