import { seeded } from '../domo/seed.ts';
import { type DomoServer, startDomo } from '../domo/server.ts';
import { productCalls } from './product-calls.ts';

let domo: DomoServer;

beforeEach(async () => {
  domo = await startDomo();
});

afterEach(async () => await domo.close());

const { call, get, post } = productCalls(() => domo);
const { surfaces, heavyOnly } = seeded;

describe('cards', () => {
  const cards = (query = '') =>
    get<{ id: number; urn: string }[]>(`/api/content/v1/datasources/${surfaces}/cards${query}`);

  test('of a dataset, with drills for who asks', async () => {
    expect(await cards()).toHaveLength(7);
    const all = await cards('?drill=true');
    expect(all).toHaveLength(8);
    expect(all.at(-1)).toMatchObject({ urn: 'dr:9101:9001' });
    expect(all[0]).toMatchObject({
      urn: '9001',
      title: 'Weight by Region',
      owners: [{ id: '31', type: 'USER', displayName: 'Sophie Germain' }],
      access: true,
      datasourceId: surfaces,
    });
    expect(await get(`/api/content/v1/datasources/${seeded.party}/cards`)).toEqual([]);
    expect((await call('/api/content/v1/datasources/nowhere/cards')).status).toBe(404);
  });

  test('only those that the token’s user may see, where Domo does so', async () => {
    const hidden = {
      id: 9500,
      title: 'Secret',
      ownerId: 33,
      columns: ['Weight'],
      chartType: 'badge_line',
      hidden: true,
    };
    domo.world.uses.addCard({ ...hidden, datasetId: surfaces });
    expect(await cards()).toContainEqual(expect.objectContaining({ id: 9500, access: false }));
    domo.faults.add({ kind: 'cards_seen_only' }, { path: '/api' });
    expect(await cards()).toHaveLength(7);
  });

  test('by id, with the parts asked for', async () => {
    const some = await get(`/api/content/v1/cards?urns=9001,4711,9002&parts=datasources,owners`);
    expect(some).toMatchObject([
      { id: 9001, datasources: [{ dataSourceId: surfaces, dataSourceName: 'Elastic Surfaces' }] },
      { id: 9002, owners: [{ id: '33' }] },
    ]);
    expect(await get('/api/content/v1/cards?urns=9001')).not.toHaveProperty('0.owners');
    expect((await call('/api/content/v1/cards?urns=x')).status).toBe(400);
  });

  test('a PUT that only reads tells their columns, and more than those', async () => {
    const ask = (urn: string) =>
      call('/api/content/v3/cards/kpi/definition', { method: 'PUT', body: JSON.stringify({ urn, dynamicText: true }) });
    const { json } = await ask('9007');
    expect(json).toMatchObject({
      definition: {
        subscriptions: {
          main: {
            columns: expect.arrayContaining([
              { column: 'Region', mapping: 'ITEM' },
              { column: 'Weight', mapping: 'VALUE', aggregation: 'SUM' },
              { formulaId: 'calculation_12', mapping: 'VALUE' },
              { column: 'Hired' },
            ]),
          },
        },
        formulas: [
          { id: 'calculation_12', formula: 'SUM(`Papers`) / SUM(`Mean weight`)', persistedOnDataSource: false },
        ],
      },
      columns: expect.arrayContaining([{ id: 'Hired', name: 'Hired', sourceId: surfaces }]),
    });
    expect(JSON.stringify((await ask('9002')).json)).toContain('SUM(`Weight`)');
    expect((await ask('dr:9101:9001')).json).toMatchObject({ definition: { title: 'By Name' } });
    expect((await ask('4711')).status).toBe(404);
  });
});

describe('lineage', () => {
  type Node = { type: string; id: string; children: { type: string; id: string }[] };
  const lineage = (id: string, query: string) =>
    get<Record<string, Node>>(`/api/data/v1/lineage/DATA_SOURCE/${id}?traverseUp=false&${query}`);
  const childrenOf = async (id: string, query: string) =>
    (await lineage(id, query))[`DATA_SOURCE${id}`]?.children ?? [];

  test('one step down: cards, DataFlows, alerts and views, without names', async () => {
    const children = await childrenOf(surfaces, 'maxDepth=1');
    const kinds = children.map(({ type }) => type);
    expect(kinds.filter((type) => type === 'CARD')).toHaveLength(7);
    expect(kinds).toEqual(expect.arrayContaining(['DATAFLOW', 'ALERT', 'DATA_SOURCE']));
    expect(children).toContainEqual(expect.objectContaining({ type: 'DATA_SOURCE', id: heavyOnly }));
    expect(JSON.stringify(await lineage(surfaces, 'maxDepth=1'))).not.toContain('Surfaces');
    expect(await childrenOf(surfaces, 'maxDepth=1&requestEntities=DATAFLOW')).toMatchObject([{ id: '42' }]);
  });

  test('through a DataFlow to what it makes, and up again', async () => {
    const [comets] = domo.world.ownedBy(seeded.observatory).filter(({ name }) => name === 'Comets');
    const id = comets?.id ?? '';
    expect(Object.keys(await lineage(id, 'maxDepth=1'))).toEqual([`DATA_SOURCE${id}`, 'DATAFLOW43']);
    expect(Object.keys(await lineage(id, ''))).toContain(`DATA_SOURCE${seeded.orbits}`);
    const up = await get(`/api/data/v1/lineage/DATA_SOURCE/${seeded.orbits}?traverseDown=false`);
    expect(up).toMatchObject({
      [`DATA_SOURCE${seeded.orbits}`]: { parents: [{ type: 'DATAFLOW', id: '43' }] },
      DATAFLOW43: { parents: [{ type: 'DATA_SOURCE', id }] },
    });
  });

  test('has its faults', async () => {
    domo.faults.add({ kind: 'lineage', as: 'repeated' }, { path: '/api', times: 1 });
    expect(await childrenOf(surfaces, 'maxDepth=1')).toHaveLength(20);
    domo.faults.add({ kind: 'lineage', as: 'without views' }, { path: '/api', times: 1 });
    expect((await childrenOf(surfaces, 'maxDepth=1')).map(({ id }) => id)).not.toContain(heavyOnly);
  });

  test('is counted ahead, directly and at any distance', async () => {
    const impacts = () => call(`/api/data/v1/impacts/DATA_SOURCE/${surfaces}`);
    domo.world.uses.addCard({
      id: 9600,
      title: 'Of the view',
      ownerId: 33,
      datasetId: heavyOnly,
      columns: ['Weight'],
      chartType: 'badge_line',
    });
    const { json } = await impacts();
    expect(json).toMatchObject({ cardCount: 7, dataFlowCount: 1, dataSourceCount: 1, alertCount: 1, complete: true });
    expect(json).toMatchObject({ impactCardCount: 8, impactDataSourceCount: 1 });
    domo.faults.add({ kind: 'impacts', as: 'partial' }, { path: '/api', times: 1 });
    expect((await impacts()).json).toMatchObject({ complete: false });
    domo.faults.add({ kind: 'impacts', as: 'failing' }, { path: '/api', times: 1 });
    expect((await impacts()).status).toBe(500);
    domo.faults.add({ kind: 'impacts', as: 'stale' }, { path: '/api' });
    const { updated } = (await impacts()).json as { updated: number };
    expect(updated).toBeLessThan(Date.now() - 29 * 86_400_000);
    const bulk = await post('/api/data/v3/datasources/bulk?part=impactcounts', [surfaces]);
    const old = { impactCountsComplete: true, impactCountsUpdated: expect.closeTo(updated, -5) };
    expect(bulk.json).toMatchObject({ dataSources: [{ impactCardCount: 8, ...old }] });
  });
});

test('DataFlows are found by id and by what they make; a deleted one says so', async () => {
  const flows = '/api/dataprocessing/v2/dataflows';
  expect(await get(`${flows}?dataFlowId=42,4711`)).toMatchObject({
    onboardFlows: [{ id: 42, name: 'Surfaces, Cleaned', inputs: [{ dataSourceId: surfaces }], responsibleUserId: 34 }],
  });
  expect(await get(`${flows}/${seeded.orbits}`)).toMatchObject({ id: 43, outputs: [{ dataSourceId: seeded.orbits }] });
  expect(JSON.stringify(await get(`${flows}/44`))).not.toContain('Theorem"');
  const gone = { id: 50, name: 'Old', ownerId: 31, inputs: [surfaces], outputs: [], columns: [], deleted: true };
  domo.world.uses.addDataflow({ ...gone, databaseType: 'MAGIC' });
  expect(await get(`${flows}/50`)).toMatchObject({ deleted: true });
  expect((await call(`${flows}/4711`)).status).toBe(404);
  expect(await get('/api/dataprocessing/v1/dataflows/timezones')).not.toHaveLength(0);
});

test('alerts tell their columns only to who asks for all fields', async () => {
  const alerts = (query: string) => get(`/api/social/v4/alerts?dataSetId=${surfaces}${query}`);
  expect(await alerts('&fields=all')).toMatchObject([
    { id: 5, owner: 33, configurations: [{ name: 'COLUMN_ID', value: 'Weight' }], filters: [{ column: 'Region' }] },
  ]);
  expect(await alerts('')).not.toHaveProperty('0.configurations');
  expect(await get(`/api/social/v4/alerts/count/dataset/${surfaces}`)).toBe(1);
  expect((await call('/api/social/v4/alerts')).status).toBe(400);
});

describe('Beast Modes', () => {
  type Found = { totalHits: number; hasMore: boolean; degraded: boolean; results: { id: number }[] };
  const search = async (more: object = {}, field = 'dataset') =>
    (await post<Found>('/api/query/v1/functions/search', {
      name: '',
      filters: [{ field, idList: [surfaces] }],
      limit: 500,
      offset: 0,
      ...more,
    })) as { status: number; json: Found };

  test('are found by dataset and never by column', async () => {
    expect((await search()).json).toMatchObject({
      totalHits: 2,
      results: [
        { id: 11, links: [{ resource: { type: 'DATA_SOURCE', id: surfaces }, visible: true, valid: 'VALID' }] },
        { id: 12, links: [{ visible: false }, { resource: { type: 'CARD', id: '9007' } }] },
      ],
    });
    expect((await search({}, 'column')).json.totalHits).toBe(0);
    expect((await search({ limit: 0 })).status).toBe(400);
    expect((await search({ limit: 5_001 })).status).toBe(400);
  });

  test('tell their columns in backticks, and of which others they are made', async () => {
    expect(await get('/api/query/v1/functions/template/12?hidden=true')).toMatchObject({
      columnPositions: [{ columnName: '`Papers`' }],
      functionTemplateDependencies: [11],
    });
    const all = await get(`/api/data/v3/datasources/${surfaces}?part=functions`);
    const formula = { templateId: 11, formula: 'SUM(`Weight`)', persistedOnDataSource: true };
    expect(all).toMatchObject({ properties: { formulas: { formulas: { calculation_11: formula } } } });
    domo.faults.add({ kind: 'other_spelling' }, { path: '/api' });
    const flat = await get(`/api/data/v3/datasources/${surfaces}?part=functions`);
    expect(flat).toMatchObject({ properties: { formulas: { calculation_11: formula } } });
  });

  test('come twice across pages where Domo keeps no order', async () => {
    domo.faults.add({ kind: 'functions', as: 'repeated' }, { path: '/api' });
    const pages = [await search({ limit: 1 }), await search({ limit: 1, offset: 1 })];
    expect(pages.flatMap(({ json }) => json.results.map(({ id }) => id))).toEqual([11, 11]);
    domo.faults.clear();
    domo.faults.add({ kind: 'functions', as: 'degraded' }, { path: '/api' });
    expect((await search()).json.degraded).toBe(true);
  });
});

test('a generated company has cards and DataFlows where it is asked for them', async () => {
  await domo.close();
  domo = await startDomo({ seed: 'empty', generate: { datasets: 20, people: 3, kinds: true, cards: 3 } });
  const ids = domo.world.datasetIds();
  const cards = await Promise.all(ids.map((id) => get<unknown[]>(`/api/content/v1/datasources/${id}/cards`)));
  expect(cards.map((each) => each.length)).toEqual(Array(20).fill(3));
  expect(ids.flatMap((id) => domo.world.uses.dataflows(id))).toHaveLength(2);
  expect(new Set(ids.map((id) => domo.world.dataset(id)?.kind))).toContain('workbench');
});
