import { kindOf } from '../kinds.ts';
import type { WorldDataset } from '../types.ts';
import type { World } from '../world.ts';

/** A dataset as the product API shows it; `parts` adds to what is always there. Times are in ms. */
export function datasourceView(dataset: WorldDataset, world: World, parts: Parts): Record<string, unknown> {
  const { id, name, description, ownerId, ownerType, streamId, tags } = dataset;
  const { provider, transportType } = kindOf(dataset);
  const touched = Date.parse(dataset.updatedAt);
  const has = (part: string) => parts === 'all' || parts.includes(part);
  const owner = {
    id: String(ownerId),
    name: world.ownerName(ownerId, ownerType),
    type: ownerType,
    group: ownerType === 'GROUP',
  };
  return {
    id,
    name,
    ...(description ? { description } : {}),
    displayType: provider,
    dataProviderType: provider,
    type: provider,
    userDefinedType: null,
    owner,
    created: Date.parse(dataset.createdAt),
    lastTouched: touched,
    lastUpdated: touched,
    ...(streamId === undefined ? {} : { streamId, scheduleActive: dataset.kind === 'connector' }),
    transportType,
    adc: dataset.kind === 'cloud',
    masked: false,
    hidden: false,
    cloudId: dataset.kind === 'cloud' ? 'snowflake' : 'domo',
    // A JSON text within JSON: so Domo does.
    tags: JSON.stringify(tags),
    ...(has('status') && { status: 'SUCCESS', state: 'SUCCESS' }),
    ...(has('rowcolcount') && { rowCount: dataset.rows, columnCount: dataset.columns.length }),
    ...(has('permission') && { currentUserFullAccess: true, permissions: 'READ_WRITE_DELETE_SHARE_ADMIN' }),
  };
}

/** `all`: as `includeAllDetails` asks. */
export type Parts = 'all' | readonly string[];

export function readParts(query: URLSearchParams): Parts {
  return query.get('includeAllDetails') === 'true' ? 'all' : (query.get('part')?.split(',') ?? []);
}
