import type { World } from './world.ts';

/** Somebody who owns 60 datasets, of which every third was not made with the API: a hand-over that the API can't do alone. */
const collector = { id: 45, name: 'Maria Cunitz', datasets: 60 } as const;

const kindsInTurn = ['connector', 'dataflow', 'workbench', 'webform'] as const;

export function addCollector(world: World): void {
  world.addUser({ id: collector.id, name: collector.name, email: 'maria@example.com' });
  for (let nth = 1; nth <= collector.datasets; nth += 1) {
    const number = String(nth).padStart(2, '0');
    world.addDataset({
      id: `c0111ec7-0000-4000-8000-0000000000${number}`,
      name: `Ephemeris ${number}`,
      ownerId: collector.id,
      kind: nth % 3 === 0 ? kindsInTurn[(nth / 3) % kindsInTurn.length] : 'api',
    });
  }
}
