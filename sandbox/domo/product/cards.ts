import { z } from 'zod';
import { type ApiCall, idsIn, jsonValue } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldCard } from '../uses.ts';
import type { World } from '../world.ts';
import { datasetOrThrow } from './datasources.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';
import { formulaView, legacyId } from './formula.ts';

export const cardEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/content/v1/datasources/:id/cards', handle: ofDataset },
  { method: 'GET', path: '/api/content/v1/cards', handle: some },
  { method: 'PUT', path: '/api/content/v3/cards/kpi/definition', handle: definition },
];

/** With `drill=true`, also the drills into cards. */
function ofDataset(call: ApiCall, instance: ProductInstance): Reply {
  const { world, faults } = instance;
  const { id } = datasetOrThrow(call.params.id, call, instance);
  const seenOnly = faults.strike('cards_seen_only', call) !== undefined;
  const drills = call.query.get('drill') === 'true';
  const cards = world.uses.cards(id).filter((card) => drills || card.drillOf === undefined);
  const shown = cards.filter((card) => !seenOnly || !card.hidden);
  return { status: 200, json: shown.map((card) => ({ ...cardView(card, world), datasourceId: id })) };
}

/** By id, with the parts that are asked for; unknown ones are left out. */
function some(call: ApiCall, { world }: ProductInstance): Reply {
  const parts = call.query.get('parts')?.split(',') ?? [];
  const cards = idsIn(call.query, 'urns').flatMap((id) => world.uses.card(id) ?? []);
  const json = cards.map((card) => {
    const { owners, ...rest } = cardView(card, world);
    const dataset = world.dataset(card.datasetId);
    const source = { dataSourceId: card.datasetId, dataSourceName: dataset?.name ?? '' };
    return {
      ...rest,
      ...(parts.includes('owners') && { owners }),
      ...(parts.includes('datasources') && { datasources: [source] }),
      ...(parts.includes('metadata') && { metadata: { chartType: card.chartType } }),
    };
  });
  return { status: 200, json };
}

function cardView(card: WorldCard, world: World) {
  const { id, title, chartType, ownerId, drillOf, hidden } = card;
  return {
    id,
    urn: drillOf === undefined ? String(id) : `dr:${id}:${drillOf}`,
    type: 'kpi',
    chartType,
    title,
    ownerId,
    owners: [{ id: String(ownerId), type: 'USER', displayName: world.ownerName(ownerId, 'USER') }],
    access: !hidden,
  };
}

const asked = z.object({ urn: z.string() });

/**
 * How a card is made: a PUT that only reads. Beside what it shows there is all that it could show: the dataset's columns, and
 * entries without a `mapping`.
 */
function definition(call: ApiCall, { world }: ProductInstance): Reply {
  const parsed = asked.safeParse(jsonValue(call));
  const card = world.uses.card(Number(/^(?:dr:)?(\d+)/.exec(parsed.data?.urn ?? '')?.[1]));
  if (!card) throw new ApiError(404, 'Card was not found');
  const { columns, title, datasetId } = card;
  const [item, value, ...calculated] = columns;
  const beastModes = (card.beastModes ?? []).flatMap((id) => world.uses.beastMode(id) ?? []);
  const palette = world.dataset(datasetId)?.columns ?? [];
  const own = calculated.length === 0 ? [] : [ownFormula(card, calculated)];
  const json = {
    definition: {
      title,
      subscriptions: {
        main: {
          columns: [
            ...(item === undefined ? [] : [{ column: item, mapping: 'ITEM' }]),
            ...(value === undefined ? [] : [{ column: value, mapping: 'VALUE', aggregation: 'SUM' }]),
            ...beastModes.map((each) => ({ formulaId: legacyId(each), mapping: 'VALUE' })),
            ...palette.map(({ name }) => ({ column: name })),
          ],
          filters: [],
          orderBy: [],
          groupBy: item === undefined ? [] : [{ column: item }],
        },
      },
      formulas: [...beastModes.map((each) => formulaView(each, world)), ...own],
      columnFormats: {},
    },
    columns: palette.map(({ name }) => ({ id: name, name, sourceId: datasetId })),
  };
  return { status: 200, json };
}

/** A calculation that is the card's alone. */
function ownFormula({ id }: WorldCard, columns: readonly string[]): object {
  const formula = columns.map((name) => `SUM(\`${name}\`)`).join(' + ');
  return { id: `calculation_card_${id}`, name: 'Sum', formula, status: 'VALID', persistedOnDataSource: false };
}
