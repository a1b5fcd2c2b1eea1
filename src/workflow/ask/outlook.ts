import type { Owned } from '../../catalog/owned.ts';
import type { OwnerHit } from '../../catalog/types.ts';
import { assessEdit } from '../../change/schema/assess-edit.ts';
import { ruleUses } from '../../change/uses.ts';
import type { RuleOwner } from '../../change/votes/conditions.ts';
import { asksForNames, rulesFor } from '../../change/votes/rules.ts';
import type { Parties } from '../../change/votes/stewards.ts';
import { otherDatasetsOfOwner } from '../../store/items.ts';
import { cardOf } from '../../store/messages.ts';
import type { Context } from '../context.ts';
import { ownerOf, week } from '../facts.ts';
import type { RequestView } from '../tell/request-view.ts';
import { identify } from '../vote/identify.ts';
import { type Approval, approvalsFor } from './approvals.ts';
import type { Draft } from './draft.ts';

const mostHolding = 5;

/** What can be said of a hand-over while its form is filled in, from the local copy: all of what the current owner has. */
export interface Outlook extends Omit<Owned, 'heldBy'> {
  /** The first open requests that hold some, with their cards. */
  heldBy: Pick<RequestView, 'number' | 'card'>[];
  /** What the policy would ask for, and of whom. */
  approvals: Approval[];
}

/** `replaced`: the request whose place the form takes, which then holds nothing. */
export async function outlookOf(ctx: Context, slackId: string, from: OwnerHit, replaced?: string): Promise<Outlook> {
  const since = new Date(ctx.now().getTime() - week);
  const [owned, earlier, parties] = await Promise.all([
    ctx.catalog.owned(from.id, replaced),
    otherDatasetsOfOwner(ctx.database.db, from.id, since, replaced),
    partiesFor(ctx, slackId),
  ]);
  const free = owned.total - owned.held;
  const items = free === 0 ? [] : (await namesOf(ctx, from.id)).map((datasetName) => ({ datasetName }));
  const rules = rulesFor(ctx.policy, {
    kind: 'owner',
    items,
    owner: ownerOf(from),
    ownerItems: free + earlier,
    uses: undefined,
  });
  const holding = owned.heldBy.slice(0, mostHolding).map(async ({ id, number }) => {
    return { number, card: await cardOf(ctx.database.db, id) };
  });
  return {
    ...owned,
    heldBy: await Promise.all(holding),
    approvals: await approvalsFor(ctx, rules, { ...parties, outgoingIds: [from.id] }),
  };
}

/** Who will have to approve the edits of a schema form. */
export async function schemaApprovals(ctx: Context, slackId: string, { edit, live, uses }: Draft): Promise<Approval[]> {
  const { risk } = assessEdit(edit, { ...live, uses });
  const items = [{ datasetName: live.datasetName, risk }];
  const owner = await datasetOwner(ctx, live.datasetId);
  const rules = rulesFor(ctx.policy, { kind: 'schema', items, owner, ownerItems: 0, uses: uses && ruleUses(uses) });
  return approvalsFor(ctx, rules, await partiesFor(ctx, slackId));
}

/** Who owns a dataset, as far as the local copy has it. */
export async function datasetOwner(ctx: Context, datasetId: string): Promise<RuleOwner | undefined> {
  const id = (await ctx.catalog.dataset(datasetId))?.ownerId;
  const owner = id === undefined ? undefined : await ctx.catalog.owner(id);
  return owner && ownerOf(owner);
}

/** The requester of a form that is open; the new owner is not chosen yet. */
async function partiesFor(ctx: Context, slackId: string): Promise<Parties> {
  const { domoIds } = await identify(ctx, slackId);
  const { ownersMayApprove } = ctx.policy;
  return { requesterSlackId: slackId, requesterDomoIds: domoIds, ownersMayApprove };
}

/** What they own is called; one empty name where no rule asks for names. */
export async function namesOf(ctx: Context, ownerId: number): Promise<string[]> {
  if (!asksForNames(ctx.policy)) return [''];
  const names: string[] = [];
  for await (const page of ctx.catalog.ownedBy(ownerId)) names.push(...page.map(({ name }) => name));
  return names;
}
