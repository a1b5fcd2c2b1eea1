import { seeded } from '../domo/seed.ts';
import { startDomo } from '../domo/server.ts';
import { callsTo, type Shown } from './domo-calls.ts';
import { freshDomo } from './fresh.ts';

let time: Date;
beforeEach(() => {
  time = new Date('2026-01-02T03:04:05.678Z');
});

const domo = freshDomo({ now: () => time, generate: { datasets: 120, people: 20 } });

const { basic, token, call, get, list, put } = callsTo(domo);

describe('/oauth/token', () => {
  test('answers GET and POST, with a token that looks like a JWT and says when it ends', async () => {
    const body = 'grant_type=client_credentials&scope=data%20user';
    const form = { Authorization: basic(), 'Content-Type': 'application/x-www-form-urlencoded' };
    const asked = [
      await fetch(`${domo.url}/oauth/token?${body}`, { headers: { Authorization: basic() } }),
      await fetch(`${domo.url}/oauth/token`, { method: 'POST', headers: form, body }),
    ];
    for (const response of asked) {
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const answer = (await response.json()) as Shown;
      expect(answer).toMatchObject({ expires_in: 3599, token_type: 'bearer', scope: 'data user', userId: 27 });
      const claims = JSON.parse(Buffer.from(answer.access_token.split('.')[1] ?? '', 'base64url').toString());
      expect(claims.exp).toBe(Math.floor(time.getTime() / 1000) + 3599);
    }
  });

  test('takes Basic and nothing else, one grant, known scopes', async () => {
    const ask = async (query: string, headers: Record<string, string>, init: RequestInit = {}) =>
      (await fetch(`${domo.url}/oauth/token?${query}`, { headers, ...init })).status;
    const grant = 'grant_type=client_credentials';
    expect(await ask(grant, {})).toBe(401);
    expect(await ask(grant, { Authorization: `Basic ${btoa(`${domo.clientId}:wrong`)}` })).toBe(401);
    expect(await ask(`${grant}&client_id=${domo.clientId}&client_secret=${domo.clientSecret}`, {})).toBe(401);
    expect(await ask('grant_type=password', { Authorization: basic() })).toBe(400);
    expect(await ask(`${grant}&scope=everything`, { Authorization: basic() })).toBe(400);
    expect(await ask(grant, { Authorization: basic() })).toBe(200);
  });

  test('tokens are checked: absent, made up, over, of another scope', async () => {
    const status = async (authorization: string | undefined, path = '/v1/datasets') => {
      const response = await fetch(domo.url + path, { headers: authorization ? { Authorization: authorization } : {} });
      return { status: response.status, json: (await response.json()) as Shown, headers: response.headers };
    };
    const absent = await status(undefined, '/v1/users');
    expect(absent.json).toMatchObject({ status: 401, path: '/v1/users', toe: expect.any(String) });
    expect(absent.json.message).toContain('Full authentication is required');
    expect((await status('bearer made.up.token')).json.error).toBe('invalid_token');
    const [whole, users] = [await token(), await token('user')];
    expect((await status(`Bearer ${users}`)).status).toBe(403);
    expect((await status(`Bearer ${whole}`)).status).toBe(200);
    time = new Date(time.getTime() + 3_600_000);
    const over = await status(`Bearer ${whole}`);
    expect(over.status).toBe(401);
    expect(over.headers.get('www-authenticate')).toContain('Jwt expired at');
  });
});

describe('lists', () => {
  test('hold 50 at most, and nothing past the end', async () => {
    expect(await list('/v1/datasets?limit=5000')).toHaveLength(50);
    expect(await list('/v1/datasets')).toHaveLength(50);
    expect(await list('/v1/datasets?limit=7&offset=3')).toHaveLength(7);
    expect(await list('/v1/datasets?offset=100000')).toEqual([]);
    expect((await list('/v1/users?limit=500')).length).toBeGreaterThan(20);
  });

  test('show neither schema nor policies, no empty description, no deleted dataset', async () => {
    domo.world.deleteDataset(seeded.ideas);
    const pages = [0, 50, 100, 150].map((offset) => list(`/v1/datasets?sort=name&offset=${offset}`));
    const rows = (await Promise.all(pages)).flat();
    const named = (name: string) => rows.find((row) => row.name === name);
    expect(named('Leonhard Euler Party')).toMatchObject({ id: seeded.party, owner: { id: 27, name: 'DomoSupport' } });
    expect(named('Leonhard Euler Party')).not.toHaveProperty('schema');
    expect(named('Ideas Regarding Physics')).toBeUndefined();
    expect(named('Least Squares')).not.toHaveProperty('description');
  });

  test('are the same with a slash at the end, as Domo’s Python SDK asks', async () => {
    expect(await list('/v1/users/?limit=3')).toEqual(await list('/v1/users?limit=3'));
    expect(await get(`/v1/datasets/${seeded.party}/`)).toEqual(await get(`/v1/datasets/${seeded.party}`));
    expect((await call('/v1/users//')).status).toBe(404);
  });

  test('know a few orders and no others', async () => {
    expect((await call('/v1/datasets?sort=owner')).status).toBe(400);
    expect((await call('/v1/datasets?offset=-1')).status).toBe(400);
    const names = (await list('/v1/datasets?sort=name')).map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    time = new Date(time.getTime() + 1_000);
    domo.world.rename(seeded.party, 'Aftermath');
    expect((await list('/v1/datasets?sort=lastUpdated'))[0]?.id).toBe(seeded.party);
  });

  test('users who are deleted are found by id alone, as a subset', async () => {
    domo.world.deleteUser(seeded.gauss);
    const ids = (await list('/v1/users?limit=500')).map(({ id }) => id);
    expect(ids).not.toContain(seeded.gauss);
    expect(await get(`/v1/users/${seeded.gauss}`)).toEqual({
      id: seeded.gauss,
      name: 'Carl Friedrich Gauss',
      deleted: true,
    });
    domo.faults.add({ kind: 'deleted_without_name' });
    expect(await get(`/v1/users/${seeded.gauss}`)).toEqual({ id: seeded.gauss, deleted: true });
    expect((await call('/v1/users/4711')).status).toBe(404);
    const [group] = await list('/v1/groups');
    expect(group).toMatchObject({ id: seeded.numberTheory, memberCount: 2 });
  });
});

describe('PUT', () => {
  test('merges, names the owner itself, and moves updatedAt', async () => {
    const before = await get(`/v1/datasets/${seeded.party}`);
    time = new Date('2026-02-02T00:00:00Z');
    const { status, json } = await put(seeded.party, { owner: { id: 28, name: 'Somebody Else' } });
    expect(status).toBe(200);
    expect(json).toEqual({
      ...before,
      owner: { id: 28, name: 'Carl Friedrich Gauss' },
      updatedAt: '2026-02-02T00:00:00.000Z',
    });
    expect(await get(`/v1/datasets/${seeded.party}`)).toEqual(json);
  });

  test('replaces the columns, other keys included, and not their count', async () => {
    const columns = [
      { name: 'Friend', type: 'STRING', visible: true },
      { name: 'Seat', type: 'LONG' },
    ];
    const { json } = await put(seeded.ideas, { schema: { columns, objects: [] } });
    expect(json.schema).toEqual({ columns });
    expect(json.columns).toBe(9);
  });

  test.each([
    ['a trailing comma', '{"name":"Party","owner":{"id":28,"name":"Carl"},}'],
    ['no JSON', 'name=Party'],
    ['a list', '[]'],
    ['an empty name', '{"name":""}'],
    ['an unknown type', '{"schema":{"columns":[{"name":"a","type":"TEXT"}]}}'],
    ['no columns', '{"schema":{"columns":[]}}'],
    ['two columns of one name', '{"schema":{"columns":[{"name":"a","type":"LONG"},{"name":"A","type":"LONG"}]}}'],
    ['an unknown owner', '{"owner":{"id":4711}}'],
    ['a deleted owner', `{"owner":{"id":${seeded.abel}}}`],
    ["a careless client's owner 0", '{"owner":{"id":0,"name":""}}'],
  ])('with %s is refused and changes nothing', async (_, body) => {
    domo.world.deleteUser(seeded.abel);
    const before = await get(`/v1/datasets/${seeded.party}`);
    const { status, json } = await put(seeded.party, body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ status: 400, statusReason: 'Bad Request', toe: expect.any(String) });
    expect(await get(`/v1/datasets/${seeded.party}`)).toEqual(before);
  });

  test.each(['connector', 'orbits', 'heavyOnly'] as const)(
    'of %s, which the API did not make, is refused',
    async (name) => {
      const before = await get(`/v1/datasets/${seeded[name]}`);
      expect((await put(seeded[name], { owner: { id: 28 } })).status).toBe(400);
      expect((await put(seeded[name], { schema: { columns: [{ name: 'a', type: 'LONG' }] } })).status).toBe(400);
      expect(await get(`/v1/datasets/${seeded[name]}`)).toEqual(before);
      domo.faults.add({ kind: 'any_kind_written' });
      expect((await put(seeded[name], { owner: { id: 28 } })).json.owner).toMatchObject({ id: 28 });
    },
  );

  test('takes the whole object back, as SDK examples send it', async () => {
    const before = await get(`/v1/datasets/${seeded.party}`);
    expect((await put(seeded.party, before)).json).toEqual(before);
  });

  test('needs JSON by name, a dataset, and one that is not deleted', async () => {
    const text = { method: 'PUT', body: '{"name":"x"}', headers: { 'Content-Type': 'text/plain' } };
    expect((await call(`/v1/datasets/${seeded.party}`, text)).status).toBe(415);
    expect((await put('nowhere', { name: 'x' })).status).toBe(404);
    domo.world.deleteDataset(seeded.party);
    expect((await put(seeded.party, { name: 'x' })).status).toBe(404);
    expect(await get(`/v1/datasets/${seeded.party}`)).toEqual({
      id: seeded.party,
      name: 'Leonhard Euler Party',
      deleted: true,
    });
    expect((await call('/v1/datasets', { method: 'PATCH' })).status).toBe(405);
  });

  test('POST makes a dataset of the client', async () => {
    const body = JSON.stringify({
      name: 'New',
      schema: { columns: [{ type: 'STRING', name: 'a' }] },
      owner: { id: 28 },
    });
    const { status, json } = await call('/v1/datasets', { method: 'POST', body });
    expect(status).toBe(201);
    expect(json).toMatchObject({ name: 'New', owner: { id: 27 }, policies: [{ type: 'open', name: 'All Rows' }] });
  });
});

describe('the rest', () => {
  test('streams are found by dataset and by owner', async () => {
    expect(await list(`/v1/streams/search?q=dataSource.id:${seeded.party}`)).toMatchObject([{ id: 663 }]);
    const owned = await list('/v1/streams/search?q=dataSource.owner.id:27&fields=all');
    expect(owned.map((stream) => stream.dataSet.id).sort()).toEqual([seeded.ideas, seeded.party].sort());
    expect((await call('/v1/streams/search?q=name:x')).status).toBe(400);
  });

  test("the activity log names the client's user", async () => {
    await put(seeded.party, { name: 'Party' });
    const [line] = await list('/v1/audit?start=0&user=27');
    expect(line).toMatchObject({ userId: '27', objectId: seeded.party, time: '2026-01-02 03:04:05 AM' });
    expect((await call('/v1/audit')).status).toBe(400);
  });

  test('what happens is told as it happens, without secrets', async () => {
    const told: string[] = [];
    const off = domo.on('call', ({ method, path, status }) => told.push(`${method} ${path} ${status}`));
    domo.on('change', ({ by, action }) => told.push(`${by}: ${action}`));
    await put(seeded.party, { name: 'Party' });
    off();
    domo.world.setOwner(seeded.party, 28);
    expect(told).toEqual([
      'GET /oauth/token 200',
      'api: UPDATED',
      `PUT /v1/datasets/${seeded.party} 200`,
      'behind: owner changed',
    ]);
    const kept = JSON.stringify(domo.calls.recent());
    expect(kept).toContain('{\\"name\\":\\"Party\\"}');
    expect(kept).not.toContain(domo.clientSecret);
    expect(kept).not.toContain('eyJ');
  });

  test('the same generator makes the same world, quickly', async () => {
    const make = () => startDomo({ seed: 'empty', generate: { datasets: 20_000, people: 100 } });
    const started = performance.now();
    const [one, two] = await Promise.all([make(), make()]);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(one.world.datasetIds()).toEqual(two.world.datasetIds());
    expect(new Set(one.world.datasetIds()).size).toBe(20_000);
    const owned = one.world.users().map(({ id }) => one.world.ownedBy(id).length);
    expect(Math.max(...owned)).toBeGreaterThan(1_000);
    await Promise.all([one.close(), two.close()]);
  });
});
