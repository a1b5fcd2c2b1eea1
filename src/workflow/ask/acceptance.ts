import type { RuleFacts } from '../../change/votes/conditions.ts';
import { explainRules } from '../../change/votes/rules.ts';
import { otherDatasetsOfOwner } from '../../store/items.ts';
import type { Context } from '../context.ts';
import { ownerOf, week } from '../facts.ts';
import { identify } from '../vote/identify.ts';
import { acceptanceProblem } from '../vote/new-owner.ts';
import type { OwnerForm } from './form.ts';
import { inTime } from './in-time.ts';
import { namesOf } from './outlook.ts';

/** Slack waits three seconds for what a form comes to, in ms. */
const patience = 1_000;

/**
 * Why the new owner of a form could never accept what a rule asks of them, as far as the local copy and Slack tell in time: a
 * sentence. Preparing the request finds out in any case.
 */
export async function acceptanceOutlook(ctx: Context, slackId: string, form: OwnerForm): Promise<string | undefined> {
  if (![ctx.policy, ...ctx.policy.rules].some(({ requireAcceptance }) => requireAcceptance)) return undefined;
  return inTime(ctx, patience, problemOf(ctx, slackId, form), {
    otherwise: undefined,
    failed: 'whether the new owner can accept is not known while the form is open',
  });
}

async function problemOf(ctx: Context, slackId: string, form: OwnerForm): Promise<string | undefined> {
  const [facts, to] = await Promise.all([factsOf(ctx, form), ctx.catalog.owner(form.toId)]);
  // Only of rules that hold for sure.
  const rules = explainRules(ctx.policy, facts).filter(({ unknown }) => unknown.length === 0);
  if (!rules.some(({ requireAcceptance }) => requireAcceptance)) return undefined;
  const { person } = await identify(ctx, slackId);
  return acceptanceProblem(ctx, person, rules, to);
}

async function factsOf(ctx: Context, { fromId, datasets }: OwnerForm): Promise<RuleFacts> {
  const since = new Date(ctx.now().getTime() - week);
  const [from, earlier] = await Promise.all([
    ctx.catalog.owner(fromId),
    otherDatasetsOfOwner(ctx.database.db, fromId, since),
  ]);
  const names =
    datasets.which === 'all'
      ? await namesOf(ctx, fromId)
      : datasets.which === 'some'
        ? await Promise.all(datasets.ids.map(async (id) => (await ctx.catalog.dataset(id))?.name))
        : [undefined];
  const items =
    datasets.which === 'all'
      ? (await ctx.catalog.owned(fromId)).total
      : datasets.which === 'some'
        ? datasets.ids.length
        : datasets.count;
  return {
    kind: 'owner',
    items: names.map((datasetName) => ({ datasetName })),
    owner: from && ownerOf(from),
    ownerItems: items + earlier,
    uses: undefined,
  };
}
