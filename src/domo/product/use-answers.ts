import { z } from 'zod';

/*
 * What the product API tells of things that use a dataset. None of it is promised by Domo: only what a caller cannot do without is
 * required, and ids come as numbers or texts.
 */

const textId = z.union([z.string().min(1), z.int().transform(String)]);
const userId = z.coerce.number().int().positive();
const title = z.string().catch('');
const maybe = <T>(shape: z.ZodType<T>) => shape.optional().catch(undefined);

const person = z.looseObject({ id: userId, type: z.string().catch('USER') });

export const cardsAnswer = z.array(
  z.looseObject({
    urn: textId,
    title,
    ownerId: maybe(userId),
    owners: z.array(person).catch([]),
  }),
);

export const cardDefinitionAnswer = z.looseObject({ definition: z.unknown() });

const node = z.looseObject({ type: z.string(), id: textId });
/** By type and id; the dataset's own children are what reads it. */
export const lineageAnswer = z.record(
  z.string(),
  z.looseObject({ children: z.array(node).catch([]), complete: maybe(z.boolean()) }),
);

export const dataflowAnswer = z.looseObject({
  id: textId,
  name: title,
  databaseType: title,
  responsibleUserId: maybe(userId),
  actions: z.array(z.looseObject({ type: z.string().catch('') })).catch([]),
  deleted: z.boolean().catch(false),
});

export const alertsAnswer = z.array(
  z.looseObject({
    id: textId,
    name: title,
    owner: maybe(userId),
    configurations: z.unknown(),
    filters: z.unknown(),
  }),
);

export const beastModesAnswer = z.looseObject({
  hasMore: z.boolean().catch(false),
  results: z.array(z.looseObject({ id: textId, name: title, owner: maybe(userId), archived: maybe(z.boolean()) })),
});

export const beastModeAnswer = z.looseObject({
  columnPositions: z.array(z.looseObject({ columnName: z.string() })).catch([]),
  expression: z.string().catch(''),
  functionTemplateDependencies: z.array(textId).catch([]),
});

export const namedDatasourcesAnswer = z.looseObject({
  dataSources: z.array(z.looseObject({ id: textId, name: title, owner: maybe(person) })),
});
