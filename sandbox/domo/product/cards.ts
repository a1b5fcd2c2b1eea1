import { z } from 'zod';
import { type ApiCall, jsonValue } from '../api.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldCard } from '../uses.ts';
import type { World } from '../world.ts';
import { datasetOrThrow } from './datasources.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';
import { formulaView, legacyId } from './formula.ts';

export const cardEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path: '/api/content/v1/datasources/:id/cards', handle: ofDataset },
  { method: 'PUT', path: '/api/content/v3/cards/kpi/definition', handle: definition },
];

/** With `drill=true`, also the drills into cards. */
function ofDataset(call: ApiCall, instance: ProductInstance): Reply {
  const { world } = instance;
  const { id } = datasetOrThrow(call.params.id, call, instance);
  const drills = call.query.get('drill') === 'true';
  const cards = world.uses.cards(id).filter((card) => drills || card.drillOf === undefined);
  return { status: 200, json: cards.map((card) => cardView(card, world)) };
}

function cardView({ id, title, datasetId, ownerId, drillOf }: WorldCard, world: World): object {
  return {
    id,
    urn: drillOf === undefined ? String(id) : `dr:${id}:${drillOf}`,
    type: 'kpi',
    title,
    ownerId,
    owners: [{ id: String(ownerId), type: 'USER', displayName: world.ownerName(ownerId, 'USER') }],
    access: true,
    datasourceId: datasetId,
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
