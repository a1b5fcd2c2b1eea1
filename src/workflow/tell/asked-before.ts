import { z } from 'zod';

/** The newest rejection, not long ago, of the same kind of change for a dataset of the plan. */
export const askedBefore = z.object({
  number: z.number(),
  by: z.object({ slackId: z.string(), name: z.string() }),
  /** By the incoming owner, who would not have it. */
  declined: z.literal(true).optional(),
  at: z.iso.datetime(),
  comment: z.string().optional(),
  /** In what this request is another one. */
  changed: z.array(z.enum(['new owner', 'other datasets', 'other columns'])),
});
export type AskedBefore = z.infer<typeof askedBefore>;
