import { isMadeByApi } from '../../change/doors.ts';
import type { FeedStream, FilterPolicy } from '../../change/schema/risk.ts';
import { someSource, sourceOf } from '../../change/source.ts';
import type { Column, Owner } from '../../change/types.ts';
import { absentAsUndefined, failedAsUndefined } from '../../domo/absent.ts';
import { DomoCredentialsError, DomoError, DomoNotFoundError, DomoRefusedError } from '../../domo/errors.ts';
import type { Datasource } from '../../domo/product/types.ts';
import type { CallOptions } from '../../domo/types.ts';
import type { Context } from '../context.ts';
import { readMasks, withKeys } from './read-by-product.ts';
import { refusedBefore } from './refused-before.ts';

/** A dataset's schema as Domo has it now, with what a change of it must heed. */
export interface LiveSchema {
  datasetId: string;
  datasetName: string;
  columns: Column[];
  owner?: Owner | undefined;
  pdp: boolean;
  /** Those that filter rows, and those that mask columns. */
  policies: FilterPolicy[];
  /** Whether there are policies that mask columns can't be seen. */
  masksUnseen: boolean;
  /** Whether Domo's API feeds it, the only feed that the public API shows. Undefined: Domo doesn't say. */
  isFed: boolean | undefined;
  /** Through which it is fed, with the keys of upserts as far as Domo shows them. Undefined: Domo doesn't say. */
  streams?: readonly FeedStream[] | undefined;
  /** Whether Domo's API made it; undefined: Domo doesn't say. */
  isApi?: boolean | undefined;
  /** What sets the columns anew at each run, in a sentence, so that people change them there; undefined: nothing that is known of. */
  source?: string | undefined;
}

type Reads = Pick<Context, 'domo' | 'product' | 'database' | 'now'>;

/** Reads a dataset, its policies and its streams. Undefined when it is gone from Domo. Throws `DomoError`, also when Domo shows no columns: that is not none. */
export function readSchema(ctx: Reads, datasetId: string, options: CallOptions): Promise<LiveSchema | undefined> {
  return absentAsUndefined(readShown(ctx, datasetId, options), [DomoNotFoundError]);
}

async function readShown(ctx: Reads, datasetId: string, options: CallOptions): Promise<LiveSchema | undefined> {
  const dataset = await ctx.domo.dataset(datasetId, options);
  if (dataset.deleted === true) return undefined;
  if (dataset.schema === undefined) throw new DomoRefusedError("Domo doesn't show the columns of this dataset");
  const [policies, streams, masks, made] = await Promise.all([
    ctx.domo.policies(datasetId, options),
    readStreams(ctx, datasetId, options),
    readMasks(ctx, datasetId, options),
    readMade(ctx, datasetId, options),
  ]);
  return {
    datasetId,
    datasetName: dataset.name,
    columns: dataset.schema.columns,
    owner: dataset.owner,
    pdp: dataset.pdpEnabled === true,
    policies: [...policies, ...(masks ?? [])],
    masksUnseen: masks === undefined,
    isFed: streams && streams.length > 0,
    streams: await keyed(ctx, datasetId, { streams, streamId: made?.streamId }, options),
    isApi: made && isMadeByApi(made),
    source: await sourceWords(ctx, datasetId, made),
  };
}

/** A connector's stream matters, too, by the keys of its upsert. */
async function keyed(
  ctx: Reads,
  datasetId: string,
  { streams, streamId }: { streams: FeedStream[] | undefined; streamId: number | undefined },
  options: CallOptions,
): Promise<FeedStream[] | undefined> {
  if (streams === undefined) return undefined;
  if (streams.length > 0 || streamId === undefined) return withKeys(ctx, datasetId, streams, options);
  const ofSource = await withKeys(ctx, datasetId, [{ id: streamId }], options);
  return ofSource.filter(({ keyColumnNames = [] }) => keyColumnNames.length > 0);
}

/** As the product API has it; nobody waits for it where Domo doesn't say. */
async function readMade({ product }: Reads, datasetId: string, options: CallOptions): Promise<Datasource | undefined> {
  return (product && (await failedAsUndefined(product.datasources([datasetId], options))))?.[0];
}

/** As it was made; else that Domo's API refused the columns before. */
async function sourceWords(ctx: Reads, datasetId: string, made: Datasource | undefined): Promise<string | undefined> {
  const known = made && sourceOf(made);
  return known ?? ((await refusedBefore(ctx, 'schema', [datasetId])).has(datasetId) ? someSource : undefined);
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
export function schemaWarnings({ streams, isApi, source }: Pick<LiveSchema, 'streams' | 'isApi' | 'source'>): string[] {
  if (source !== undefined) {
    return [
      `${source.charAt(0).toUpperCase()}${source.slice(1)} sets these columns: after approval someone changes them there, and I check it after its next run.`,
    ];
  }
  if (streams?.length) {
    return ['An API stream feeds this dataset: its next upload must send the new columns in the new order.'];
  }
  if (isApi) return [];
  if (streams === undefined) {
    return [
      "Domo doesn't say whether this is an API dataset. If not, Domo may refuse this, or its connector may undo it.",
    ];
  }
  return ['No API stream feeds this dataset: Domo may refuse this, or its connector may undo it.'];
}
