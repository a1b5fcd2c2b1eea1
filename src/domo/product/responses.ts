import { z } from 'zod';
import type { Access, Datasource, ProductOwner } from './types.ts';

/*
 * The product API's answers. Domo documents few of them, and ids come as numbers and as texts: only what a caller cannot do without is
 * required, and a field that is not as others saw it is absent.
 */

const count = z.number().optional().catch(undefined);
const text = z.string().optional().catch(undefined);
const wholeId = z.coerce.number().int();

const owner = z
  .looseObject({ id: wholeId, name: z.string().catch(''), type: z.string().catch('') })
  .transform(({ id, name, type }): ProductOwner | undefined => {
    if (type === 'USER') return { type: 'user', id, name };
    return type === 'GROUP' ? { type: 'group', id, name } : undefined;
  });

export const datasourceAnswer = z
  .looseObject({
    id: z.string().min(1),
    name: z.string(),
    description: text,
    owner: owner.optional().catch(undefined),
    dataProviderType: text,
    type: text,
    transportType: text,
    streamId: wholeId.optional().catch(undefined),
    tags: text,
    columnCount: count,
    permissions: text,
    cardCount: count,
    cardInfo: z.looseObject({ cardCount: count }).optional().catch(undefined),
    dataFlowCount: count,
  })
  .transform((found): Datasource => {
    const { id, name, description, owner: whose, transportType: transport, streamId, tags, columnCount } = found;
    const { dataProviderType, type: provider = dataProviderType, permissions, cardInfo, dataFlowCount } = found;
    const cardCount = found.cardCount ?? cardInfo?.cardCount;
    return {
      id,
      name,
      description,
      owner: whose,
      provider,
      transport,
      streamId,
      tags,
      columnCount,
      permissions,
      cardCount,
      dataFlowCount,
    };
  });

/** One odd row does not cost the others; the caller finds it absent. */
export const datasourcesAnswer = z
  .looseObject({ dataSources: z.array(z.unknown()) })
  .transform(({ dataSources }) => dataSources.flatMap((each) => datasourceAnswer.safeParse(each).data ?? []));

export const ownedByAnswer = z
  .array(z.looseObject({ dataSourceIds: z.array(z.string()) }))
  .transform((found) => found.flatMap(({ dataSourceIds }) => dataSourceIds));

const reason = z.union([z.string(), z.looseObject({ message: z.string() }).transform(({ message }) => message)]);
export const reassignAnswer = z
  .looseObject({ successful: z.array(z.string()), failed: z.record(z.string(), z.unknown()) })
  .transform(({ successful, failed }) => ({
    successful,
    failed: Object.entries(failed).map(([id, why]) => ({ id, reason: reason.safeParse(why).data })),
  }));

export const meAnswer = z
  .looseObject({ id: wholeId, displayName: z.string().catch(''), emailAddress: text, email: text })
  .transform(({ id, displayName: name, emailAddress, email = emailAddress }) => ({ id, name, email }));

/** Groups are listed as `groupId`, and read alone as `id`. */
export const groupListAnswer = z.array(
  z.looseObject({ groupId: wholeId, name: z.string() }).transform(({ groupId: id, name }) => ({ id, name })),
);

export const groupAnswer = z
  .looseObject({ id: wholeId, name: z.string(), userIds: z.array(wholeId) })
  .transform(({ id, name, userIds }) => ({ id, name, userIds }));

export const tokenListAnswer = z.array(z.looseObject({ ownerId: wholeId, expires: z.number() }));

/** A stream's configuration may hold secrets: nothing else of it is kept. */
const streamRow = z.object({
  id: wholeId,
  account: z.object({ userId: wholeId }).nullish().catch(undefined),
});
export const streamsAnswer = z
  .array(z.unknown())
  .transform((rows) => new Map(rows.flatMap((row) => accountOf(streamRow.safeParse(row).data))));

function accountOf(stream: z.infer<typeof streamRow> | undefined): [number, number | undefined][] {
  return stream === undefined ? [] : [[stream.id, stream.account?.userId]];
}

const accessRow = z.object({ type: z.string(), id: z.coerce.string(), accessLevel: z.string() });
const accessList = z.union([
  z.array(z.unknown()),
  z.looseObject({ list: z.array(z.unknown()) }).transform(({ list }) => list),
]);
export const accessAnswer = z
  .record(z.string(), accessList)
  .transform(
    (byId) =>
      new Map(
        Object.entries(byId).map(([id, list]): [string, Access[]] => [
          id,
          list.flatMap((each) => accessRow.safeParse(each).data ?? []),
        ]),
      ),
  );

/** Some answer a bare list, some one within an object. */
const listed = <T>(row: z.ZodType<T>) =>
  z.union([z.array(row), z.record(z.string(), z.array(row)).transform((found): T[] => Object.values(found).flat())]);

/** A mask that cannot be read is none that can be left out: which column it hides is not known. */
export const maskedColumnsAnswer = listed(z.looseObject({ columnName: z.string(), filterGroupId: z.coerce.string() }));
export const maskNamesAnswer = listed(z.looseObject({ name: z.string(), filterGroupId: z.coerce.string() }));

const columnRow = z.looseObject({ name: z.string(), upsertKey: z.unknown() });
/** Undefined where no column says whether it is a key. */
export const upsertKeysAnswer = z
  .looseObject({ schema: z.looseObject({ columns: z.array(columnRow) }) })
  .transform(({ schema: { columns } }) => {
    const shown = columns.some(({ upsertKey }) => typeof upsertKey === 'boolean');
    return shown ? columns.filter(({ upsertKey }) => upsertKey === true).map(({ name }) => name) : undefined;
  });

/** Columns with what is written about them, whatever its shape: an answer without columns says nothing of any. */
export const writtenColumnsAnswer = z.looseObject({ columns: z.array(z.looseObject({ name: z.string() })) });
