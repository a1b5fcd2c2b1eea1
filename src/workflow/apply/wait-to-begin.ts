import { loggedEscalation } from '../../audit/approved.ts';
import type { Confirmed } from '../../catalog/types.ts';
import { isGroup } from '../../change/owner/group.ts';
import { hasLostRole } from '../../change/owner/plan.ts';
import type { Vote } from '../../change/types.ts';
import { isAccepted } from '../../change/votes/acceptance.ts';
import { type DomoError, DomoInstanceError } from '../../domo/errors.ts';
import { acceptanceOf } from '../../store/acceptance.ts';
import { moveRequest, type RequestRow } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { readFacts } from '../facts.ts';
import { isStopped } from '../stopped.ts';
import type { Unreachable } from '../tell/sentences.ts';
import { expire, isOverdue, transition } from '../transition.ts';
import { type Electorate, electorateOf } from '../vote/electorate.ts';
import { findInSlack } from '../vote/new-owner.ts';
import { awayFor, isOutage, needsAdmin, pausedByPolicy, pauseSentence } from './pauses.ts';
import { settleRest } from './settle-item.ts';

/** What the votes on an approved request are counted by, once more, before its run begins. */
export interface Recount {
  /** With the policy that is in force now: the run may have waited for it. */
  ctx: Context;
  votes: Vote[];
  electorate: Electorate;
  /** Why the incoming owner, who is to accept and has not, never could. */
  unreachable: Unreachable | undefined;
  /** When Domo said that the incoming owner is active, in ms since 1970; undefined: it did not. */
  newOwnerSeen: number | undefined;
}

/**
 * Waits while the policy says `paused` or Domo does not say who the voters are, and says so. Undefined: it waited too long and is
 * over. What was stopped waits for nothing.
 */
export async function waitToBegin(given: Context, row: RequestRow, signal: AbortSignal): Promise<Recount | undefined> {
  let { problem } = row;
  const show = async (shown: string | null, isForAdmin = false) => {
    if (shown === problem) return;
    problem = shown;
    await given.database.transaction(async (tx) => {
      if ((await moveRequest(tx, row.id, 'approved', { problem })) === undefined) return;
      await given.enqueue(tx, 'paint', { requestId: row.id });
      if (isForAdmin) await given.enqueue(tx, 'tell', { requestId: row.id, about: 'paused' });
    });
  };
  const deadline = (row.decidedAt ?? given.now()).getTime() + given.timing.giveUpAfter;
  for (;;) {
    const ctx = { ...given, policy: given.policyNow() };
    if (isOverdue(row, ctx.now())) {
      await expire(ctx, row);
      return undefined;
    }
    const stopped = await isStopped(ctx, row.id);
    if (stopped || !ctx.policy.paused) {
      const found = await whoVoted(ctx, row, stopped ? undefined : signal);
      if (!(found instanceof Error)) {
        await show(null);
        return found;
      }
      if (ctx.now().getTime() >= deadline) {
        await giveUp(ctx, row, awayFor(found));
        return undefined;
      }
      await show(pauseSentence(found), needsAdmin(found));
    } else {
      await show(pausedByPolicy, true);
    }
    await ctx.wait(ctx.timing.outagePause, signal);
  }
}

/**
 * The votes and whoever counts, by Domo's word on whose e-mail is whose where `asking` aborts the calls: in the catalog somebody could
 * hide that a steward is the owner or the requester. Resolves to why Domo does not say.
 */
async function whoVoted(ctx: Context, row: RequestRow, asking: AbortSignal | undefined): Promise<Recount | DomoError> {
  // Nobody votes on what is approved: these are all the votes.
  const votes = await votesOn(ctx.database.db, row.id);
  const escalated = await loggedEscalation(ctx.authenticEntries, ctx.database.db, row.id);
  const voters = votes.map(({ voter }) => voter.slackId);
  const confirmed = asking && confirmedBy(ctx, row, voters, asking);
  const asked = { ...ctx, catalog: { ...ctx.catalog, ...confirmed } };
  const { to, toRole } = readFacts(row.facts);
  try {
    const at = ctx.now().getTime();
    const electorate = await electorateOf(asked, row, voters, { escalated });
    const unreachable = await whyUnreachable(asked, row, electorate);
    const newOwner = to && !isGroup(to.id) ? await confirmed?.active(to.id) : undefined;
    const isReady = newOwner !== undefined && !hasLostRole(newOwner.role, toRole);
    return { ctx, votes, electorate, unreachable, newOwnerSeen: isReady ? at : undefined };
  } catch (error) {
    if (asking?.aborted || !(isOutage(error) || error instanceof DomoInstanceError)) throw error;
    return error;
  }
}

async function whyUnreachable(ctx: Context, row: RequestRow, { slot }: Electorate): Promise<Unreachable | undefined> {
  const { to } = readFacts(row.facts);
  if (to === undefined || isAccepted(slot, row.fingerprint ?? '')) return undefined;
  const found = await findInSlack(ctx, to);
  return 'unreachable' in found ? found.unreachable : undefined;
}

/** Asked about are, beside whom the catalog takes them for, both owners and whom the policy maps these people to. */
function confirmedBy(ctx: Context, row: RequestRow, voters: string[], signal: AbortSignal): Confirmed {
  const { from, to } = readFacts(row.facts);
  const accepting = acceptanceOf(row)?.owner.slackId ?? [];
  const mapped = [row.requester.slackId, ...voters, accepting].flat().map((slackId) => ctx.policy.people[slackId]);
  const known = [from?.id, to?.id, ...mapped].filter((id) => typeof id === 'number');
  const among = known.filter((id) => !isGroup(id));
  return ctx.catalog.confirmEmails(among, { signal, priority: 'soon' });
}

async function giveUp(ctx: Context, row: RequestRow, reason: string): Promise<void> {
  await settleRest(ctx, row, 'waiting', { state: 'failed', reason });
  const changes = { problem: reason };
  await ctx.database.transaction((tx) => transition(ctx, tx, row, { to: 'failed', changes, tell: ['finished'] }));
}
