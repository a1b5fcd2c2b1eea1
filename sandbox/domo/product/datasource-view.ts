import type { ApiCall } from '../api.ts';
import { kindOf } from '../kinds.ts';
import type { WorldDataset } from '../types.ts';
import type { World } from '../world.ts';
import type { ProductInstance } from './endpoint.ts';

/** A dataset as the product API shows it; `parts` adds to what is always there. Times are in ms. */
export function datasourceView(
  dataset: WorldDataset,
  world: World,
  { parts, readOnly }: ViewOptions,
): Record<string, unknown> {
  const { id, name, description, ownerId, ownerType, streamId, tags } = dataset;
  const { provider, transportType } = kindOf(dataset);
  const touched = Date.parse(dataset.updatedAt);
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
    ...(dataset.accountId === undefined ? {} : { accountId: dataset.accountId }),
    transportType,
    adc: dataset.kind === 'cloud',
    masked: false,
    hidden: false,
    cardCount: world.uses.cards(id).length,
    dataFlowCount: world.uses.dataflows(id).length,
    cloudId: dataset.kind === 'cloud' ? 'snowflake' : 'domo',
    // A JSON text within JSON: so Domo does.
    tags: JSON.stringify(tags),
    ...(parts.includes('rowcolcount') && { rowCount: dataset.rows, columnCount: dataset.columns.length }),
    ...(parts.includes('permission') && {
      currentUserFullAccess: !readOnly,
      permissions: readOnly ? 'READ_SHARE' : 'READ_WRITE_DELETE_SHARE_ADMIN',
    }),
  };
}

interface ViewOptions {
  parts: readonly string[];
  /** The token's user may not change it. */
  readOnly: boolean;
}

export function readOptions(call: ApiCall, { faults }: ProductInstance): ViewOptions {
  const parts = call.query.get('part')?.split(',') ?? [];
  return { parts, readOnly: faults.strike('few_rights', call) !== undefined };
}
