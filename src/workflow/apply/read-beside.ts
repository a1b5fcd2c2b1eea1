import type { LiveDataset } from '../../change/live-item.ts';
import { diffSchema, touchesName } from '../../change/schema/diff.ts';
import type { FilterPolicy } from '../../change/schema/risk.ts';
import { absentAsUndefined } from '../../domo/absent.ts';
import type { DomoStream } from '../../domo/types.ts';
import type { ItemRow } from '../../store/items.ts';
import type { RequestRow } from '../../store/requests.ts';
import { readFacts } from '../facts.ts';
import { readMasks, readNotes, withKeys } from '../prepare/read-by-product.ts';
import { uploadSentence } from './pauses.ts';
import type { Run } from './run.ts';

/** What lies beside a dataset whose columns are about to be written, and forbids that, or must not move along. */
interface Beside extends Pick<LiveDataset, 'streams' | 'notes'> {
  masks?: FilterPolicy[] | undefined;
}

/**
 * Reads it as far as it matters to the change: what goes by a column's name only where a name or type goes, and what is written about columns only where
 * something was when the plan was made. Throws `Postponed`.
 */
export async function readBeside(run: Run, { datasetId, change }: ItemRow): Promise<Beside> {
  if (change.kind === 'owner') return {};
  const { ctx, row, calls } = run;
  const streams = await quietStreams(run, datasetId);
  const { notes: written = [] } = readFacts(row.facts).schema ?? {};
  const notes = await readNotes(ctx, datasetId, calls, written);
  if (!diffSchema(change.before, change.after, change.renames).some(touchesName)) return { streams, notes };
  const [keyed, masks] = await Promise.all([
    streams && withKeys(ctx, datasetId, streams, calls),
    readMasks(ctx, datasetId, calls),
  ]);
  return { streams: keyed, masks, notes };
}

/**
 * The streams that feed a dataset whose columns are about to change, once none of them is taking data in: a change in the middle
 * of an upload has no documented end. Undefined: none feeds it, or Domo keeps them to itself. Throws `Postponed`.
 */
async function quietStreams(run: Run, datasetId: string): Promise<DomoStream[] | undefined> {
  const { ctx, row, calls, patience } = run;
  if (!mayBeFed(row)) return undefined;
  const streams = await patience.through(() => absentAsUndefined(ctx.domo.streams(datasetId, calls)));
  for (const { id } of streams ?? []) {
    const isBusy = await patience.through(() => absentAsUndefined(ctx.domo.isUploading(id, calls)));
    if (isBusy) await patience.postpone(uploadSentence(id));
  }
  await patience.resumed();
  return streams;
}

/** Whether data may come in through a stream while its columns change. A dataset gets no stream after it was made. */
function mayBeFed({ kind, facts }: RequestRow): boolean {
  return kind === 'schema' && readFacts(facts).schema?.isFed !== false;
}
