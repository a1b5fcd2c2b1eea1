import { seeded } from '../domo/seed.ts';
import { callsTo } from './domo-calls.ts';
import { freshDomo } from './fresh.ts';
import { productCalls, type Shown } from './product-calls.ts';

const domo = freshDomo({ generate: { datasets: 120, people: 20, kinds: true } });

const { get: publicly } = callsTo(domo);
const { call, get, post, read, reassign } = productCalls(domo);
const bulk = (ids: string[]) => post<{ dataSources: Shown[] }>('/api/data/v3/datasources/bulk?part=core', ids);
const generated = (count: number) =>
  domo.world
    .datasetIds()
    .filter((id) => /^.{8}-0000/.test(id))
    .slice(0, count);

describe('the access token', () => {
  test('says whom it acts as', async () => {
    expect(await get('/api/content/v2/users/me')).toMatchObject({ id: 27, displayName: 'DomoSupport' });
  });

  test('is needed, ends, and is checked before anything is said of a path', async () => {
    const without = { headers: { 'X-DOMO-Developer-Token': '' } };
    expect(await call('/api/content/v2/users/me', without)).toMatchObject({
      status: 401,
      json: { message: 'Unauthorized' },
    });
    expect((await call('/api/nowhere', without)).status).toBe(401);
    const unknown = await call('/api/nowhere');
    expect(unknown).toMatchObject({ status: 404, json: { message: 'Not Found', toe: expect.any(String) } });
    expect(JSON.stringify(unknown.json)).toContain('No static resource');
    expect((await call('/api/content/v2/users/me', { method: 'DELETE' })).status).toBe(405);
    domo.product.expireTokenAt(new Date(0));
    expect((await call('/api/content/v2/users/me')).status).toBe(401);
  });

  test('is none of the public API’s', async () => {
    const headers = { Authorization: `bearer ${domo.product.token}` };
    expect((await fetch(`${domo.url}/v1/datasets`, { headers })).status).toBe(401);
    expect((await fetch(`${domo.url}/api/content/v2/users/me`, { headers })).status).toBe(401);
  });
});

describe('what a dataset is', () => {
  test.each([
    ['made with the API', seeded.ideas, { type: 'api', transportType: 'API' }],
    ['a connector’s', seeded.connector, { type: 'google-sheets', transportType: 'CONNECTOR', streamId: 664 }],
    ['a DataFlow’s', seeded.orbits, { type: 'DataFlow', transportType: 'DATAFLOW' }],
  ])('is told of one %s', async (_, id, what) => {
    expect(await read(id)).toMatchObject({ id, ...what, owner: { id: expect.any(String) } });
  });

  test('comes with its owner’s type, its tags as JSON within JSON, and times in ms', async () => {
    expect((await read(seeded.orbits)).owner).toEqual({ id: '502', name: 'Observatory', type: 'GROUP', group: true });
    expect((await read(seeded.ideas)).owner).toEqual({ id: '27', name: 'DomoSupport', type: 'USER', group: false });
    const [archive] = domo.world.ownedBy(seeded.observatory).filter(({ name }) => name === 'Plate Archive');
    expect(JSON.parse((await read(archive?.id ?? '')).tags)).toEqual(['archive', '1801']);
    expect(await read(seeded.ideas)).toMatchObject({ created: Date.parse('2013-09-24T20:51:48Z') });
  });

  test('has more parts for who asks for them', async () => {
    expect(await read(seeded.ideas)).not.toHaveProperty('rowCount');
    const part = await get(`/api/data/v3/datasources/${seeded.ideas}?part=core,rowcolcount,permission`);
    expect(part).toMatchObject({ rowCount: 1289280, permissions: expect.stringContaining('ADMIN') });
  });

  test('is refused where there is none', async () => {
    expect((await call('/api/data/v3/datasources/nowhere')).status).toBe(404);
    domo.world.deleteDataset(seeded.ideas);
    expect((await call(`/api/data/v3/datasources/${seeded.ideas}`)).status).toBe(404);
  });
});

describe('many at once', () => {
  test('such calls are counted under their own names, those about one dataset together', async () => {
    await bulk([seeded.ideas]);
    await reassign([seeded.ideas], { userId: seeded.gauss });
    await read(seeded.ideas);
    await read(seeded.party);
    const { calls } = domo;
    expect(calls.count('POST', '/api/data/v3/datasources/bulk')).toBe(1);
    expect(calls.count('POST', '/api/data/v1/ui/bulk/reassign')).toBe(1);
    expect(calls.count('GET', '/api/data/v3/datasources/:id')).toBe(2);
    expect(calls.count(undefined, '/api')).toBe(4);
    expect(calls.recent().map(({ datasetId }) => datasetId)).toEqual([
      undefined,
      undefined,
      seeded.ideas,
      seeded.party,
    ]);
  });

  test('100 and no more; what is unknown, deleted or hidden is left out without a word', async () => {
    const ids = generated(100);
    expect((await bulk(ids)).json.dataSources).toHaveLength(100);
    expect((await bulk([...ids, seeded.ideas])).status).toBe(400);
    domo.world.deleteDataset(seeded.ideas);
    domo.faults.add({ kind: 'refused' }, { path: '/api', datasets: [seeded.connector] });
    const { json } = await bulk([seeded.ideas, 'nowhere', seeded.connector, seeded.orbits]);
    expect(json.dataSources.map(({ id }) => id)).toEqual([seeded.orbits]);
    expect((await post('/api/data/v3/datasources/bulk', { ids })).status).toBe(400);
  });

  test('the list counts', async () => {
    type List = { _metaData: { totalCount: number }; dataSources: Shown[] };
    const list = (query: string) => get<List>(`/api/data/v3/datasources?${query}`);
    const page = await list('limit=7&offset=3');
    expect(page.dataSources).toHaveLength(7);
    expect(page._metaData).toMatchObject({ totalCount: domo.world.datasetIds().length, limit: 7, offset: 3 });
  });

  test('what a person and a group own is told by id', async () => {
    const asked = [
      { id: String(seeded.euler), type: 'USER' },
      { id: seeded.observatory, type: 'GROUP' },
      { id: String(seeded.observatory), type: 'USER' },
    ];
    const { json } = await post<{ dataSourceIds: string[] }[]>('/api/data/ui/v3/datasources/ownedBy', asked);
    expect(json.map(({ dataSourceIds }) => dataSourceIds.length)).toEqual([12, 5, 0]);
    expect(json[1]).toMatchObject({ entityIdentifier: { id: '502', type: 'GROUP' }, dataSources: [] });
  });
});

describe('another owner for many', () => {
  const ids = [seeded.connector, seeded.orbits, seeded.ideas];

  test('a person or a group, whatever the datasets are; the public API shows it', async () => {
    expect((await reassign(ids, { groupId: seeded.numberTheory })).json).toEqual({ failed: {}, successful: ids });
    expect((await read(seeded.connector)).owner).toMatchObject({ id: '501', type: 'GROUP' });
    expect(await publicly(`/v1/datasets/${seeded.connector}`)).toMatchObject({
      owner: { id: 501, name: 'Number Theory' },
    });
    expect((await reassign(ids, { userId: seeded.gauss })).json.successful).toEqual(ids);
    expect((await read(seeded.orbits)).owner).toMatchObject({ id: '28', type: 'USER' });
    expect(domo.world.events().at(-1)).toMatchObject({ userId: 27, kind: 'owner', objectId: seeded.ideas });
  });

  test('a user and a group of one number are told apart', async () => {
    domo.world.addGroup({ id: seeded.gauss, name: 'Göttingen', memberIds: [] });
    await reassign([seeded.connector], { groupId: seeded.gauss });
    expect((await read(seeded.connector)).owner).toMatchObject({ id: '28', name: 'Göttingen', type: 'GROUP' });
    expect(domo.world.ownedBy(seeded.gauss).map(({ id }) => id)).not.toContain(seeded.connector);
    expect(domo.world.ownedBy(seeded.gauss, 'GROUP').map(({ id }) => id)).toEqual([seeded.connector]);
  });

  test('50 and no more, and all of them known, or nothing is done', async () => {
    const many = generated(51);
    expect((await reassign(many, { userId: seeded.gauss })).status).toBe(400);
    expect((await reassign(many.slice(1), { userId: seeded.gauss })).json.successful).toHaveLength(50);
    const unknown = await reassign([seeded.ideas, 'nowhere'], { userId: seeded.gauss });
    expect(unknown).toMatchObject({ status: 400, json: { message: 'Bad Request' } });
    expect(JSON.stringify(unknown.json)).toContain('Request payload includes invalid ids');
    expect((await read(seeded.ideas)).owner.id).toBe('27');
  });

  test.each([
    { userId: 4711 },
    { userId: seeded.abel },
    { groupId: seeded.gauss },
    {},
    { userId: seeded.gauss, groupId: seeded.numberTheory },
  ])('is refused for %j', async (owner) => {
    expect((await reassign(ids, owner as { userId: number })).status).toBe(400);
    expect((await read(seeded.ideas)).owner.id).toBe('27');
  });
});
