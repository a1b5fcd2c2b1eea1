import { andMore } from '../../change/and-more.ts';
import { isGroup, typeAndNumber } from '../../change/owner/group.ts';
import { nameOfId } from '../../change/owner/name-of-id.ts';
import { type Candidate, type OwnerPlan, ownerWarnings, planOwnerChange } from '../../change/owner/plan.ts';
import type { Owner } from '../../change/types.ts';
import { absentAsUndefined } from '../../domo/absent.ts';
import type { Product } from '../../domo/product/types.ts';
import { datasetIdsInStates, writtenDatasetIds } from '../../store/items.ts';
import type { OwnerForm } from '../ask/form.ts';
import type { Context } from '../context.ts';
import { mostUsed } from './most-used.ts';
import type { Prepared } from './prepared.ts';
import { readOwner, readOwnerAndRole } from './read-owner.ts';

/** So many chosen datasets are read one by one; more come from a complete list, which is then the cheaper reading. */
const oneByOne = 100;

/** Reads both owners and the datasets afresh, and makes the plan of a hand-over. */
export async function prepareOwner(ctx: Context, form: OwnerForm, signal: AbortSignal): Promise<Prepared> {
  if (form.fromId === form.toId) return { problem: 'The new owner must be someone else.' };
  const { owner: to, role: toRole } = await readOwnerAndRole(ctx, form.toId, signal);
  if (to.standing !== (isGroup(to.id) ? 'group' : 'active')) {
    return { problem: `${nameOf(to)} isn't an active user or a group in Domo. Choose another new owner.` };
  }
  const from = await readOwner(ctx, form.fromId, signal);
  const { found, missing } = await readDatasets(ctx, form, signal);
  const plan = planOwnerChange(found, from, to);
  plan.notTheirs.push(...missing);
  if (plan.items.length === 0) return { problem: nothingLeft(from, form, plan.notTheirs) };
  const warnings = ownerWarnings(from, to, toRole);
  if (plan.notTheirs.length > 0) warnings.unshift(notTheirsWarning(from, plan.notTheirs));
  const ids = plan.items.map(({ datasetId }) => datasetId);
  const uses = await mostUsed(ctx, ids, signal);
  return {
    items: plan.items,
    facts: {
      from,
      to,
      toRole,
      leftOut: [],
      warnings,
      risks: [null],
      secured: 0,
      ownerItems: plan.items.length,
      uses,
    },
  };
}

function nameOf({ name, email, id }: Owner): string {
  return `${[name, email].filter(Boolean).join(' · ')} (${nameOfId(id)})`;
}

async function readDatasets(
  ctx: Context,
  form: OwnerForm,
  signal: AbortSignal,
): Promise<{ found: Candidate[]; missing: OwnerPlan['notTheirs'] }> {
  if (form.datasets.which === 'all') return { found: await ownedNow(ctx, form.fromId, signal), missing: [] };
  const ids = [...new Set(form.datasets.which === 'some' ? form.datasets.ids : await earlierIds(ctx, form.datasets))];
  const found =
    ids.length > oneByOne ? await ownedAmong(ctx, form.fromId, ids, signal) : await readEach(ctx, ids, signal);
  const known = new Set(found.map((dataset) => dataset.id));
  const why = ids.length > oneByOne ? 'not theirs now' : "gone from Domo, or I can't read it";
  const named = await ctx.catalog.resolveDatasets(ids.filter((id) => !known.has(id)));
  const missing = named.map(({ word: id, hits }) => {
    const name = hits.find((hit) => hit.id === id)?.name ?? id;
    return { datasetId: id, datasetName: name, why };
  });
  return { found, missing };
}

async function readEach(ctx: Context, ids: string[], signal: AbortSignal): Promise<Candidate[]> {
  const read = await Promise.all(
    ids.map((id) => absentAsUndefined(ctx.domo.dataset(id, { signal, priority: 'soon' }))),
  );
  return read.filter((dataset) => dataset !== undefined);
}

async function ownedAmong(ctx: Context, ownerId: number, ids: string[], signal: AbortSignal): Promise<Candidate[]> {
  const wanted = new Set(ids);
  return (await ownedNow(ctx, ownerId, signal)).filter((dataset) => wanted.has(dataset.id));
}

/**
 * All that someone owns: a complete list if none is fresh, and what changed since it began in any case, since a list that
 * was under way already may have passed a dataset before it became theirs.
 */
async function ownedNow(ctx: Context, ownerId: number, signal: AbortSignal): Promise<Candidate[]> {
  if (isGroup(ownerId) && ctx.product) return ownedByGroup(ctx, ctx.product, ownerId, signal);
  const freshAt = await ctx.catalog.freshAt();
  const fresh = freshAt !== undefined && ctx.now().getTime() - freshAt.getTime() <= ctx.timing.fresh;
  if (!fresh) await ctx.catalog.sync(signal);
  await ctx.catalog.catchUp(signal);
  const owned: Candidate[] = [];
  for await (const page of ctx.catalog.ownedBy(ownerId)) {
    for (const { id, name, ownerName, pdp } of page) {
      owned.push({ id, name, pdpEnabled: pdp, owner: { ...typeAndNumber(ownerId), name: ownerName ?? '' } });
    }
  }
  return owned;
}

/** `retry`: what Domo does not have of an earlier request. `undo`: what that request wrote, never what was so already. */
async function earlierIds(ctx: Context, earlier: { requestId: string; purpose: 'retry' | 'undo' }): Promise<string[]> {
  if (earlier.purpose === 'undo') return writtenDatasetIds(ctx.database.db, earlier.requestId);
  return datasetIdsInStates(ctx.database.db, earlier.requestId, ['refused', 'unverified', 'failed', 'stopped']);
}

function nothingLeft(from: Owner, form: OwnerForm, notTheirs: { datasetName: string; why: string }[]): string {
  if (form.datasets.which === 'all')
    return `${from.name} (${nameOfId(from.id)}) owns no datasets now. Choose another current owner.`;
  const [first] = notTheirs;
  const example = first === undefined ? '' : ` For example: “${first.datasetName}” (${first.why}).`;
  return `None of the chosen datasets belongs to ${from.name} (${nameOfId(from.id)}) now.${example} Choose again.`;
}

function notTheirsWarning(from: Owner, notTheirs: { datasetName: string; why: string }[]): string {
  const names = notTheirs.map(({ datasetName, why }) => `“${datasetName}” (${why})`);
  return `Skipped, because they don't belong to ${from.name} now: ${andMore(names, 3)}.`;
}

/** All that a group owns, which only the product API tells; row security as the local copy knows it. */
async function ownedByGroup(
  ctx: Context,
  product: Product,
  ownerId: number,
  signal: AbortSignal,
): Promise<Candidate[]> {
  const options = { signal, priority: 'soon' } as const;
  const ids = await product.ownedBy(typeAndNumber(ownerId), options);
  const owned: Candidate[] = [];
  for (const each of await product.datasources(ids, options)) {
    owned.push({ ...each, pdpEnabled: (await ctx.catalog.dataset(each.id))?.pdp });
  }
  return owned;
}
