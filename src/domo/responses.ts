import { z } from 'zod';

/*
 * Domo's answers. Its docs, SDKs and logs disagree on types (an owner's id is "String" in one table and a number in
 * every sample), so ids are read from both, unknown fields are kept, and a field that is not as promised is absent: only what a caller
 * cannot do without is required.
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
const optionalText = z.string().optional().catch(undefined);
const optionalCount = z.number().optional().catch(undefined);
const optionalFlag = z.boolean().optional().catch(undefined);
/** Empty where Domo leaves it out. */
const text = z.string().catch('');

const owner = z.looseObject({ id: numericId, name: text });
const column = z.looseObject({ name: z.string(), type: z.string() });

const filter = z.looseObject({
  column: z.string(),
  values: z.array(z.unknown()).catch([]),
  operator: text,
  not: z.boolean().catch(false),
});

/** A filter that cannot be read is no filter that can be left out: which columns it guards is not known. */
export const policyAnswer = z.looseObject({
  id: numericId.optional().catch(undefined),
  name: text,
  type: text,
  filters: z
    .array(filter)
    .nullish()
    .transform((filters) => filters ?? []),
});

const datasetFields = z.looseObject({
  id: textId,
  name: text,
  description: optionalText,
  /** An owner without an id is no owner. */
  owner: owner.optional().catch(undefined),
  columns: optionalCount,
  rows: optionalCount,
  /** Absent is not empty: columns of which one cannot be read are columns that are not known. */
  schema: z
    .looseObject({ columns: z.array(column) })
    .optional()
    .catch(undefined),
  pdpEnabled: optionalFlag,
  policies: z.array(policyAnswer).optional().catch(undefined),
  createdAt: optionalText,
  updatedAt: optionalText,
  dataCurrentAt: optionalText,
  deleted: optionalFlag,
});

/** One dataset. A PUT echoes the name that this carries, so only a deleted one may come without. */
export const datasetAnswer = datasetFields.refine((dataset) => dataset.deleted === true || dataset.name !== '', {
  error: 'a dataset without a name',
  path: ['name'],
});

/** A deleted user comes as a subset of the fields; '' is no name. */
export const userAnswer = z.object({
  id: numericId,
  name: text,
  email: optionalText,
  role: optionalText,
  deleted: optionalFlag,
});

/** The rows of a list that can be read, and how many cannot: one odd row does not cost a page. */
export interface Rows<T> {
  rows: T[];
  odd: number;
}

const rowsOf = <T>(row: z.ZodType<T>) =>
  z.array(z.unknown()).transform((all): Rows<T> => {
    const rows = all.flatMap((each) => row.safeParse(each).data ?? []);
    return { rows, odd: all.length - rows.length };
  });

export const datasetListAnswer = rowsOf(datasetFields);
export const userListAnswer = rowsOf(userAnswer);
export const policyListAnswer = z.array(policyAnswer);
export const streamListAnswer = z.array(
  z.object({
    id: numericId,
    updateMethod: optionalText,
    keyColumnNames: z.array(z.string()).optional().catch(undefined),
  }),
);
/** One upload of data through a stream: `ACTIVE` while it goes on. */
export const executionListAnswer = z.array(z.object({ id: numericId, currentState: optionalText }));
export type ExecutionAnswer = z.infer<typeof executionListAnswer>[number];

export const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(600),
  customer: optionalText,
  userId: numericId.optional().catch(undefined),
  role: optionalText,
  scope: optionalText,
});
export type TokenAnswer = z.infer<typeof tokenAnswer>;

const latestDate = 8_640_000_000_000_000;
/** One line of the activity log. Its time is local and without a zone, as Domo writes it, and only people read it. */
const activityRow = z.object({
  actionType: text,
  objectType: text,
  objectId: textId,
  userId: numericId.optional().catch(undefined),
  userName: text,
  time: z
    .union([
      z.string(),
      z
        .number()
        .min(0)
        .max(latestDate)
        .transform((ms) => new Date(ms).toISOString()),
    ])
    .catch(''),
  eventText: text,
});
export const activityListAnswer = rowsOf(activityRow);
