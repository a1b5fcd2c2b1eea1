import type { Owned } from '../../catalog/owned.ts';
import type { OwnerHit } from '../../catalog/types.ts';
import { asksForNames, type RequiredRule, rulesFor } from '../../change/votes/rules.ts';
import { otherDatasetsOfOwner } from '../../store/items.ts';
import type { Context } from '../context.ts';
import { ownerOf, week } from '../facts.ts';

/** What can be said of a hand-over while its form is filled in, from the local copy: all of what the current owner has. */
export interface Outlook extends Owned {
  /** What the policy would ask for. */
  rules: RequiredRule[];
}

export async function outlookOf(ctx: Context, from: OwnerHit): Promise<Outlook> {
  const since = new Date(ctx.now().getTime() - week);
  const [owned, earlier] = await Promise.all([
    ctx.catalog.owned(from.id),
    otherDatasetsOfOwner(ctx.database.db, from.id, since),
  ]);
  const free = owned.total - owned.held;
  const items = free === 0 ? [] : (await namesOf(ctx, from.id)).map((datasetName) => ({ datasetName }));
  return {
    ...owned,
    rules: rulesFor(ctx.policy, { kind: 'owner', items, owner: ownerOf(from), ownerItems: free + earlier }),
  };
}

async function namesOf(ctx: Context, ownerId: number): Promise<string[]> {
  if (!asksForNames(ctx.policy)) return [''];
  const names: string[] = [];
  for await (const page of ctx.catalog.ownedBy(ownerId)) names.push(...page.map(({ name }) => name));
  return names;
}
