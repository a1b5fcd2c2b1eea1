import type { FeedStream, FilterPolicy } from '../../change/schema/risk.ts';
import type { Column, Owner } from '../../change/types.ts';
import { absentAsUndefined } from '../../domo/absent.ts';
import { DomoCredentialsError, DomoError, DomoNotFoundError, DomoRefusedError } from '../../domo/errors.ts';
import type { CallOptions } from '../../domo/types.ts';
import type { Context } from '../context.ts';

/** A dataset's schema as Domo has it now, with what a change of it must heed. */
export interface LiveSchema {
  datasetId: string;
  datasetName: string;
  columns: Column[];
  owner?: Owner | undefined;
  pdp: boolean;
  policies: FilterPolicy[];
  /** Through which Domo's API feeds it, the only feed that the public API shows. Undefined: Domo doesn't say. */
  streams?: readonly FeedStream[] | undefined;
}

/** Reads a dataset, its policies and its streams. Undefined when it is gone from Domo. Throws `DomoError`, also when Domo shows no columns: that is not none. */
export function readSchema(
  ctx: Pick<Context, 'domo'>,
  datasetId: string,
  options: CallOptions,
): Promise<LiveSchema | undefined> {
  return absentAsUndefined(readShown(ctx, datasetId, options), [DomoNotFoundError]);
}

async function readShown(
  ctx: Pick<Context, 'domo'>,
  datasetId: string,
  options: CallOptions,
): Promise<LiveSchema | undefined> {
  const dataset = await ctx.domo.dataset(datasetId, options);
  if (dataset.deleted === true) return undefined;
  if (dataset.schema === undefined) throw new DomoRefusedError("Domo doesn't show the columns of this dataset");
  const [policies, streams] = await Promise.all([
    ctx.domo.policies(datasetId, options),
    readStreams(ctx, datasetId, options),
  ]);
  return {
    datasetId,
    datasetName: dataset.name,
    columns: dataset.schema.columns,
    owner: dataset.owner,
    pdp: dataset.pdpEnabled === true,
    policies,
    streams,
  };
}

/** Undefined where Domo keeps its streams to itself, or can't find them now: that stops nobody. */
async function readStreams(
  ctx: Pick<Context, 'domo'>,
  datasetId: string,
  options: CallOptions,
): Promise<FeedStream[] | undefined> {
  try {
    return await ctx.domo.streams(datasetId, options);
  } catch (error) {
    if (error instanceof DomoError && !(error instanceof DomoCredentialsError)) return undefined;
    throw error;
  }
}

export const unstorableColumns =
  'A column name in Domo has characters that no database can keep. Rename that column in Domo first.';

/** What Domo's API cannot promise about this dataset, a sentence each. */
export function schemaWarnings({ streams }: Pick<LiveSchema, 'streams'>): string[] {
  if (streams === undefined) {
    return [
      "Domo doesn't say whether this is an API dataset. If not, Domo may refuse this, or its connector may undo it.",
    ];
  }
  return streams.length > 0
    ? ['An API stream feeds this dataset: its next upload must send the new columns in the new order.']
    : ['Not an API dataset: Domo may refuse this, or its connector may undo it.'];
}
