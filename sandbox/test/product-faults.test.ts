import type { Fault, FaultScope } from '../domo/faults.ts';
import { seeded } from '../domo/seed.ts';
import { freshDomo } from './fresh.ts';
import { productCalls } from './product-calls.ts';

const domo = freshDomo({ generate: { datasets: 120, people: 20 } });

const { call, get, post, read, reassign } = productCalls(domo);
const me = () => call('/api/content/v2/users/me');
const fail = (fault: Fault, scope: FaultScope = {}) => domo.faults.add(fault, { path: '/api', ...scope });
const ids = [seeded.connector, seeded.orbits, seeded.ideas];
const give = () => reassign(ids, { userId: seeded.gauss });
const owners = async () => Promise.all(ids.map(async (id) => (await read(id)).owner.id));

describe('a token that is not taken', () => {
  test('ends in the middle', async () => {
    fail({ kind: 'token_over' }, { skip: 2 });
    expect([(await me()).status, (await me()).status, (await me()).status, (await me()).status]).toEqual([
      200, 200, 401, 401,
    ]);
  });

  test('of another instance, which answers: nobody we know, none of our datasets', async () => {
    fail({ kind: 'other_instance' });
    expect((await me()).json).not.toMatchObject({ id: 27 });
    expect((await call(`/api/data/v3/datasources/${seeded.ideas}`)).status).toBe(404);
    expect((await post('/api/data/v3/datasources/bulk', ids)).json).toEqual({ dataSources: [] });
    expect((await get<{ dataSources: unknown[] }>('/api/data/v3/datasources')).dataSources).toEqual([]);
    expect((await give()).status).toBe(400);
  });
});

test.each([
  ['forbidden', 403, { message: 'Forbidden' }],
  ['empty', 200, ''],
  ['html', 200, expect.stringContaining('Domo - Blocked')],
  ['redirect', 303, ''],
] as const)('a host that is not ours answers as %s, whatever the token', async (as, status, json) => {
  fail({ kind: 'wrong_host', as });
  expect(await me()).toMatchObject({ status, json });
  expect(await call('/api/content/v2/users/me', { headers: { 'X-DOMO-Developer-Token': '' } })).toMatchObject({
    status,
  });
});

test('pages and emptiness with a 200, where an answer was expected', async () => {
  fail({ kind: 'status', status: 200, body: 'html' }, { times: 1 });
  expect(await me()).toMatchObject({ status: 200, json: expect.stringContaining('Domo - Login') });
  fail({ kind: 'status', status: 200, body: 'empty' }, { times: 1 });
  expect(await me()).toMatchObject({ status: 200, json: '' });
});

test('errors with less to read', async () => {
  const unknown = () => call('/api/data/v3/datasources/nowhere');
  const whole = { status: 404, statusReason: 'Not Found', message: 'Not Found', toe: expect.any(String) };
  expect((await unknown()).json).toEqual({ ...whole, localizedMessage: 'DataSource nowhere was not found' });
  fail({ kind: 'error_body', as: 'message' }, { times: 1 });
  expect((await unknown()).json).toEqual({ message: 'Not Found' });
  fail({ kind: 'error_body', as: 'empty' }, { times: 1 });
  expect(await unknown()).toMatchObject({ status: 404, json: '' });
});

describe('a change of owners', () => {
  const one = { datasets: [seeded.orbits] };
  const others = [seeded.connector, seeded.ideas];

  test.each([
    ['text', { failed: { [seeded.orbits]: 'Unable to reassign' }, successful: others }],
    ['object', { failed: { [seeded.orbits]: { message: 'Unable to reassign' } }, successful: others }],
    ['absent', { failed: {}, successful: others }],
    ['silent', { failed: {}, successful: ids }],
  ] as const)('that leaves one as it was: %s', async (as, json) => {
    fail({ kind: 'reassign_fails', as }, one);
    expect(await give()).toMatchObject({ status: 200, json });
    expect(await owners()).toEqual(['28', '502', '28']);
  });

  test('that is refused whole for one of them', async () => {
    fail({ kind: 'reassign_batch_fails' }, one);
    expect((await give()).status).toBe(400);
    expect(await owners()).toEqual(['31', '502', '27']);
    expect((await reassign(others, { userId: seeded.gauss })).json.successful).toEqual(others);
  });

  test('by a user who may only read: each is told as failed, and a read says so before', async () => {
    const permission = () => get(`/api/data/v3/datasources/${seeded.ideas}?part=permission`);
    expect(await permission()).toMatchObject({ currentUserFullAccess: true });
    fail({ kind: 'few_rights' });
    expect(await permission()).toMatchObject({ currentUserFullAccess: false, permissions: 'READ_SHARE' });
    expect(Object.keys((await give()).json.failed).toSorted()).toEqual(ids.toSorted());
    expect(await owners()).toEqual(['31', '502', '27']);
  });

  test('that is refused for one that may not be touched', async () => {
    fail({ kind: 'refused' }, one);
    expect(Object.keys((await give()).json.failed)).toEqual([seeded.orbits]);
  });

  test('that was done and is not answered', async () => {
    fail({ kind: 'hang', when: 'after' }, { path: '/api/data/v1/ui/bulk/reassign' });
    const stop = AbortSignal.timeout(50);
    const body = JSON.stringify({ type: 'DATA_SOURCE', ids, userId: seeded.gauss });
    await expect(call('/api/data/v1/ui/bulk/reassign', { method: 'POST', body, signal: stop })).rejects.toThrow();
    expect(await owners()).toEqual(['28', '28', '28']);
  });
});

test('every third call is one too many, with a time to wait or without', async () => {
  const fault = fail({ kind: 'status', status: 429, retryAfter: '1' }, { every: 3 });
  const calls = [await me(), await me(), await me(), await me(), await me(), await me()];
  expect(calls.map(({ status }) => status)).toEqual([200, 200, 429, 200, 200, 429]);
  expect(calls[2]?.headers.get('retry-after')).toBe('1');
  fault.remove();
  fail({ kind: 'status', status: 429 });
  expect((await me()).headers.get('retry-after')).toBeNull();
});

test('faults of the public API leave this one alone, and the other way round', async () => {
  domo.faults.add({ kind: 'status', status: 500 });
  expect((await me()).status).toBe(200);
});
