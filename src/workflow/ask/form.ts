import { z } from 'zod';
import type { RequestForm } from '../types.ts';

/** A column as it was kept, with all that Domo said of it. */
export const storedColumn = z.looseObject({ name: z.string(), type: z.string() });

const ownerForm = z.object({
  kind: z.literal('owner'),
  fromId: z.number(),
  toId: z.number(),
  datasets: z.discriminatedUnion('which', [
    z.object({ which: z.literal('all') }),
    z.object({
      which: z.literal('some'),
      ids: z.array(z.string()),
      picked: z.array(z.string()),
      pasted: z.string(),
    }),
    z.object({
      which: z.literal('earlier'),
      requestId: z.string(),
      number: z.number(),
      purpose: z.enum(['retry', 'undo']),
      count: z.number(),
    }),
  ]),
  reason: z.string(),
});

const schemaForm = z.object({
  kind: z.literal('schema'),
  datasetId: z.string(),
  before: z.array(storedColumn),
  after: z.array(storedColumn),
  renames: z.record(z.string(), z.string()),
  reason: z.string(),
});

const requestForm = z.discriminatedUnion('kind', [ownerForm, schemaForm]);

/** A form as it was kept with its request. */
export function readForm(stored: unknown): RequestForm {
  return requestForm.parse(stored);
}
