import { z } from 'zod';
import { type ApiCall, jsonValue } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldBeastMode } from '../uses.ts';
import type { World } from '../world.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';
import { expressionOf, legacyId } from './formula.ts';

export const beastModeEndpoints: readonly ProductEndpoint[] = [
  { method: 'POST', path: '/api/query/v1/functions/search', handle: search },
  { method: 'GET', path: '/api/query/v1/functions/template/:id', handle: template },
];

const body = z.object({
  name: z.string().default(''),
  filters: z.array(z.object({ field: z.string(), idList: z.array(z.union([z.string(), z.number()])).optional() })),
  limit: z.int().min(1).max(5_000),
  offset: z.int().min(0).default(0),
});

/** By the datasets they are for; there is no search by column. A filter that Domo does not know finds nothing. */
function search(call: ApiCall, { world }: ProductInstance): Reply {
  const parsed = body.safeParse(jsonValue(call));
  if (!parsed.success) throw new ApiError(400, 'The search is not valid');
  const { name, filters, limit, offset } = parsed.data;
  const datasets = filters.find(({ field }) => field === 'dataset')?.idList ?? [];
  const known = filters.every(({ field }) => ['dataset', 'notvariable'].includes(field));
  const found = datasets.flatMap((id) => world.uses.beastModes(String(id)));
  const all = known ? found.filter((each) => each.name.toLowerCase().includes(name.toLowerCase())) : [];
  const results = all.slice(offset, offset + limit).map((each) => view(each, world));
  const json = { totalHits: all.length, hasMore: offset + limit < all.length, degraded: false, results };
  return { status: 200, json };
}

function view(beastMode: WorldBeastMode, world: World): object {
  const { id, name, ownerId, datasetId, onDataset } = beastMode;
  const link = (type: string, of: string, visible: boolean) => ({
    resource: { type, id: of },
    visible,
    active: false,
    valid: 'VALID',
  });
  const cards = world.uses.cards(datasetId).filter((card) => card.beastModes?.includes(id));
  return {
    id,
    name,
    owner: ownerId,
    created: 1_700_000_000_000,
    lastModified: 1_700_000_000_000,
    legacyId: legacyId(beastMode),
    status: 'VALID',
    global: false,
    locked: false,
    archived: false,
    variable: false,
    links: [link('DATA_SOURCE', datasetId, onDataset), ...cards.map((card) => link('CARD', String(card.id), true))],
    activeLinks: {},
  };
}

/** What it is made of: columns, in backticks, and other Beast Modes, by id. */
function template(call: ApiCall, { world }: ProductInstance): Reply {
  const found = world.uses.beastMode(Number(call.params.id));
  if (!found) throw new ApiError(404, 'Function was not found');
  const expression = expressionOf(found, world);
  const columnPositions = found.columns.map((name) => {
    const columnName = `\`${name}\``;
    return { columnName, columnPosition: expression.indexOf(columnName) };
  });
  return {
    status: 200,
    json: {
      id: found.id,
      name: found.name,
      expression,
      columnPositions,
      functionTemplateDependencies: found.dependsOn,
    },
  };
}
