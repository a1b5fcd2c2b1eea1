import { seeded } from '../domo/seed.ts';
import { type DomoServer, startDomo } from '../domo/server.ts';
import { productCalls } from './product-calls.ts';

let domo: DomoServer;

beforeEach(async () => {
  domo = await startDomo({ now: () => new Date('2026-01-02T03:04:05.678Z') });
});

afterEach(async () => await domo.close());

const { call, get, post, reassign } = productCalls(() => domo);

test('a stream says how data comes in, in seconds; keys of an upsert are not told there', async () => {
  const stream = await get('/api/data/v1/streams/665?fields=all');
  expect(stream).toMatchObject({
    id: 665,
    updateMethod: 'UPSERT',
    transport: { type: 'API' },
    account: null,
    createdAt: 1_767_323_045,
    dataSource: { id: seeded.upsert, created: 1_767_323_045_678 },
    schemaDefinition: { columns: expect.arrayContaining([{ name: 'Theorem', type: 'LONG' }]) },
  });
  expect(stream).not.toHaveProperty('keyColumnNames');
  const feed = { transport: { type: 'CONNECTOR' }, scheduleState: 'ACTIVE', account: { id: 71, userId: 38 } };
  expect(await get('/api/data/v1/streams/664')).toMatchObject(feed);
  expect(await get('/api/data/v1/streams/bulk?streamId=664,665,4711')).toHaveLength(2);
  expect((await call('/api/data/v1/streams/4711')).status).toBe(404);
});

test('a run that goes on is shown as such', async () => {
  domo.world.executions(seeded.connector).push({
    id: 7,
    currentState: 'ACTIVE',
    startedAt: '2026-01-02T03:00:00Z',
    parts: new Map(),
  });
  const running = { executionId: 7, currentState: 'ACTIVE', startedAt: 1_767_322_800 };
  expect(await get('/api/data/v1/streams/664/executions')).toEqual([expect.objectContaining(running)]);
  expect(await get('/api/data/v1/streams/664')).toMatchObject({ currentExecution: running });
});

test('the credentials of a connector are somebody’s, and stay theirs', async () => {
  await reassign([seeded.connector], { userId: seeded.gauss });
  expect(await get(`/api/data/v3/datasources/${seeded.connector}`)).toMatchObject({
    accountId: 71,
    owner: { id: '28' },
  });
  expect(await get('/api/data/v1/accounts/71')).toMatchObject({
    displayName: 'Observatory Sheets',
    userId: seeded.fermat,
  });
  expect(await get('/api/data/v2/accounts/share/71')).toEqual([
    { type: 'USER', id: seeded.fermat, accessLevel: 'OWNER' },
  ]);
  expect((await call('/api/data/v1/accounts/1')).status).toBe(404);
});

test('columns come with what people wrote about them, and as keys where Domo shows those', async () => {
  const of = (id: string) => `/api/data/v2/datasources/${id}/schemas/latest`;
  const plain = await get<{ schema: { columns: unknown[] } }>(of(seeded.upsert));
  expect(plain.schema.columns[0]).toMatchObject({ id: 'Theorem', type: 'LONG', visible: true });
  expect(plain.schema.columns[0]).not.toHaveProperty('upsertKey');
  domo.faults.add({ kind: 'upsert_keys_shown' }, { path: '/api' });
  expect(await get(of(seeded.upsert))).toMatchObject({
    schema: { columns: [{ upsertKey: true }, { upsertKey: false }, {}] },
  });
  const wrangled = await get<{ columns: unknown[] }>(`/api/query/v1/datasources/${seeded.surfaces}/wrangle`);
  expect(wrangled.columns[4]).toMatchObject({ name: 'Weight', description: 'In grams', tags: ['measured'] });
  const dictionary = await get(`/api/ai/readiness/v1/data-dictionary/dataset/${seeded.surfaces}`);
  expect(JSON.stringify(dictionary)).toContain('"synonyms":["mass"]');
});

test('masks of columns and filters of rows are told apart', async () => {
  const of = (version: string, what: string) => get(`/api/query/${version}/data-control/${seeded.rowSecurity}/${what}`);
  expect(await of('v2', 'column-policy-mapping')).toEqual([
    { id: 9, columnName: 'Salary', filterGroupId: 9, dataSourceId: seeded.rowSecurity },
  ]);
  expect(await of('v2', 'policy-group')).toMatchObject([{ filterGroupId: 9, columnPolicies: [{ values: ['hash'] }] }]);
  expect(await of('v1', 'filter-groups')).toMatchObject([
    { name: 'All Rows', type: 'open', userIds: [32] },
    { name: 'Own region', type: 'user', parameters: [{ type: 'COLUMN', name: 'Region', values: ['Basel'] }] },
  ]);
});

test('policies may come in an object, or with ids that are texts', async () => {
  const mapping = () => get(`/api/query/v2/data-control/${seeded.rowSecurity}/column-policy-mapping`);
  domo.faults.add({ kind: 'policies', as: 'wrapped' }, { path: '/api', times: 1 });
  expect(await mapping()).toMatchObject({ columnPolicyMappings: [{ columnName: 'Salary', filterGroupId: 9 }] });
  domo.faults.add({ kind: 'policies', as: 'text ids' }, { path: '/api', times: 1 });
  expect(await mapping()).toMatchObject([{ columnName: 'Salary', filterGroupId: '9' }]);
});

test('whoever has a dataset: its owner, and the former one where Domo keeps them', async () => {
  const of = (id: string) => get(`/api/data/v3/datasources/${id}/permissions`);
  domo.faults.add({ kind: 'old_owner_keeps', level: 'CO_OWNER' }, { path: '/api', datasets: [seeded.ideas] });
  await reassign([seeded.ideas, seeded.party], { groupId: seeded.numberTheory });
  const group = { type: 'GROUP', id: '501', accessLevel: 'OWNER', name: 'Number Theory' };
  const former = { type: 'USER', id: '27', accessLevel: 'CO_OWNER', name: 'DomoSupport' };
  expect(await of(seeded.party)).toEqual({ list: [group], totalUserCount: 0, totalGroupCount: 1 });
  expect(await of(seeded.ideas)).toEqual({ list: [group, former], totalUserCount: 1, totalGroupCount: 1 });
  const rows = await get(`/api/query/v1/data-control/${seeded.ideas}/filter-groups`);
  expect(rows).toMatchObject([{ userIds: [27], groupIds: [501] }]);
  domo.faults.add({ kind: 'all_rows_kept' }, { path: '/api' });
  await reassign([seeded.rowSecurity], { userId: seeded.gauss });
  const kept = await get(`/api/query/v1/data-control/${seeded.rowSecurity}/filter-groups`);
  expect(kept).toMatchObject([{ userIds: [28, 32] }, { name: 'Own region' }]);
  const bulk = () => post('/api/data/v3/datasources/bulk/permissions', [seeded.party, 'nowhere']);
  expect((await bulk()).json).toEqual({ [seeded.party]: [group] });
  domo.faults.add({ kind: 'bulk_permissions', as: 'wrapped' }, { path: '/api', times: 1 });
  expect((await bulk()).json).toEqual({ [seeded.party]: { list: [group] } });
  domo.faults.add({ kind: 'bulk_permissions', as: 'forbidden' }, { path: '/api' });
  expect((await bulk()).status).toBe(403);
});

test('groups and their members', async () => {
  const groups = '/api/content/v2/groups';
  expect(await get(`${groups}/grouplist?search=observ`)).toMatchObject([
    { groupId: 502, groupType: 'closed', memberCount: 2 },
  ]);
  expect(await get(`${groups}/grouplist?limit=1&offset=1`)).toMatchObject([{ groupId: 502 }]);
  expect(await get(`${groups}/502`)).toMatchObject({ id: 502, name: 'Observatory', userIds: [31, 32], active: true });
  expect((await call(`${groups}/4711`)).status).toBe(404);
  expect((await post(`${groups}/get?includeActive=true`, ['501', '4711'])).json).toEqual([
    { id: 501, name: 'Number Theory', active: true },
  ]);
  expect(await get('/api/content/v2/users/31/groups')).toEqual([{ id: 501 }, { id: 502 }]);
});

test('people by id; whoever is gone, by what is said of them or by the e-mail alone', async () => {
  const people = () => get(`/api/content/v3/users?id=28,${seeded.fermat},4711&includeDetails=true`);
  const gone = expect.stringMatching(/_deleted_\d+$/);
  expect(await people()).toMatchObject([
    { id: 28, detail: { email: 'carl@example.com', active: true } },
    { id: seeded.fermat, detail: { email: gone, active: false } },
  ]);
  domo.faults.add({ kind: 'deleted_user_active' }, { path: '/api' });
  expect(await people()).toMatchObject([{}, { detail: { email: gone, active: true } }]);
});

test('access tokens are listed with their ends and without their values', async () => {
  domo.product.expireTokenAt(new Date('2026-01-09T00:00:00Z'));
  const { json } = await call('/api/data/v1/accesstokens');
  expect(json).toMatchObject([
    {
      name: 'Domo Steward',
      ownerId: 27,
      ownerEmail: 'support@domo.example',
      expires: Date.parse('2026-01-09T00:00:00Z'),
    },
    {},
  ]);
  expect(JSON.stringify(json)).not.toContain(domo.product.token);
});
