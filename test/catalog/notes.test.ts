import { seeded } from '../../sandbox/domo/seed.ts';
import { type Harness, startHarness, stopHarnesses } from './harness.ts';

afterEach(stopHarnesses);

/** Runs `work` when the sync has asked for its user list: before it reads any dataset. */
async function syncWith({ catalog, server }: Harness, work: () => Promise<void>): Promise<void> {
  let done: Promise<void> | undefined;
  const off = server.on('call', ({ path }) => {
    if (path === '/v1/users') done ??= work();
  });
  await catalog.sync();
  off();
  await done;
}

const noted = { id: seeded.ideas, name: 'Ideas', owner: { id: seeded.gauss, name: 'Carl Friedrich Gauss' } };

describe('note', () => {
  test('is seen at once, and counts for the owners', async () => {
    const { catalog } = await startHarness();
    await catalog.sync();
    await catalog.note({ ...noted, pdpEnabled: true });
    expect(await catalog.dataset(seeded.ideas)).toEqual({
      id: seeded.ideas,
      name: 'Ideas',
      ownerId: seeded.gauss,
      ownerName: 'Carl Friedrich Gauss',
      pdp: true,
    });
    expect(await catalog.ownedCount(seeded.gauss)).toBe(2);
    await catalog.note({ id: seeded.ideas, name: 'Ideas' });
    expect(await catalog.dataset(seeded.ideas)).toMatchObject({ ownerId: seeded.gauss, pdp: true });
  });

  test('of a deleted dataset takes it away; of a new one brings it, with an owner nobody has listed', async () => {
    const { catalog } = await startHarness();
    await catalog.sync();
    await catalog.note({ id: seeded.ideas, name: '', deleted: true });
    expect(await catalog.dataset(seeded.ideas)).toBeUndefined();
    await catalog.note({ id: 'new', name: 'New', owner: { id: 777, name: 'Somebody' } });
    expect(await catalog.owner(777)).toEqual({
      id: 777,
      name: 'Somebody',
      email: undefined,
      standing: 'unknown',
      datasets: 1,
    });
  });

  test('wins over a sync that was running, not over the next one', async () => {
    const at = new Date('2026-03-01T10:00:00Z');
    const harness = await startHarness({ now: () => at });
    const { catalog } = harness;
    await catalog.sync();
    await syncWith(harness, () => catalog.note(noted));
    expect(await catalog.dataset(seeded.ideas)).toMatchObject({ name: 'Ideas', ownerId: seeded.gauss });
    await catalog.sync();
    expect(await catalog.dataset(seeded.ideas)).toMatchObject({
      name: 'Ideas Regarding Physics',
      ownerId: seeded.support,
    });
  });

  test('during a sync: a new dataset is not dropped, a deleted one does not come back', async () => {
    const harness = await startHarness();
    const { catalog } = harness;
    await syncWith(harness, async () => {
      await catalog.note({ id: 'new', name: 'New', owner: noted.owner });
      await catalog.note({ id: seeded.ideas, name: '', deleted: true });
    });
    expect(await catalog.dataset('new')).toMatchObject({ name: 'New' });
    expect(await catalog.dataset(seeded.ideas)).toBeUndefined();
    await catalog.sync();
    expect(await catalog.dataset('new')).toBeUndefined();
    expect(await catalog.dataset(seeded.ideas)).toBeDefined();
  });
});

describe('catchUp', () => {
  const start = Date.parse('2026-03-01T10:00:00Z');

  /** Everything was made a year before the one complete reading. */
  async function afterSync(): Promise<Harness & { pass(ms: number): void }> {
    let at = start - 365 * 86_400_000;
    const now = () => new Date(at);
    const server = { now, generate: { datasets: 300, people: 5 } };
    const harness = await startHarness({ server, client: { now }, now });
    at = start;
    await harness.catalog.sync();
    harness.routes();
    const pass = (ms: number) => {
      at += ms;
    };
    return { ...harness, pass };
  }

  test('takes over what was made or changed since, in one call', async () => {
    const { catalog, server, routes, pass } = await afterSync();
    pass(5 * 60_000);
    server.world.addUser({ id: 900, name: 'Newcomer', deleted: true });
    server.world.addDataset({ id: 'new', name: 'New', ownerId: 900 });
    server.world.setOwner(seeded.ideas, seeded.euler);
    await catalog.catchUp();
    expect(await catalog.ownedCount(seeded.euler)).toBe(13);
    expect(await catalog.owner(900)).toMatchObject({ name: 'Newcomer', standing: 'deleted', datasets: 1 });
    expect(routes()).toEqual(['GET /v1/datasets', 'GET /v1/users/:id']);
  });

  test('reads on as long as what it reads is new', async () => {
    const { catalog, server, routes, pass } = await afterSync();
    pass(60_000);
    const changed = server.world.datasetIds().slice(0, 120);
    for (const id of changed) server.world.setOwner(id, seeded.gauss);
    await catalog.catchUp();
    for (const id of changed) expect(await catalog.dataset(id)).toMatchObject({ ownerId: seeded.gauss });
    expect(routes()).toEqual(['GET /v1/datasets', 'GET /v1/datasets', 'GET /v1/datasets']);
  });

  test('asks for owners that the list leaves out', async () => {
    const { catalog, server, pass } = await afterSync();
    pass(60_000);
    server.faults.add({ kind: 'list_without_owners' });
    server.world.setOwner(seeded.ideas, seeded.euler);
    await catalog.catchUp();
    expect(await catalog.ownedCount(seeded.euler)).toBe(13);
  });

  test('before the first complete reading, is one', async () => {
    const { catalog } = await startHarness();
    await catalog.catchUp();
    expect(await catalog.freshAt()).toBeDefined();
  });
});
