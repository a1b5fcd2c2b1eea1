import type { OwnerHit } from '../../catalog/types.ts';
import type { Risk } from '../../change/types.ts';
import type { RuleFacts } from '../../change/votes/conditions.ts';
import { type ExplainedRule, explainRules } from '../../change/votes/rules.ts';
import { otherDatasetsOfOwner } from '../../store/items.ts';
import type { Context } from '../context.ts';
import { ownerOf, week } from '../facts.ts';
import { type Approval, approvalsFor } from './approvals.ts';
import { datasetOwner, namesOf } from './outlook.ts';

/**
 * A change that nobody has asked for. `items`: how many of what the owner has; all of it where that is not said. `datasetId`:
 * where there is such a dataset, whose owner then counts too.
 */
export type AskedChange =
  | { kind: 'owner'; from: OwnerHit; items?: number | undefined }
  | { kind: 'schema'; datasetName: string; datasetId?: string | undefined; risk?: Risk | undefined };

/** Who would have to approve a change, and why. */
export interface WhoApproves {
  rules: { rule: ExplainedRule; approval: Approval }[];
  facts: RuleFacts;
}

/** For those who may read all: it tells what would need fewer approvals. Nobody asks for the change, so that nobody is left out for it. */
export async function whoApproves(ctx: Context, change: AskedChange): Promise<WhoApproves> {
  const facts = change.kind === 'owner' ? await ownerFacts(ctx, change) : await schemaFacts(ctx, change);
  const rules = explainRules(ctx.policy, facts);
  const { ownersMayApprove } = ctx.policy;
  const approvals = await approvalsFor(ctx, rules, {
    requesterSlackId: '',
    requesterDomoIds: [],
    outgoingIds: facts.owner === undefined ? [] : [facts.owner.id],
    ownersMayApprove,
  });
  return {
    facts,
    rules: rules.flatMap((rule, at) => {
      const approval = approvals[at];
      return approval === undefined ? [] : [{ rule, approval }];
    }),
  };
}

async function ownerFacts(ctx: Context, { from, items }: Extract<AskedChange, { kind: 'owner' }>): Promise<RuleFacts> {
  const since = new Date(ctx.now().getTime() - week);
  const earlier = await otherDatasetsOfOwner(ctx.database.db, from.id, since);
  // Of some of them the names are not known.
  const names = items === undefined ? await namesOf(ctx, from.id) : [];
  return {
    kind: 'owner',
    items: (names.length === 0 ? [undefined] : names).map((datasetName) => ({ datasetName })),
    owner: ownerOf(from),
    ownerItems: (items ?? (await ctx.catalog.owned(from.id)).total) + earlier,
    uses: undefined,
  };
}

async function schemaFacts(
  ctx: Context,
  { datasetName, datasetId, risk }: Extract<AskedChange, { kind: 'schema' }>,
): Promise<RuleFacts> {
  const owner = datasetId === undefined ? undefined : await datasetOwner(ctx, datasetId);
  return { kind: 'schema', items: [{ datasetName, risk }], owner, ownerItems: 0, uses: undefined };
}
