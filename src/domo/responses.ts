import { z } from 'zod';

/*
 * Domo's answers. Its docs, SDKs and logs disagree on types (an owner's id is "String" in one table and a number in
 * every sample), so ids are read from both, fields we do not use may be anything, and unknown ones are kept.
 */

const numericId = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .pipe(z.int());
const textId = z.union([z.string().min(1), z.int().transform(String)]);
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);
const optionalCount = z.number().optional().catch(undefined);

const owner = z.looseObject({
  id: numericId,
  name: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
});
/** An owner without an id is no owner. */
const optionalOwner = z
  .union([owner, z.null(), z.looseObject({ id: z.null().optional() })])
  .optional()
  .transform((found) =>
    found && typeof found.id === 'number' ? { id: found.id, name: String(found.name) } : undefined,
  );

const column = z.looseObject({ name: z.string(), type: z.string() });

export const policyAnswer = z.looseObject({
  id: numericId,
  name: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
  type: z
    .string()
    .nullish()
    .transform((type) => type ?? ''),
  filters: z
    .array(
      z.looseObject({
        column: z.string(),
        values: z.array(z.unknown()).default([]),
        operator: z.string().default(''),
        not: z.boolean().default(false),
      }),
    )
    .nullish()
    .transform((filters) => filters ?? []),
});

const datasetFields = {
  id: textId,
  description: optionalText,
  owner: optionalOwner,
  columns: optionalCount,
  rows: optionalCount,
  schema: z
    .looseObject({
      columns: z
        .array(column)
        .nullish()
        .transform((columns) => columns ?? []),
    })
    .nullish()
    .transform((schema) => schema ?? undefined),
  pdpEnabled: z
    .boolean()
    .nullish()
    .transform((on) => on ?? undefined),
  policies: z
    .array(policyAnswer)
    .nullish()
    .transform((policies) => policies ?? undefined),
  createdAt: optionalText,
  updatedAt: optionalText,
  deleted: z.boolean().optional(),
};

const namelessDataset = z.looseObject({
  ...datasetFields,
  name: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
});

/** One dataset. A PUT echoes the name that this carries, so only a deleted one may come without. */
export const datasetAnswer = z.union([
  z.looseObject({ ...datasetFields, name: z.string() }),
  namelessDataset.refine((dataset) => dataset.deleted === true, 'a dataset without a name'),
]);

export const datasetListAnswer = z.array(namelessDataset);

/** A deleted user comes as a subset of the fields; '' is no name. */
export const userAnswer = z.object({
  id: numericId,
  name: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
  email: optionalText,
  role: optionalText,
  deleted: z.boolean().optional(),
});
export const userListAnswer = z.array(userAnswer);
export const policyListAnswer = z.array(policyAnswer);
export const streamListAnswer = z.array(z.object({ id: numericId, updateMethod: optionalText }));

export const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(600),
  customer: optionalText,
  userId: numericId.optional().catch(undefined),
  role: optionalText,
  scope: optionalText,
});
export type TokenAnswer = z.infer<typeof tokenAnswer>;
