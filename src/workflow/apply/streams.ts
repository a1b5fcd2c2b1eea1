import { absentAsUndefined } from '../../domo/absent.ts';
import type { DomoStream } from '../../domo/types.ts';
import type { RequestRow } from '../../store/requests.ts';
import { readFacts } from '../facts.ts';
import { uploadSentence } from './pauses.ts';
import type { Run } from './run.ts';

/** Whether data may come in through a stream while its columns change. A dataset gets no stream after it was made. */
function mayBeFed({ kind, facts }: RequestRow): boolean {
  return kind === 'schema' && readFacts(facts).schema?.isFed !== false;
}

/**
 * The streams that feed a dataset whose columns are about to change, once none of them is taking data in: a change in the middle
 * of an upload has no documented end. Undefined: none feeds it, or Domo keeps them to itself. Throws `Postponed`.
 */
export async function quietStreams(run: Run, datasetId: string): Promise<DomoStream[] | undefined> {
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
