import { z } from 'zod';
import type { Uses } from '../../change/uses.ts';
import type { DraftRow } from '../../store/drafts.ts';
import type { LiveSchema } from '../prepare/read-schema.ts';
import { numberedOrigin, storedColumn } from './form.ts';

const draftBody = z.object({
  edit: z.object({
    before: z.array(storedColumn),
    columns: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.string(),
        from: z.number().optional(),
        removed: z.literal(true).optional(),
        suggested: z.literal(true).optional(),
        successorOf: z.string().optional(),
      }),
    ),
    added: z.number(),
  }),
  reason: z.string(),
  live: z.object({
    datasetId: z.string(),
    datasetName: z.string(),
    pdp: z.boolean(),
    streams: z
      .array(
        z.object({
          id: z.number(),
          updateMethod: z.string().optional(),
          keyColumnNames: z.array(z.string()).optional(),
        }),
      )
      .optional(),
    isApi: z.boolean().optional(),
    source: z.string().optional(),
    policies: z.array(
      z.object({
        name: z.string(),
        filters: z.array(z.looseObject({ column: z.string() })),
        masks: z.literal(true).optional(),
      }),
    ),
  }),
  /** Edits that an earlier schema had and this one could not take, and what else the person must know. */
  notes: z.array(z.string()),
  /** The form that made the last edit of a kind that must not be made twice, with what stood in it. */
  lastSent: z.string().optional(),
  /** Begun from an earlier request, to take back or repeat it; absent: the person's own edits of the dataset. */
  origin: numberedOrigin.optional(),
});

/** A schema form under way: the edits, and what Domo had when it was opened. */
export type DraftBody = z.infer<typeof draftBody>;

export interface Draft extends DraftBody {
  id: string;
  /** Compare-and-swap token: two tabs cannot overwrite each other unseen. */
  version: number;
  slackId: string;
  datasetId: string;
  /** Undefined: not read yet, or it cannot be seen. */
  uses?: Uses | undefined;
}

export function factsOf(live: LiveSchema): DraftBody['live'] {
  return draftBody.shape.live.parse(live);
}

export function asDraft(row: DraftRow): Draft {
  const { id, version, slackId, datasetId, uses } = row;
  return { ...draftBody.parse(row.body), id, version, slackId, datasetId: datasetId ?? '', uses: uses ?? undefined };
}
