import { z } from 'zod';
import type { Acceptance } from '../change/types.ts';
import type { RequestRow } from './requests.ts';

const stored = z.object({
  owner: z.object({
    slackId: z.string(),
    name: z.string(),
    email: z.string().optional(),
    domoId: z.number().nullish(),
  }),
  choice: z.enum(['accept', 'decline']),
  fingerprint: z.string(),
  policyHash: z.string(),
  comment: z.string().optional(),
  at: z.coerce.date(),
});

/** What the incoming owner answered, if they did. */
export function acceptanceOf({ acceptance }: Pick<RequestRow, 'acceptance'>): Acceptance | undefined {
  return acceptance === null ? undefined : stored.parse(acceptance);
}
