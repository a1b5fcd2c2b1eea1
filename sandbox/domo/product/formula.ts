import type { WorldBeastMode } from '../uses.ts';
import type { World } from '../world.ts';

/** As cards and datasets name a Beast Mode. */
export function legacyId({ id }: Pick<WorldBeastMode, 'id'>): string {
  return `calculation_${id}`;
}

/** Its text: columns stand in backticks, other Beast Modes under their own names. */
export function expressionOf({ columns, dependsOn }: WorldBeastMode, world: World): string {
  const others = dependsOn.flatMap((id) => world.uses.beastMode(id)?.name ?? []);
  return [...columns, ...others].map((name) => `SUM(\`${name}\`)`).join(' / ');
}

/** A formula as datasets and cards hold it. */
export function formulaView(beastMode: WorldBeastMode, world: World): object {
  const { id, name, onDataset } = beastMode;
  return {
    id: legacyId(beastMode),
    templateId: id,
    name,
    formula: expressionOf(beastMode, world),
    status: 'VALID',
    persistedOnDataSource: onDataset,
  };
}
