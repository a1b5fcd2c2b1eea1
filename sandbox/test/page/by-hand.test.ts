import { seeded } from '../../domo/seed.ts';
import { changeByHand } from '../../page/by-hand.ts';
import { datasetDetail } from '../../page/domo-dataset.ts';
import { listDatasets, listOwners } from '../../page/domo-lists.ts';
import { createSwitches } from '../../page/domo-switches.ts';
import { watchDomo } from '../../page/domo-watch.ts';
import { freshDomo } from '../fresh.ts';

const domo = freshDomo();

test('a person gives several datasets at once to a person or a group', () => {
  const told: string[] = [];
  const watch = watchDomo(
    domo,
    () => new Date(),
    ({ change }) => told.push(`${change.what}: ${change.from} → ${change.to}`),
  );
  const datasetIds = [seeded.ideas, seeded.orbits];
  const owner = { type: 'GROUP' as const, id: seeded.numberTheory };
  expect(changeByHand(domo.world, { do: 'set owner', datasetIds, owner })).toEqual({ ok: true });
  expect(domo.world.ownedBy(seeded.numberTheory).map(({ id }) => id)).toEqual(expect.arrayContaining(datasetIds));
  expect(told).toEqual(['owner: DomoSupport → Number Theory', 'owner: Observatory → Number Theory']);
  expect(watch.owns(27)).toBe(1);
  watch.close();
});

test('nobody gets what is gone, and nothing goes to nobody', () => {
  const owner = { type: 'USER' as const, id: seeded.gauss };
  domo.world.deleteDataset(seeded.ideas);
  expect(changeByHand(domo.world, { do: 'set owner', datasetIds: [seeded.ideas], owner }).ok).toBe(false);
  const nobody = { type: 'GROUP' as const, id: seeded.gauss };
  expect(changeByHand(domo.world, { do: 'set owner', datasetIds: [seeded.party], owner: nobody })).toEqual({
    ok: false,
    error: 'Domo has no group 28.',
  });
});

test('columns changed at their source are there after its next run, and those changed in Domo are gone then', () => {
  const columns = [{ name: 'Star', type: 'STRING' }];
  const names = () => domo.world.dataset(seeded.connector)?.columns.map(({ name }) => name);
  changeByHand(domo.world, { do: 'set columns', datasetId: seeded.connector, columns, at: 'domo' });
  expect(names()).toEqual(['Star']);
  domo.world.runConnector(seeded.connector);
  expect(names()).toHaveLength(7);
  changeByHand(domo.world, { do: 'set columns', datasetId: seeded.connector, columns, at: 'source' });
  expect(names()).toHaveLength(7);
  changeByHand(domo.world, { do: 'run connector', datasetId: seeded.connector });
  expect(names()).toEqual(['Star']);
});

test('a dataset says what it is and what uses it', () => {
  expect(datasetDetail(domo, seeded.surfaces)).toMatchObject({
    kind: 'API',
    source: null,
    uses: [
      { count: '7 cards', more: false },
      { count: '1 DataFlow', names: ['Surfaces, Cleaned'] },
      { count: '1 view', names: ['Heavy Only'] },
      { count: '1 alert' },
      { count: '2 Beast Modes' },
    ],
  });
  expect(datasetDetail(domo, seeded.orbits)).toMatchObject({
    kind: 'DataFlow',
    source: 'DataFlow',
    owner: { kind: 'group', name: 'Observatory' },
  });
  expect(listDatasets(domo, { search: 'workbench', offset: 0 }).rows).toMatchObject([{ name: 'Plate Archive' }]);
  expect(listOwners(domo, 'obs')).toMatchObject([{ type: 'GROUP', id: seeded.observatory, note: 'group of 2 · #502' }]);
  expect(listOwners(domo, 'fermat')).toEqual([]);
});

test('what is deleted uses a dataset no more', () => {
  const { world } = domo;
  world.uses.addDataflow({
    id: 50,
    name: 'Old',
    ownerId: 31,
    inputs: [seeded.surfaces],
    outputs: [],
    columns: [],
    databaseType: 'MAGIC',
    deleted: true,
  });
  world.deleteDataset(seeded.heavyOnly);
  const counts = datasetDetail(domo, seeded.surfaces)?.uses.map(({ count }) => count);
  expect(counts).toEqual(['7 cards', '1 DataFlow', '1 alert', '2 Beast Modes']);
});

test('each switch says what it does before it does it, and does it', () => {
  const switches = createSwitches(domo);
  const states = switches.states();
  expect(states.filter(({ api }) => api === 'product').length).toBeGreaterThan(10);
  for (const { name, hint } of states) {
    expect(hint).not.toBe('');
    switches.turn(name, true, seeded.ideas);
  }
  expect(domo.faults.list()).toHaveLength(states.length);
  expect(switches.states().every(({ on }) => on)).toBe(true);
  for (const { name } of states) switches.turn(name, false, null);
  expect(domo.faults.list()).toEqual([]);
});
