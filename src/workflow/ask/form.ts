import { z } from 'zod';
import { followUpPurposes } from '../../change/types.ts';

/** `again`: the same edits once more; `undo`: those that take them back; `removal`: of the columns that its new ones succeed. */
export const followUpEdits = ['again', 'undo', 'removal'] as const;
export type FollowUpEdits = (typeof followUpEdits)[number];

/** A column as it was kept, with all that Domo said of it. */
export const storedColumn = z.looseObject({ name: z.string(), type: z.string() });

const datasetChoice = z.discriminatedUnion('which', [
  z.object({ which: z.literal('all') }),
  /** `picked` and `pasted`: what the person gave, from which the ids were read; a form that opens again holds just that. */
  z.object({
    which: z.literal('some'),
    ids: z.array(z.string()),
    picked: z.array(z.string()),
    pasted: z.string(),
  }),
  /** Those of an earlier request: what failed there (`retry`), or what it did (`undo`). */
  z.object({
    which: z.literal('earlier'),
    requestId: z.string(),
    number: z.number(),
    purpose: z.enum(['retry', 'undo']),
    count: z.number(),
  }),
]);

/** The request that the form goes on from, if any, and how. */
const follows = z.object({ requestId: z.string(), purpose: z.enum(followUpPurposes) });
/** The same with its number, which people are shown. */
export const numberedOrigin = follows.extend({ number: z.number() });

const ownerForm = z.object({
  kind: z.literal('owner'),
  follows: follows.optional(),
  fromId: z.number(),
  toId: z.number(),
  datasets: datasetChoice,
  reason: z.string(),
});

/** Kept as it is: a record of zod's leaves out a column that is called `__proto__`. */
const renames = z.custom<Record<string, string>>(
  (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every((name) => typeof name === 'string'),
);

export const successor = z.object({ name: z.string(), of: z.string() });

const schemaForm = z.object({
  kind: z.literal('schema'),
  follows: follows.optional(),
  datasetId: z.string(),
  /** What Domo had when the form was made: another schema at the fresh read makes the request invalid. */
  before: z.array(storedColumn),
  after: z.array(storedColumn),
  /** Stated renames: name before → name after. */
  renames,
  /** New columns, and those in whose place they come, which are removed later. */
  successors: z.array(successor).optional(),
  reason: z.string(),
});

const requestForm = z.discriminatedUnion('kind', [ownerForm, schemaForm]);

/** Which of the outgoing owner's datasets. */
export type DatasetChoice = z.infer<typeof datasetChoice>;
export type OwnerForm = z.infer<typeof ownerForm>;
export type SchemaForm = z.infer<typeof schemaForm>;
export type RequestForm = z.infer<typeof requestForm>;

/** A form that is not filled in to the end: what `Retry failed`, `Undo`, `Hand over the rest` and a mended form open with. */
export type Prefill = Partial<Omit<OwnerForm, 'kind'>> & { kind: 'owner' };

/** A form as it was kept with its request. */
export function readForm(stored: unknown): RequestForm {
  return requestForm.parse(stored);
}

/** What stands as the reason in the form that takes an earlier request back. */
export function undoReason(number: number, { reason }: { reason: string }): string {
  return `Undo of #${number}: ${reason}`;
}
