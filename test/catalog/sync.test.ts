import { randomUUID } from 'node:crypto';
import { isNotNull, sql } from 'drizzle-orm';
import { seeded } from '../../sandbox/domo/seed.ts';
import { createCatalog } from '../../src/catalog/catalog.ts';
import { writeUsers } from '../../src/catalog/write-users.ts';
import { DomoUnavailableError, DomoUnexpectedError } from '../../src/domo/errors.ts';
import { createLogger } from '../../src/logger.ts';
import { datasets, leases, syncs } from '../../src/store/tables.ts';
import { until } from '../support/until.ts';
import { type Harness, ids, startHarness, stopHarnesses } from './harness.ts';

afterEach(stopHarnesses);

/** A Domo with no dataset but `count` made by the generator, of whom one of five people owns each. */
function generated(count: number): Promise<Harness> {
  return startHarness({ server: { seed: 'empty', generate: { datasets: count, people: 5 } } });
}

async function allIds({ catalog }: Harness): Promise<unknown[]> {
  return ids(await catalog.searchDatasets('', { limit: 10_000 })).toSorted();
}

describe('a complete reading', () => {
  test('has every dataset and everyone, and says when it ended', async () => {
    const at = new Date('2026-03-01T10:00:00Z');
    const harness = await startHarness({ server: { generate: { datasets: 120, people: 7 } }, now: () => at });
    const { catalog, server, db } = harness;
    expect(await catalog.freshAt()).toBeUndefined();
    await catalog.sync();
    expect(await allIds(harness)).toEqual([...server.world.datasetIds()].toSorted());
    expect(await catalog.freshAt()).toEqual(at);
    const live = server.world.users().filter((user) => !user.deleted).length;
    expect(await db.db.select().from(syncs)).toMatchObject([
      { startedAt: at, finishedAt: at, datasets: server.world.datasetIds().length, users: live, problem: null },
    ]);
    expect(await catalog.ownedCount(seeded.euler)).toBe(12);
  });

  test('tells owners apart: active, deleted, a group, an id that Domo does not know', async () => {
    const { catalog, server, routes } = await startHarness();
    server.world.deleteUser(seeded.fermat);
    await catalog.sync();
    expect(await catalog.owner(seeded.gauss)).toEqual({
      id: seeded.gauss,
      name: 'Carl Friedrich Gauss',
      email: 'carl@example.com',
      standing: 'active',
      datasets: 1,
    });
    expect(await catalog.owner(seeded.fermat)).toMatchObject({
      name: 'Pierre de Fermat',
      standing: 'deleted',
      datasets: 2,
    });
    expect(await catalog.owner(seeded.numberTheory)).toMatchObject({ name: 'Number Theory', standing: 'unknown' });
    expect(await catalog.owner(seeded.unknownOwner)).toMatchObject({ name: 'Domo ID 964382593', standing: 'unknown' });
    expect(await catalog.owner(999)).toBeUndefined();

    routes();
    await catalog.sync();
    expect(routes()).not.toContain('GET /v1/users/:id');
  });

  test('writes no row that is as it was, also when data was loaded into the dataset', async () => {
    const { catalog, server, rowVersions } = await startHarness();
    await catalog.sync();
    const before = await rowVersions();
    server.world.edit(seeded.ideas, { rows: 5, columnCount: 2 }, 'behind', 'imported');
    await catalog.sync();
    expect(await rowVersions()).toEqual(before);
    server.world.rename(seeded.ideas, 'Ideas Regarding Chemistry');
    await catalog.sync();
    expect(await rowVersions()).not.toEqual(before);
  });

  test('follows what changed: names, owners, row security, new ones, deleted ones', async () => {
    const { catalog, server } = await startHarness();
    await catalog.sync();
    server.world.rename(seeded.ideas, 'Ideas Regarding Chemistry');
    server.world.setOwner(seeded.party, seeded.gauss);
    server.world.addPolicy(seeded.party, { name: 'x', filters: [] });
    server.world.deleteDataset(seeded.rowSecurity);
    server.world.addDataset({ id: 'new', name: 'New', ownerId: seeded.gauss });
    await catalog.sync();
    expect(await catalog.dataset(seeded.ideas)).toMatchObject({ name: 'Ideas Regarding Chemistry' });
    expect(ids(await catalog.searchDatasets('physics', { limit: 5 }))).toEqual([]);
    expect(await catalog.dataset(seeded.party)).toMatchObject({ ownerId: seeded.gauss, pdp: true });
    expect(await catalog.dataset(seeded.rowSecurity)).toBeUndefined();
    expect(await catalog.ownedCount(seeded.gauss)).toBe(3);
  });

  test('someone who vanished from the list is kept as deleted, with their e-mail, and comes back when restored', async () => {
    const { catalog, server } = await startHarness();
    await catalog.sync();
    server.world.deleteUser(seeded.euler);
    await catalog.sync();
    const expected = { name: 'Leonhard Euler', email: 'leonhard@example.com', standing: 'deleted', datasets: 12 };
    expect(await catalog.owner(seeded.euler)).toMatchObject(expected);
    expect(ids(await catalog.searchOwners('euler', 5))).toEqual([seeded.euler]);
    expect(ids(await catalog.searchNewOwners('euler', 5))).toEqual([]);
    server.world.addUser({ id: seeded.euler, name: 'Leonhard Euler', email: 'leonhard@example.com' });
    await catalog.sync();
    expect(await catalog.owner(seeded.euler)).toMatchObject({ standing: 'active' });
  });

  test('someone of whom Domo tells no name any more is found by the known one; without any, by their id', async () => {
    const { catalog, server } = await startHarness();
    await catalog.sync();
    server.faults.add({ kind: 'deleted_without_name' });
    server.world.deleteUser(seeded.euler);
    server.world.addUser({ id: 900, name: '', deleted: true });
    server.world.addDataset({ id: 'new', name: 'New', ownerId: 900 });
    await catalog.sync();
    const known = { name: 'Leonhard Euler', email: 'leonhard@example.com', standing: 'deleted' };
    expect(await catalog.owner(seeded.euler)).toMatchObject(known);
    expect(ids(await catalog.searchOwners('euler', 5))).toEqual([seeded.euler]);
    expect(await catalog.owner(900)).toMatchObject({ name: 'Domo ID 900', standing: 'deleted' });
  });

  test('a list that has deleted people as subsets takes neither their names nor their e-mails away', async () => {
    const { catalog, db } = await startHarness();
    await catalog.sync();
    const subset = { id: seeded.euler, name: '', deleted: true };
    await writeUsers(db.db, [{ user: subset, standing: 'deleted' }]);
    const known = { name: 'Leonhard Euler', email: 'leonhard@example.com', standing: 'deleted' };
    expect(await catalog.owner(seeded.euler)).toMatchObject(known);
  });

  test('a group that owns nothing any more is forgotten', async () => {
    const { catalog, server } = await startHarness();
    await catalog.sync();
    server.world.setOwner(seeded.groupOwned, seeded.gauss);
    await catalog.sync();
    expect(await catalog.owner(seeded.numberTheory)).toBeUndefined();
  });
});

describe('lists that lie', () => {
  test('without owners: each such dataset is asked for alone; one that Domo does not show keeps what was known', async () => {
    const { catalog, server, routes } = await startHarness();
    const count = server.world.datasetIds().length;
    server.faults.add({ kind: 'list_without_owners' });
    await catalog.sync();
    expect(await catalog.ownedCount(seeded.euler)).toBe(12);
    expect(routes().filter((route) => route === 'GET /v1/datasets/:id')).toHaveLength(count);
    server.world.setOwner(seeded.ideas, seeded.gauss);
    server.faults.add({ kind: 'refused' }, { datasets: [seeded.ideas] });
    await catalog.sync();
    expect(await catalog.dataset(seeded.ideas)).toMatchObject({ ownerId: seeded.support, ownerName: 'DomoSupport' });
  });

  test('rows that move between pages: those passed over are asked for before they would be dropped', async () => {
    const harness = await generated(160);
    await harness.catalog.sync();
    harness.server.faults.add({ kind: 'page_drift', by: 'removed' }, { skip: 1, times: 1 });
    await harness.catalog.sync();
    const live = [...harness.server.world.datasetIds()].toSorted();
    expect(live).toHaveLength(159);
    expect(await allIds(harness)).toEqual(expect.arrayContaining(live));
    await harness.catalog.sync();
    expect(await allIds(harness)).toEqual(live);
  });

  test('many that are gone are believed to be gone', async () => {
    const harness = await generated(260);
    await harness.catalog.sync();
    harness.routes();
    const gone = harness.server.world.datasetIds().slice(0, 150);
    for (const id of gone) harness.server.world.deleteDataset(id);
    await harness.catalog.sync();
    expect(await allIds(harness)).toHaveLength(110);
    expect(harness.routes()).not.toContain('GET /v1/datasets/:id');
  });

  test('all at once are not: the old copy stays', async () => {
    const harness = await generated(120);
    await harness.catalog.sync();
    for (const id of [...harness.server.world.datasetIds()]) harness.server.world.deleteDataset(id);
    await expect(harness.catalog.sync()).rejects.toThrow(DomoUnexpectedError);
    expect(await allIds(harness)).toHaveLength(120);
  });
});

describe('bad weather', () => {
  test('a reading that fails leaves the old copy, says why, and the next one mends it', async () => {
    const harness = await generated(160);
    const { catalog, server, db } = harness;
    await catalog.sync();
    const fresh = await catalog.freshAt();
    const fault = server.faults.add({ kind: 'status', status: 503 }, { path: '/v1/datasets', skip: 1 });
    await expect(catalog.sync()).rejects.toThrow(DomoUnavailableError);
    expect(await catalog.freshAt()).toEqual(fresh);
    expect(await allIds(harness)).toHaveLength(160);
    expect((await db.db.select().from(syncs)).map((row) => row.problem)).toEqual([null, expect.any(String)]);
    fault.remove();
    await catalog.sync();
    expect((await catalog.freshAt())?.getTime()).toBeGreaterThanOrEqual(fresh?.getTime() ?? 0);
  });

  test('the first reading can be searched while it runs', async () => {
    const { catalog, server } = await generated(160);
    const during = new Promise<{ found: number; fresh: Date | undefined }>((resolve) => {
      let pages = 0;
      server.on('call', ({ path }) => {
        if (path !== '/v1/datasets' || ++pages !== 4) return;
        const look = Promise.all([catalog.searchDatasets('', { limit: 200 }), catalog.freshAt()]);
        resolve(look.then(([hits, fresh]) => ({ found: hits.length, fresh })));
      });
    });
    // The last page is refused once, so that the search falls inside the reading.
    server.faults.add({ kind: 'status', status: 503 }, { path: '/v1/datasets', skip: 4, times: 2 });
    await catalog.sync();
    expect((await during).fresh).toBeUndefined();
    expect((await during).found).toBeGreaterThanOrEqual(50);
  });

  test('two at once are one', async () => {
    const { catalog, routes } = await startHarness();
    await Promise.all([catalog.sync(), catalog.sync(), catalog.sync()]);
    // A page of users, and the end, looked at twice.
    expect(routes().filter((route) => route === 'GET /v1/users')).toHaveLength(3);
  });

  test('an aborted one ends with its reason, and those who waited for it get one of their own', async () => {
    const { catalog } = await startHarness();
    const first = new AbortController();
    const left = new AbortController();
    const outcomes = Promise.allSettled([catalog.sync(first.signal), catalog.sync(left.signal), catalog.sync()]);
    left.abort(new Error('left'));
    first.abort(new Error('stopped'));
    expect(await outcomes).toMatchObject([
      { status: 'rejected', reason: { message: 'stopped' } },
      { status: 'rejected', reason: { message: 'left' } },
      { status: 'fulfilled' },
    ]);
    expect(await catalog.ownedCount(seeded.euler)).toBe(12);
  });
});

/** Catalogs of two processes on one database; how many readings were begun. */
async function twoProcesses() {
  const harness = await generated(200);
  const { db, domo } = harness;
  const other = createCatalog({ db, domo, now: () => new Date(), logger: createLogger({ level: 'silent' }) });
  const begun = async () => (await db.db.select().from(syncs)).length;
  return { ...harness, other, begun };
}

describe('two processes', () => {
  test('share one reading: the other waits until it is over', async () => {
    const { catalog, other, begun, db } = await twoProcesses();
    await Promise.all([catalog.sync(), other.sync()]);
    expect(await begun()).toBe(1);
    await other.sync();
    expect(await begun()).toBe(2);
    expect(await db.db.select().from(leases)).toEqual([]);
  });

  test('where the one that reads fails, the other reads', async () => {
    const { catalog, other, server, begun } = await twoProcesses();
    const slow = server.faults.add({ kind: 'slow', ms: 500 }, { path: '/v1/datasets', times: 1 });
    const first = new AbortController();
    const failed = expect(catalog.sync(first.signal)).rejects.toThrow('stopped');
    await until(() => slow.hits > 0);
    const second = other.sync();
    first.abort(new Error('stopped'));
    await failed;
    await second;
    expect(await begun()).toBe(2);
  });

  test('one that died lets go of it after a while', async () => {
    const { catalog, db } = await twoProcesses();
    const until = sql`now() - interval '1 second'`;
    await db.db.insert(leases).values({ name: 'sync', holder: randomUUID(), until });
    await catalog.sync();
    expect(await catalog.freshAt()).toBeDefined();
  });

  test('one that was frozen meanwhile writes nothing more, and waits for the reading of the other', async () => {
    const { catalog, other, server, db, begun } = await twoProcesses();
    const slow = server.faults.add({ kind: 'slow', ms: 1_000 }, { path: '/v1/datasets', skip: 1, times: 1 });
    const frozen = catalog.sync();
    await until(() => slow.hits > 0);
    // As if its time had run out: the other takes over, and is done before the page comes.
    await db.db.update(leases).set({ until: sql`now() - interval '1 second'` });
    server.world.setOwner(server.world.datasetIds()[60] ?? '', seeded.gauss);
    await other.sync();
    const stored = await db.db.select().from(datasets).orderBy(datasets.id);
    await frozen;
    expect(await db.db.select().from(datasets).orderBy(datasets.id)).toEqual(stored);
    expect(await begun()).toBe(2);
    expect(await db.db.select().from(syncs).where(isNotNull(syncs.finishedAt))).toHaveLength(1);
  });
});
