import { setImmediate as nextTurn } from 'node:timers/promises';
import { PolicyChanged } from '../../audit/append.ts';
import { storable } from '../../audit/chain.ts';
import { loggedDatasetsOfOwner } from '../../audit/owner-datasets.ts';
import type { PlanItem } from '../../change/types.ts';
import { type RequiredRule, rulesFor, shortestExpiry } from '../../change/votes/rules.ts';
import { unstaffedRule } from '../../change/votes/stewards.ts';
import { DomoError } from '../../domo/errors.ts';
import { coerceError } from '../../errors.ts';
import type { Transaction } from '../../store/database.ts';
import { releaseHolds, takeHolds } from '../../store/holds.ts';
import { countOwnHeld, countPlan, deleteItems, insertItems } from '../../store/items.ts';
import { findRequest, lockRequest, moveRequest, type RequestRow } from '../../store/requests.ts';
import { readStoredPlan } from '../../store/stored-plan.ts';
import { deleteUses, insertUses, type PlannedUse } from '../../store/uses.ts';
import { isOutage } from '../apply/pauses.ts';
import { readForm } from '../ask/form.ts';
import type { Context } from '../context.ts';
import type { JobPayload, Told } from '../enqueue.ts';
import { askedBeside, type RequestFacts, ruleFactsOf, week } from '../facts.ts';
import { NotifierRefused, NotifierUnavailable } from '../ports.ts';
import { tooFewStewards } from '../tell/sentences.ts';
import { transition } from '../transition.ts';
import { partiesOf, staffOrFallBack } from '../vote/electorate.ts';
import { escalate } from '../vote/escalate.ts';
import { acceptanceProblem, inSlack } from '../vote/new-owner.ts';
import { chooseDoors } from './choose-doors.ts';
import { accountWarning } from './feeding-accounts.ts';
import { findAlike } from './find-alike.ts';
import { findAskedBefore } from './find-asked-before.ts';
import { prepareOwner } from './prepare-owner.ts';
import { prepareSchema } from './prepare-schema.ts';
import type { Prepared } from './prepared.ts';
import { whileTelling } from './tell-how-far.ts';

/** Rows a statement writes: larger ones hold PGlite's event loop for tens of ms. */
const batch = 25;

/** The request is not being prepared any more: withdrawn meanwhile, or another run of this job was faster. */
class Overtaken extends Error {}

/**
 * Reads Domo, freezes the plan and puts it to the stewards, or says why it cannot be. Safe to run again after a crash.
 * Throws `DomoError` and `NotifierUnavailable`, for the job to be tried again.
 */
export async function prepare(ctx: Context, { requestId }: JobPayload<'prepare'>, signal: AbortSignal): Promise<void> {
  const row = await findRequest(ctx.database.db, requestId);
  if (row?.state !== 'preparing') return;
  try {
    await prepareRow(ctx, row, signal);
  } catch (error) {
    if (error instanceof Overtaken) return;
    if (signal.aborted || error instanceof PolicyChanged) throw error;
    if (!(await holdUp(ctx, row, coerceError(error)))) throw error;
  }
}

/** Keeps what stands in the way, for the requester to see; after a day it ends the request: then it resolves to true. */
async function holdUp(ctx: Context, row: RequestRow, error: Error): Promise<boolean> {
  const [what, why] = blamed(error);
  if (ctx.now().getTime() >= row.createdAt.getTime() + ctx.timing.giveUpAfter) {
    await invalidate(
      ctx,
      row,
      storable(
        `I couldn't prepare this within a day, so it's closed. ${what}: ${why} Request it again once that is fixed.`,
      ),
    );
    return true;
  }
  const problem = storable(`${what} so far: ${why}`);
  if (problem === row.problem) return false;
  await ctx.database.transaction(async (tx) => {
    await moveRequest(tx, row.id, 'preparing', { problem });
    await ctx.enqueue(tx, 'paint', { requestId: row.id });
  });
  return false;
}

/** What failed, and how. */
function blamed(error: Error): [what: string, why: string] {
  if (error instanceof DomoError) return ["I couldn't read Domo", error.message];
  if (error instanceof NotifierUnavailable || error instanceof NotifierRefused) {
    return ["Slack didn't say who can approve this", error.message];
  }
  return ['Something went wrong in the app', 'Tell an admin: the log says more.'];
}

async function prepareRow(ctx: Context, row: RequestRow, signal: AbortSignal): Promise<void> {
  const prepared = await readPlan(ctx, row, signal);
  if ('problem' in prepared) return invalidate(ctx, row, storable(prepared.problem));
  const held = await hold(ctx, row, prepared.items, signal);
  const free = prepared.items.filter((item) => !held.has(item.datasetId));
  const { items, made } = await chooseDoors(ctx, row.kind, free, signal);
  const accounts = row.kind === 'owner' ? await accountWarning(ctx, items, made, signal) : undefined;
  const facts: RequestFacts = storable({
    ...prepared.facts,
    warnings: [...prepared.facts.warnings, ...(accounts === undefined ? [] : [accounts])],
    leftOut: leftOut(prepared.items, held),
    secured: items.filter((item) => item.pdp).length,
    ownerItems: row.kind === 'owner' ? items.length : 0,
    otherItems: await loggedBeside(ctx, row, prepared.facts, items),
  });
  if (items.length === 0) return invalidate(ctx, row, allHeld(facts));
  const names = items.map(({ datasetName }) => datasetName);
  const found = await ruleFactsOf(ctx, row, facts, { names, others: await askedBeside(ctx, row, facts) });
  const rules = rulesFor(ctx.policy, found);
  const staffed = await staffRules(ctx, row, rules, facts, signal);
  if ('problem' in staffed) return invalidate(ctx, row, staffed.problem, facts);
  const otherItems = (found.ownerItems ?? 0) - facts.ownerItems || undefined;
  const frozen = { ...facts, otherItems };
  await keepUses(ctx, row, prepared.uses ?? [], signal);
  await freeze(ctx, row, items, { facts: frozen, expireAfter: shortestExpiry(rules), ...staffed }, signal);
}

/** How many more of the owner's datasets the log says were asked for of late, by requests that may be in no table any more. */
async function loggedBeside(
  ctx: Context,
  { id: own, createdAt }: RequestRow,
  { from }: RequestFacts,
  items: PlanItem[],
): Promise<number | undefined> {
  if (from === undefined) return undefined;
  const since = new Date(createdAt.getTime() - week);
  const asked = { ownerId: from.id, since, own };
  const logged = await loggedDatasetsOfOwner(ctx.authenticEntries, ctx.database.db, asked);
  for (const { datasetId } of items) logged.delete(datasetId);
  return logged.size;
}

/** A Domo that is away is asked again later; one that says no has said why. */
async function readPlan(ctx: Context, row: RequestRow, signal: AbortSignal): Promise<Prepared> {
  const form = readForm(row.form);
  try {
    return await whileTelling(ctx, row.id, signal, () =>
      form.kind === 'owner' ? prepareOwner(ctx, form, signal) : prepareSchema(ctx, form, signal),
    );
  } catch (error) {
    if (isOutage(error) || !(error instanceof DomoError)) throw error;
    return { problem: error.message };
  }
}

/** Takes the datasets for this request; returns the ids that other open requests hold, with those requests' numbers. */
async function hold(
  ctx: Context,
  row: RequestRow,
  items: PlanItem[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const held = new Map<string, number>();
  await whilePreparing(ctx, row, (tx) => releaseHolds(tx, row.id));
  await inBatches(ctx, row, items, signal, async (tx, some) => {
    const ids = some.map((item) => item.datasetId);
    for (const [id, number] of await takeHolds(tx, row.id, ids)) held.set(id, number);
  });
  return held;
}

function leftOut(items: PlanItem[], held: Map<string, number>): RequestFacts['leftOut'] {
  return items.flatMap(({ datasetId, datasetName }) => {
    const heldBy = held.get(datasetId);
    return heldBy === undefined ? [] : [{ datasetId, datasetName, heldBy }];
  });
}

function allHeld(facts: RequestFacts): string {
  const numbers = [...new Set(facts.leftOut.map((each) => `#${each.heldBy}`))].join(', ');
  return `All of these are already in ${numbers}. Wait until it's done, or ask its requester to withdraw it.`;
}

/** Under which rules the fallback approvers are asked from the beginning; why nobody can be asked, if too few could approve. */
async function staffRules(
  ctx: Context,
  row: RequestRow,
  rules: RequiredRule[],
  facts: RequestFacts,
  signal: AbortSignal,
): Promise<{ problem: string } | { escalated: string[] }> {
  const unaccepted = await acceptanceProblem(ctx, row.requester, rules, facts.to);
  if (unaccepted !== undefined) return { problem: unaccepted };
  const parties = await partiesOf(ctx, row.requester, facts);
  const staffed = await staffOrFallBack(ctx, rules, parties, { fallback: ctx.policy.fallbackApprovers, signal });
  const found = unstaffedRule(staffed, parties);
  if (found !== undefined) return { problem: tooFewStewards(found.rule, found.eligible, found.excluded) };
  return { escalated: staffed.filter(({ fallback }) => fallback.length > 0).map(({ name }) => name) };
}

/** What uses the dataset: for `Details`, and for those who are told; the plan does not hang on it. */
async function keepUses(ctx: Context, row: RequestRow, uses: PlannedUse[], signal: AbortSignal): Promise<void> {
  await whilePreparing(ctx, row, (tx) => deleteUses(tx, row.id));
  await inBatches(ctx, row, uses, signal, (tx, some, at) => insertUses(tx, row.id, at, storable(some)));
}

async function freeze(
  ctx: Context,
  row: RequestRow,
  items: PlanItem[],
  { facts: read, expireAfter, escalated }: { facts: RequestFacts; expireAfter: number; escalated: string[] },
  signal: AbortSignal,
): Promise<void> {
  const { customer } = await ctx.domo.identity({ signal, priority: 'soon' });
  const alike = await findAlike(ctx, items, read);
  const run = ctx.newId();
  await whilePreparing(ctx, row, (tx) => deleteItems(tx, row.id));
  await inBatches(ctx, row, items, signal, async (tx, batch, at) => {
    const some = storable(batch);
    await insertItems(tx, { requestId: row.id, run, position: at }, some, alike.datasets);
    await ctx.audit(tx, { event: 'plan', requestId: row.id, number: row.number, detail: { from: at, items: some } });
  });
  // Of what is stored, since that is what people will see and what will be applied.
  const { fingerprint } = await readStoredPlan(ctx.database.db, { ...row, customer });
  const askedBefore = await findAskedBefore(ctx, row, items, read);
  const known = read.to && (await inSlack(ctx, read.to));
  const facts = storable({ ...read, askedBefore, alike: alike.people, inSlack: known });
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + expireAfter);
  await whilePreparing(ctx, row, async (tx) => {
    signal.throwIfAborted();
    // Another run of this job may have begun, since this one seemed lost, with other holds and items: then this one begins again.
    const [own, stored] = [await countOwnHeld(tx, row.id, run), await countPlan(tx, row.id)];
    if (own !== items.length || stored !== items.length) throw new Error('The plan is not what it was a moment ago.');
    const changes = { facts, fingerprint, customer, pendingAt: now, expiresAt, problem: null };
    const detail = { fingerprint, customer, items: items.length, facts };
    const tell: Told[] = facts.schema?.uses === undefined ? [] : ['affected'];
    await transition(ctx, tx, row, { to: 'pending', changes, detail, tell });
    if (escalated.length > 0) await escalate(ctx, tx, row, escalated);
  });
}

/** Ends a request before anyone is asked; the requester is told why, with the form as they filled it in. */
async function invalidate(ctx: Context, row: RequestRow, problem: string, facts?: RequestFacts): Promise<void> {
  const changes = { problem, ...(facts && { facts }) };
  await ctx.database.transaction((tx) =>
    transition(ctx, tx, row, { to: 'invalid', changes, detail: { problem }, tell: ['invalid'] }),
  );
}

/** A transaction in which the request is being prepared, and stays so until it ends. Throws `Overtaken`. */
async function whilePreparing<T>(ctx: Context, row: RequestRow, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return ctx.database.transaction(async (tx) => {
    if ((await lockRequest(tx, row.id))?.state !== 'preparing') throw new Overtaken();
    return work(tx);
  });
}

async function inBatches<T>(
  ctx: Context,
  row: RequestRow,
  items: T[],
  signal: AbortSignal,
  write: (tx: Transaction, some: T[], at: number) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < items.length; at += batch) {
    signal.throwIfAborted();
    await whilePreparing(ctx, row, (tx) => write(tx, items.slice(at, at + batch), at));
    await nextTurn();
  }
}
