import { loggedAcceptance, loggedVotes } from '../../audit/approved.ts';
import type { Acceptance, Vote } from '../../change/types.ts';
import { isAccepted, type Slot, slotState, voidAcceptance } from '../../change/votes/acceptance.ts';
import { type Count, countVotes } from '../../change/votes/decide.ts';
import type { Handle } from '../../store/database.ts';
import type { RequestRow } from '../../store/requests.ts';
import { readFacts } from '../facts.ts';
import { cannotAccept, notAccepted, type Unreachable, voidAcceptanceReason, voidReason } from '../tell/sentences.ts';
import type { Recount } from './wait-to-begin.ts';

export interface Counted {
  count: Count;
  slot: Slot;
  satisfied: boolean;
  /** What the log does not tell of. */
  unlogged: { votes: Vote[]; acceptance: Acceptance | undefined };
}

/** Counts once more, of votes and acceptance only what the log tells of too. */
export async function countAgain(
  { ctx, votes, electorate: { rules, parties, slot } }: Recount,
  q: Handle,
  row: RequestRow,
  fingerprint: string,
): Promise<Counted> {
  const { given } = slot;
  const logged = await loggedVotes(ctx.authenticEntries, q, row.id, votes);
  const isLogged = await loggedAcceptance(ctx.authenticEntries, q, row.id, given);
  const count = countVotes(logged, rules, parties, fingerprint);
  const counted = { ...slot, given: isLogged ? given : undefined };
  return {
    count,
    slot: counted,
    satisfied: count.satisfied && isAccepted(counted, fingerprint),
    unlogged: { votes: votes.filter((vote) => !logged.includes(vote)), acceptance: isLogged ? undefined : given },
  };
}

/** Why it is not applied: a sentence or two. */
export function shortfall(
  { unreachable }: Recount,
  row: RequestRow,
  fingerprint: string,
  { count, slot, unlogged }: Counted,
): string {
  const missing = isAccepted(slot, fingerprint)
    ? []
    : [acceptanceShortfall(row, fingerprint, slot, unlogged, unreachable)];
  if (count.satisfied) return ['Not applied.', ...missing].join(' ');
  const fallen = count.votes.flatMap(({ vote, void: why }) => (why === undefined ? [] : [{ vote, why }]));
  const names = [
    ...fallen.map(({ vote, why }) => `${vote.voter.name} (${voidReason(why)})`),
    ...unlogged.votes.map(({ voter }) => `${voter.name} (the audit log doesn't have their vote)`),
  ];
  const whose = names.length > 0 ? `: ${names.join('; ')}` : ' under the policy in force';
  return [`Not applied: on a recount there weren't enough valid approvals${whose}.`, ...missing].join(' ');
}

function acceptanceShortfall(
  row: RequestRow,
  fingerprint: string,
  slot: Slot,
  unlogged: Counted['unlogged'],
  unreachable: Unreachable | undefined,
): string {
  const { rule = '', given } = slot;
  const { to } = readFacts(row.facts);
  const why = voidAcceptance(slot, fingerprint);
  if (unlogged.acceptance !== undefined)
    return `The audit log doesn't have ${unlogged.acceptance.owner.name}'s answer.`;
  if (to !== undefined && unreachable !== undefined) return cannotAccept(rule, to, unreachable);
  if (given !== undefined && why !== undefined)
    return `${given.owner.name}'s acceptance doesn't count (${voidAcceptanceReason(why)}).`;
  return notAccepted(rule, to?.name ?? 'they');
}

/** The recount as the audit log keeps it. */
export function recorded({ count, slot }: Counted, fingerprint: string): Record<string, unknown> {
  const { votes, rules } = count;
  return {
    votes: votes.map(({ vote, void: why }) => ({ slackId: vote.voter.slackId, ...(why && { void: why }) })),
    rules: rules.map(({ rule, given }) => ({ name: rule.name, approvals: rule.approvals, given })),
    ...(slot.rule !== undefined && { acceptance: slotState(slot, fingerprint) }),
  };
}
