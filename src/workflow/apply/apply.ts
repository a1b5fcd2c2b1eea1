import { type Disagreement, loggedEscalation, loggedVotes } from '../../audit/approved.ts';
import { outcomeOf } from '../../change/states.ts';
import { type Count, countVotes } from '../../change/votes/decide.ts';
import { countItems } from '../../store/items.ts';
import { findRequest, lockRequest, moveRequest, type RequestRow, stopperOf } from '../../store/requests.ts';
import type { StoredPlan } from '../../store/stored-plan.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import type { JobPayload, Told } from '../enqueue.ts';
import { voidReason } from '../tell/sentences.ts';
import { expire, isOverdue, transition } from '../transition.ts';
import { electorateOf } from '../vote/electorate.ts';
import { pausedByPolicy } from './patience.ts';
import { runItems } from './run-items.ts';
import { settleRest } from './settle-item.ts';
import { Unplanned } from './unplanned.ts';

/**
 * Carries out what was approved, from wherever it stands: plan and approval are looked up in the audit log each time, the
 * votes are recounted before the first write, and items that are settled stay as they are. Throws when `signal` aborts; the
 * request then stays `applying`, and whoever takes the job next goes on with it.
 */
export async function apply(ctx: Context, { requestId }: JobPayload<'apply'>, signal: AbortSignal): Promise<void> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row?.state !== 'approved' && row?.state !== 'applying') return;
  if (row.state === 'approved' && !(await mayBegin(ctx, row, signal))) return;
  const plan = await provedPlan(ctx, row);
  if (plan === undefined) return;
  if (row.state === 'applying') ctx.logger.info({ requestId: row.id, number: row.number }, 'resuming');
  else if (!(await begin(ctx, row, plan.fingerprint))) return;
  try {
    const ending = await runItems({ ...ctx, audit: ctx.auditOfRun }, requestId, plan, signal);
    // The job fails then, so that another process takes it at once.
    signal.throwIfAborted();
    await finish(ctx, requestId, ending);
  } catch (error) {
    if (!(error instanceof Unplanned)) throw error;
    await tampered(ctx, requestId, plan.fingerprint, 'plan');
  }
}

/** Waits while the policy says `paused`, and says so. False: it waited too long, or somebody stopped it. */
async function mayBegin(ctx: Context, row: RequestRow, signal: AbortSignal): Promise<boolean> {
  let { problem } = row;
  const show = async (shown: string | null) => {
    if (shown === problem) return;
    problem = shown;
    await moveRequest(ctx.database.db, row.id, 'approved', { problem });
    await ctx.enqueue(ctx.database.db, 'paint', { requestId: row.id });
  };
  for (;;) {
    if (isOverdue(row, ctx.now())) {
      await expire(ctx, row);
      return false;
    }
    if (!ctx.policyNow().paused || (await stopperOf(ctx.database.db, row.id)) !== undefined) break;
    await show(pausedByPolicy);
    await ctx.wait(ctx.timing.outagePause, signal);
  }
  await show(row.problem === pausedByPolicy ? null : row.problem);
  return true;
}

/** The plan, if it is what was approved; undefined: the request is ended, or another run of this job has moved it on. */
async function provedPlan(ctx: Context, row: RequestRow): Promise<StoredPlan | undefined> {
  const { plan, disagreement } = await ctx.proveApproval(ctx.database.db, row);
  if (disagreement === undefined) return plan;
  if ((await findRequest(ctx.database.db, row.id))?.state === row.state) {
    await tampered(ctx, row.id, plan.fingerprint, disagreement);
  }
  return undefined;
}

/** Whether the run may begin: this plan was approved, by people who still may. */
async function begin(ctx: Context, row: RequestRow, fingerprint: string): Promise<boolean> {
  // Nobody votes on what is approved: these are all the votes.
  const votes = await votesOn(ctx.database.db, row.id);
  const voters = votes.map(({ voter }) => voter.slackId);
  const escalated = await loggedEscalation(ctx.authenticEntries, ctx.database.db, row.id);
  const { rules, parties } = await electorateOf(ctx, row, voters, { escalated });
  return ctx.database.transaction(async (tx) => {
    const logged = await loggedVotes(ctx.authenticEntries, tx, row.id, votes);
    const count = countVotes(logged, rules, parties, fingerprint);
    // What was stopped before it began writes nothing, however many votes there are.
    const stoppedBy = (await lockRequest(tx, row.id))?.stoppedBy;
    if (count.satisfied || stoppedBy) {
      const detail = { fingerprint, votes: counted(count), rules: given(count) };
      const changes = { startedAt: ctx.now() };
      return (await transition(ctx, tx, row, { to: 'applying', changes, detail })) !== undefined;
    }
    const fallen = count.votes.flatMap(({ vote, void: why }) => (why === undefined ? [] : [{ vote, why }]));
    const names = [
      ...fallen.map(({ vote, why }) => `${vote.voter.name} (${voidReason(why)})`),
      ...votes
        .filter((vote) => !logged.includes(vote))
        .map(({ voter }) => `${voter.name} (the audit log doesn't have their vote)`),
    ];
    const problem = `Not applied: on a recount there weren't enough valid approvals${names.length > 0 ? `: ${names.join('; ')}` : ' under the policy in force'}.`;
    const changes = { problem, decidedAt: null };
    await transition(ctx, tx, row, { to: 'pending', changes, detail: { problem }, tell: ['recounted', 'reminder'] });
    return false;
  });
}

/** The recount as the audit log keeps it. */
function counted({ votes }: Count): object[] {
  return votes.map(({ vote, void: why }) => ({ slackId: vote.voter.slackId, ...(why && { void: why }) }));
}

function given({ rules }: Count): object[] {
  return rules.map(({ rule, given }) => ({ name: rule.name, approvals: rule.approvals, given }));
}

const disagreements: Record<Disagreement, string> = {
  plan: "The stored plan isn't the one that was approved",
  state: "The audit log doesn't say that this was approved and is still to be done",
  log: 'The audit log is broken somewhere since this was approved',
  items: 'The audit log disagrees about what happened to these datasets',
};

/** Ends a request about which the tables do not say what the audit log says. */
async function tampered(ctx: Context, requestId: string, found: string, disagreement: Disagreement): Promise<void> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row?.state !== 'approved' && row?.state !== 'applying') return;
  const more = row.state === 'applying' ? 'nothing more' : 'nothing';
  const problem = `${disagreements[disagreement]}, so ${more} was written. Tell an admin.`;
  ctx.logger.error({ requestId: row.id, approved: row.fingerprint, found, disagreement }, problem);
  await settleRest(ctx, row, 'waiting', { state: 'failed', reason: problem });
  await settleRest(ctx, row, 'writing', { state: 'failed', reason: `${problem} This one may have been.` });
  await ctx.database.transaction(async (tx) => {
    const detail = { tampered: disagreement, approved: row.fingerprint, found };
    // A plan that is not what was approved is never said to be applied.
    const { verified, already } = await countItems(tx, row.id);
    const to = row.state === 'applying' && verified + already > 0 ? 'partly_applied' : 'failed';
    await transition(ctx, tx, row, { to, changes: { problem }, detail, tell: ['finished'] });
  });
}

/** Settles the request by what became of its items, and lets everyone know. */
async function finish(ctx: Context, requestId: string, ending: string | undefined): Promise<void> {
  const ran = await findRequest(ctx.database.db, requestId);
  if (ran?.state !== 'applying' || (await provedPlan(ctx, ran)) === undefined) return;
  await ctx.database.transaction(async (tx) => {
    const row = await findRequest(tx, requestId);
    if (row?.state !== 'applying') return;
    const counts = await countItems(tx, requestId);
    const to = outcomeOf(counts);
    const owners: Told[] = counts.verified === 0 ? [] : row.kind === 'owner' ? ['received', 'given'] : ['changed'];
    const changes = { problem: ending ?? null };
    const moved = await transition(ctx, tx, row, { to, changes, detail: { counts }, tell: ['finished', ...owners] });
    if (moved === undefined || to === 'failed') return;
    for (const after of ctx.policy.recheckAfter) {
      const startAfter = new Date(ctx.now().getTime() + after);
      await ctx.enqueue(tx, 'recheck', { requestId }, { startAfter });
    }
  });
}
