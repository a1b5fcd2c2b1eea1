import { z } from 'zod';
import { typeAndNumber } from '../change/owner/group.ts';
import { noteKinds } from '../change/schema/column-notes.ts';
import { type Owner, risks, standings } from '../change/types.ts';
import { useKinds } from '../change/uses.ts';
import type { RuleFacts, RuleOwner } from '../change/votes/conditions.ts';
import { asksForCount, asksForNames } from '../change/votes/rules.ts';
import { otherDatasetsOfOwner, plannedNames } from '../store/items.ts';
import type { RequestRow } from '../store/requests.ts';
import { successor } from './ask/form.ts';
import type { Context } from './context.ts';
import { askedBefore } from './tell/asked-before.ts';

export const owner = z.object({
  id: z.number(),
  name: z.string(),
  email: z.string().optional(),
  standing: z.enum(standings).optional(),
});

const useCounts = z.partialRecord(z.enum(useKinds), z.number());

const requestFacts = z.object({
  /** Owner changes: who hands over to whom. */
  from: owner.optional(),
  to: owner.optional(),
  /** What the new owner's role in Domo was; absent: Domo didn't say. */
  toRole: z.string().optional(),
  /** Schema changes: who owns the dataset. */
  datasetOwner: owner.optional(),
  /** What Slack called the new owner when they were asked for; null: nobody there was them. */
  inSlack: z.object({ slackId: z.string(), name: z.string() }).nullable().optional(),
  /** Domo ids of those among these people whose name looks like somebody else's. */
  alike: z.array(z.number()).optional(),
  leftOut: z.array(z.object({ datasetId: z.string(), datasetName: z.string(), heldBy: z.number() })).default([]),
  /** Schema changes: the worst risk of the change, and each reason for it. */
  schema: z
    .object({
      risk: z.enum(risks),
      reasons: z.array(
        z.object({
          column: z.string().optional(),
          risk: z.enum(risks),
          reason: z.string(),
          why: z.string().optional(),
        }),
      ),
      /** Names of the row-security policies on the dataset. */
      policies: z.array(z.string()),
      /** Whether columns are masked could not be seen. */
      masksUnseen: z.boolean().optional(),
      /** What people wrote about its columns, by kind; absent: that can't be seen. */
      notes: z.array(z.enum(noteKinds)).optional(),
      /** How many columns it changes. */
      changes: z.number().optional(),
      /** Whether an API stream feeds the dataset; absent: not known. */
      isFed: z.boolean().optional(),
      /** What sets its columns anew at each run; absent: nothing that is known of. */
      source: z.string().optional(),
      successors: z.array(successor).optional(),
      /** What uses the dataset, and the columns it changes; absent: that can't be seen. */
      uses: z
        .object({
          all: useCounts,
          unseen: useCounts,
          columns: z.array(z.object({ name: z.string(), counts: useCounts })),
        })
        .optional(),
    })
    .optional(),
  warnings: z.array(z.string()).default([]),
  /** What the policy's rules are found by; each risk once. */
  risks: z.array(z.enum(risks).nullable()).default([]),
  /** How many of the plan's datasets are under row security. */
  secured: z.number().default(0),
  askedBefore: askedBefore.optional(),
  /** How many datasets of its one owner this request names. */
  ownerItems: z.number().default(0),
  /** And other requests of that time, when the plan was frozen; absent: none. */
  otherItems: z.number().optional(),
  /** How many cards and DataFlows use the one of its datasets that most use; absent: not known. */
  uses: z.number().optional(),
});

/** What a request keeps beside its plan: what its card tells, and what the rules are found by. */
export type RequestFacts = z.infer<typeof requestFacts>;

/** Those by which it is found who may vote: a list reads no others, since of a wide table they are long. */
export const factsOfRules = ['from', 'to', 'datasetOwner', 'risks', 'ownerItems', 'otherItems', 'uses'] as const;
type FactOfRules = (typeof factsOfRules)[number];

export const week = 7 * 24 * 60 * 60_000;

/** How many of the owner's datasets other requests of that time asked to hand over. */
export async function askedBeside(
  ctx: Context,
  { id, createdAt }: Pick<RequestRow, 'id' | 'createdAt'>,
  { from }: Pick<RequestFacts, 'from'>,
): Promise<number> {
  if (from === undefined) return 0;
  return otherDatasetsOfOwner(ctx.database.db, from.id, new Date(createdAt.getTime() - week), id);
}

/** What the policy's rules are found by, as far as a request's own facts say it: a rule that goes by more may be met. */
export function ruleFactsAtHand({ kind }: Pick<RequestRow, 'kind'>, facts: Pick<RequestFacts, FactOfRules>): RuleFacts {
  const owner = facts.from ?? facts.datasetOwner;
  return {
    kind,
    items: facts.risks.map((risk) => ({ datasetName: undefined, risk: risk ?? undefined })),
    owner: owner && ownerOf(owner),
    ownerItems: undefined,
    uses: facts.uses,
  };
}

/**
 * All that they are found by. Other hand-overs of the owner's datasets count whenever they were asked for, so that none gets by in parts.
 * `names`: of the plan's datasets, where it is not stored yet; `others`: of those hand-overs, where the caller has counted them.
 */
export async function ruleFactsOf(
  ctx: Context,
  row: Pick<RequestRow, 'id' | 'kind' | 'createdAt'>,
  facts: Pick<RequestFacts, FactOfRules>,
  { names, others: counted }: { names?: string[] | undefined; others?: number | undefined } = {},
): Promise<RuleFacts> {
  const others = counted ?? (asksForCount(ctx.policy) ? await askedBeside(ctx, row, facts) : 0);
  const known = ruleFactsAtHand(row, facts);
  return {
    ...known,
    items: (await namesOf(ctx, row.id, names)).flatMap((datasetName) =>
      known.items.map((item) => ({ ...item, datasetName })),
    ),
    // Not fewer than were seen then, whatever has become of the others in the database.
    ownerItems: facts.ownerItems + Math.max(others, facts.otherItems ?? 0),
  };
}

/** Thousands of names are read only for a policy with a rule that asks for them. */
async function namesOf(ctx: Context, requestId: string, names: string[] | undefined): Promise<string[]> {
  if (!asksForNames(ctx.policy)) return [''];
  return names ?? plannedNames(ctx.database.db, requestId);
}

/** Without a standing, as facts of early days have it, the number may be a group's. */
export function ownerOf({ id, standing = 'unknown' }: Owner): RuleOwner {
  const { type, id: number } = typeAndNumber(id);
  return { id: number, type: type === 'user' && standing === 'unknown' ? undefined : type };
}

export function readFacts(stored: unknown): RequestFacts {
  return requestFacts.parse(stored);
}
