import { z } from 'zod';
import { ApiError } from './reply.ts';
import type { WorldColumn } from './types.ts';
import type { DatasetEdit } from './world.ts';

const column = z.looseObject({
  name: z.string().min(1),
  type: z.enum(['STRING', 'DECIMAL', 'LONG', 'DOUBLE', 'DATE', 'DATETIME']),
});
const schema = z.object({ columns: z.array(column).min(1) });

/** What a PUT may carry. The rest of a dataset is tolerated and does nothing: SDK examples send the whole object back. */
const updateBody = z.object({
  name: z.string().min(1).optional(),
  description: z.string().nullish(),
  pdpEnabled: z.boolean().optional(),
  owner: z.object({ id: z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]) }).optional(),
  schema: schema.optional(),
});

/** The fields that were sent, and only those: Domo merges. Throws 400 "Bad Request", which is all that Domo says. */
export function readUpdate(body: Record<string, unknown>): DatasetEdit {
  const parsed = updateBody.safeParse(body);
  if (!parsed.success) throw new ApiError(400, 'Bad Request');
  const { name, description, pdpEnabled, owner } = parsed.data;
  const columns = body.schema === undefined ? undefined : readColumns(body.schema);
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description: description ?? undefined }),
    ...(pdpEnabled === undefined ? {} : { pdpEnabled }),
    ...(owner === undefined ? {} : { ownerId: owner.id }),
    ...(columns === undefined ? {} : { columns }),
  };
}

/** Columns as they are sent, other keys included. Two names that differ in case only are one too many. */
export function readColumns(sent: unknown): WorldColumn[] | undefined {
  if (sent === undefined) return undefined;
  const parsed = schema.safeParse(sent);
  if (!parsed.success) throw new ApiError(400, 'Bad Request');
  const { columns } = parsed.data;
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  if (names.size < columns.length) throw new ApiError(400, 'Bad Request');
  return columns;
}
