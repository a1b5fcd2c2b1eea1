import { seeded } from '../domo/seed.ts';
import { freshDomo } from './fresh.ts';
import { productCalls } from './product-calls.ts';

const domo = freshDomo({ now: () => new Date('2026-01-02T03:04:05.678Z') });

const { call, get, post, reassign } = productCalls(domo);

test('streams say whose credentials feed a dataset, and what their sources are configured with', async () => {
  domo.world.executions(seeded.connector).push({ id: 7, currentState: 'ACTIVE', startedAt: '2026-01-02T03:00:00Z' });
  await reassign([seeded.connector], { userId: seeded.gauss });
  const running = { executionId: 7, currentState: 'ACTIVE', startedAt: 1_767_322_800 };
  expect(await get('/api/data/v1/streams/bulk?streamId=664,665,4711')).toMatchObject([
    {
      id: 664,
      transport: { type: 'CONNECTOR' },
      account: { id: 71, userId: seeded.fermat },
      currentExecution: running,
    },
    { id: 665, updateMethod: 'UPSERT', transport: { type: 'API' }, account: null, createdAt: 1_767_323_045 },
  ]);
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

test('a mask names its column in one list and how it hides in another', async () => {
  const of = (what: string) => get(`/api/query/v2/data-control/${seeded.rowSecurity}/${what}`);
  expect(await of('column-policy-mapping')).toEqual([
    { id: 9, columnName: 'Salary', filterGroupId: 9, dataSourceId: seeded.rowSecurity },
  ]);
  expect(await of('policy-group')).toMatchObject([{ filterGroupId: 9, columnPolicies: [{ values: ['hash'] }] }]);
});

test('policies may come in an object, or with ids that are texts', async () => {
  const mapping = () => get(`/api/query/v2/data-control/${seeded.rowSecurity}/column-policy-mapping`);
  domo.faults.add({ kind: 'policies', as: 'wrapped' }, { path: '/api', times: 1 });
  expect(await mapping()).toMatchObject({ columnPolicyMappings: [{ columnName: 'Salary', filterGroupId: 9 }] });
  domo.faults.add({ kind: 'policies', as: 'text ids' }, { path: '/api', times: 1 });
  expect(await mapping()).toMatchObject([{ columnName: 'Salary', filterGroupId: '9' }]);
});

test('whoever has a dataset: its owner, and the former one where Domo keeps them', async () => {
  domo.faults.add({ kind: 'old_owner_keeps' }, { path: '/api', datasets: [seeded.ideas] });
  await reassign([seeded.ideas, seeded.party], { groupId: seeded.numberTheory });
  const group = { type: 'GROUP', id: '501', accessLevel: 'OWNER', name: 'Number Theory' };
  const former = { type: 'USER', id: '27', accessLevel: 'CO_OWNER', name: 'DomoSupport' };
  const bulk = () => post('/api/data/v3/datasources/bulk/permissions', [seeded.party, seeded.ideas, 'nowhere']);
  expect((await bulk()).json).toEqual({ [seeded.party]: [group], [seeded.ideas]: [group, former] });
  domo.faults.add({ kind: 'bulk_permissions', as: 'wrapped' }, { path: '/api', times: 1 });
  expect((await bulk()).json).toMatchObject({ [seeded.party]: { list: [group] } });
  domo.faults.add({ kind: 'bulk_permissions', as: 'forbidden' }, { path: '/api' });
  expect((await bulk()).status).toBe(403);
});

test('groups and their members', async () => {
  const groups = '/api/content/v2/groups';
  expect(await get(`${groups}/grouplist?limit=1&offset=1`)).toMatchObject([
    { groupId: 502, groupType: 'closed', memberCount: 2 },
  ]);
  expect(await get(`${groups}/502`)).toMatchObject({ id: 502, name: 'Observatory', userIds: [31, 32], active: true });
  expect((await call(`${groups}/4711`)).status).toBe(404);
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
