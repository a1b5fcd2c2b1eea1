import type { ApiCall } from '../api.ts';
import { kindOf } from '../kinds.ts';
import type { WorldDataset } from '../types.ts';
import type { World } from '../world.ts';
import type { ProductInstance } from './endpoint.ts';
import { formulaView, legacyId } from './formula.ts';
import { monthBefore, reachOf } from './reach.ts';

/** A dataset as the product API shows it; `parts` adds to what is always there. Times are in ms. */
export function datasourceView(dataset: WorldDataset, world: World, options: ViewOptions): Record<string, unknown> {
  const { parts } = options;
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
    ...(has('status') && { status: 'SUCCESS', state: 'SUCCESS' }),
    ...(has('rowcolcount') && { rowCount: dataset.rows, columnCount: dataset.columns.length }),
    ...(has('functions') && { properties: formulasOf(dataset, world, options) }),
    ...(has('impactcounts') && bulkImpacts(dataset, world, options)),
    ...(has('permission') && {
      currentUserFullAccess: !options.readOnly,
      permissions: options.readOnly ? 'READ_SHARE' : 'READ_WRITE_DELETE_SHARE_ADMIN',
    }),
  };
}

interface ViewOptions {
  /** `all`: as `includeAllDetails` asks. */
  parts: 'all' | readonly string[];
  /** Formulas are nested once, not twice. */
  flat: boolean;
  /** The token's user may not change it. */
  readOnly: boolean;
  /** When what hangs on it was counted, and whether to the end. */
  counted: { at: Date; whole: boolean };
}

export function readOptions(call: ApiCall, { faults, now }: ProductInstance): ViewOptions {
  const { query } = call;
  const parts = query.get('includeAllDetails') === 'true' ? 'all' : (query.get('part')?.split(',') ?? []);
  const flat = faults.strike('other_spelling', call) !== undefined;
  const as = faults.strike('impacts', call)?.as;
  const counted = { at: as === 'stale' ? monthBefore(now()) : now(), whole: as !== 'partial' };
  return { parts, flat, readOnly: faults.strike('few_rights', call) !== undefined, counted };
}

/** The Beast Modes that are saved on the dataset, by their old ids. */
function formulasOf({ id }: WorldDataset, world: World, { flat }: ViewOptions): object {
  const saved = world.uses.beastModes(id).filter(({ onDataset }) => onDataset);
  const formulas = Object.fromEntries(saved.map((each) => [legacyId(each), formulaView(each, world)]));
  return { formulas: flat ? formulas : { formulas } };
}

/** Unlike the counts of one dataset, only what hangs on it at any distance. */
function bulkImpacts({ id }: WorldDataset, world: World, { counted }: ViewOptions): object {
  const { cards, dataflows, datasets, alerts } = reachOf(id, world);
  return {
    impactCardCount: cards,
    impactDataFlowCount: dataflows,
    impactDataSourceCount: datasets,
    impactAlertCount: alerts,
    impactCountsComplete: counted.whole,
    impactCountsUpdated: counted.at.getTime(),
  };
}
