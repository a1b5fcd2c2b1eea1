import { seeded } from '../domo/seed.ts';
import { startDomo } from '../domo/server.ts';
import { freshDomo } from './fresh.ts';
import { productCalls } from './product-calls.ts';

const domo = freshDomo();

const { call, get, post } = productCalls(domo);
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

test('lineage: cards, DataFlows, alerts and views, one step down and without names', async () => {
  type Node = { type: string; id: string; children: { type: string; id: string }[] };
  const path = `/api/data/v1/lineage/DATA_SOURCE/${surfaces}?traverseUp=false`;
  const lineage = (query = '') => get<Record<string, Node>>(`${path}&maxDepth=1${query}`);
  const childrenOf = async (query?: string) => (await lineage(query))[`DATA_SOURCE${surfaces}`]?.children ?? [];
  const children = await childrenOf();
  const kinds = children.map(({ type }) => type);
  expect(kinds.filter((type) => type === 'CARD')).toHaveLength(7);
  expect(kinds).toEqual(expect.arrayContaining(['DATAFLOW', 'ALERT', 'DATA_SOURCE']));
  expect(children).toContainEqual(expect.objectContaining({ type: 'DATA_SOURCE', id: heavyOnly }));
  expect(JSON.stringify(await lineage())).not.toContain('Surfaces');
  expect(await childrenOf('&requestEntities=DATAFLOW')).toMatchObject([{ id: '42' }]);
  expect((await call(path)).status).toBe(400);
  domo.faults.add({ kind: 'views_left_out' }, { path: '/api', times: 1 });
  expect((await childrenOf()).map(({ id }) => id)).not.toContain(heavyOnly);
});

test('DataFlows name the columns of their tiles, not those in SQL; a deleted one says so', async () => {
  const flows = '/api/dataprocessing/v2/dataflows';
  expect(await get(`${flows}/42`)).toMatchObject({ name: 'Surfaces, Cleaned', responsibleUserId: 34 });
  expect(await get(`${flows}/43`)).toMatchObject({
    actions: [{}, { fields: [{ name: 'Star' }, { name: 'Magnitude' }] }],
  });
  expect(JSON.stringify(await get(`${flows}/44`))).not.toContain('Theorem"');
  const gone = { id: 50, name: 'Old', ownerId: 31, inputs: [surfaces], outputs: [], columns: [], deleted: true };
  domo.world.uses.addDataflow({ ...gone, databaseType: 'MAGIC' });
  expect(await get(`${flows}/50`)).toMatchObject({ deleted: true });
  expect((await call(`${flows}/4711`)).status).toBe(404);
});

test('alerts tell their columns only to who asks for all fields', async () => {
  const alerts = (query: string) => get(`/api/social/v4/alerts?dataSetId=${surfaces}${query}`);
  expect(await alerts('&fields=all')).toMatchObject([
    { id: 5, owner: 33, configurations: [{ name: 'COLUMN_ID', value: 'Weight' }], filters: [{ column: 'Region' }] },
  ]);
  expect(await alerts('')).not.toHaveProperty('0.configurations');
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
  });
});

test('a generated company has cards and DataFlows where it is asked for them', async () => {
  const company = await startDomo({ seed: 'empty', generate: { datasets: 20, people: 3, kinds: true, cards: 3 } });
  const { world } = company;
  const ids = world.datasetIds();
  const theirs = productCalls(company);
  const cards = await Promise.all(ids.map((id) => theirs.get<unknown[]>(`/api/content/v1/datasources/${id}/cards`)));
  expect(cards.map((each) => each.length)).toEqual(Array(20).fill(3));
  expect(ids.flatMap((id) => world.uses.dataflows(id))).toHaveLength(2);
  expect(new Set(ids.map((id) => world.dataset(id)?.kind))).toContain('workbench');
  await company.close();
});
