import { seeded } from '../domo/seed.ts';
import { type DomoServer, startDomo } from '../domo/server.ts';
import { callsTo } from './domo-calls.ts';

let domo: DomoServer;
let time: Date;

beforeEach(async () => {
  time = new Date('2026-01-02T03:04:05.678Z');
  domo = await startDomo({ now: () => time });
});

afterEach(async () => await domo.close());

const { call, get, list } = callsTo(() => domo);
const party = `/v1/datasets/${seeded.party}`;

describe('policies', () => {
  const path = `${party}/policies`;
  const attendees = {
    name: 'Only Show Attendees',
    filters: [{ column: 'Attending', values: ['TRUE'], operator: 'EQUALS' }],
    users: [27],
  };
  const send = (method: string, to: string, body: unknown) => call(to, { method, body: JSON.stringify(body) });

  test('are made, changed and deleted, and row security stays as it was', async () => {
    const made = await send('POST', path, attendees);
    expect(made.status).toBe(201);
    const filters = [{ ...attendees.filters[0], not: false }];
    expect(made.json).toMatchObject({ ...attendees, filters, type: 'user', groups: [], id: expect.any(Number) });
    const own = `${path}/${made.json.id}`;
    const changed = await send('PUT', own, { name: 'Everyone', filters: [] });
    expect(changed).toMatchObject({ status: 200, json: { ...made.json, name: 'Everyone', filters: [] } });
    expect(await get(own)).toEqual(changed.json);
    expect(await list(path)).toMatchObject([{ name: 'All Rows' }, { name: 'Everyone', users: [27] }]);
    expect(await get(party)).toMatchObject({ pdpEnabled: false, policies: [{ type: 'open' }, { name: 'Everyone' }] });
    expect(await call(own, { method: 'DELETE' })).toMatchObject({ status: 204, json: '' });
    expect((await call(own, { method: 'DELETE' })).status).toBe(404);
    expect(await list(path)).toMatchObject([{ name: 'All Rows' }]);
  });

  test.each([
    ['no filters', { name: 'x' }],
    ['no name', { filters: [] }],
    ['an unknown operator', { name: 'x', filters: [{ column: 'a', values: [], operator: 'IS' }] }],
    ['255 characters of values', { ...attendees, filters: [{ ...attendees.filters[0], values: ['x'.repeat(255)] }] }],
  ])('are refused with %s', async (_, body) => {
    expect((await send('POST', path, body)).status).toBe(400);
    expect(await list(path)).toHaveLength(1);
  });
});

describe('an import', () => {
  const send = (body: string, to = `${party}/data`, type = 'text/csv') =>
    call(to, { method: 'PUT', body, headers: { 'Content-Type': type } });

  test('counts rows and columns, moves updatedAt, and leaves the schema alone', async () => {
    const before = await get(party);
    time = new Date('2026-02-02T00:00:00Z');
    expect(await send('"Euler, L.",TRUE\n"Gauss\n""C. F.""",FALSE\n')).toMatchObject({ status: 204, json: '' });
    const after = await get(party);
    const at = '2026-02-02T00:00:00.000Z';
    expect(after).toMatchObject({ rows: 2, columns: 2, updatedAt: at, dataCurrentAt: at });
    expect(after.schema).toEqual(before.schema);
    await send('Abel,TRUE', `${party}/data?updateMethod=APPEND`);
    expect(await get(party)).toMatchObject({ rows: 3 });
    await send('Abel,TRUE', `${party}/data?updateMethod=MERGE`);
    expect(await get(party)).toMatchObject({ rows: 1 });
  });

  test('is refused when rows are wider than the schema, when it is no CSV, and where a connector writes', async () => {
    const wide = await send('Euler,TRUE,1707\n');
    expect(wide).toMatchObject({
      status: 400,
      json: {
        status: 400,
        statusReason: 'Bad Request',
        message: `Data import failed for dataset ${seeded.party}`,
        toe: expect.any(String),
      },
    });
    expect(wide.json).not.toHaveProperty('path');
    expect((await send('[]', `${party}/data`, 'application/json')).status).toBe(415);
    expect((await send('a,b,1,2,3,4,5\n', `/v1/datasets/${seeded.connector}/data`)).status).toBe(400);
    expect(await get(party)).toMatchObject({ rows: 0, columns: 0 });
  });
});

test('an export is CSV, with a header when asked for', async () => {
  const { json } = await call(`${party}/data?includeHeader=true`, { headers: { Accept: 'text/csv' } });
  expect(json).toBe('Friend,Attending\n');
  await call(`${party}/data`, { method: 'PUT', body: 'Abel,TRUE', headers: { 'Content-Type': 'text/csv' } });
  expect((await call(`${party}/data`)).json).toBe('Friend 1,Attending 1\n');
});

test('an execution counts its parts once it is committed, and then takes no more', async () => {
  const executions = '/v1/streams/663/executions';
  const opened = await call(executions, { method: 'POST', body: '{}' });
  expect(opened).toMatchObject({ status: 201, json: { id: 1, currentState: 'ACTIVE' } });
  const part = (number: number, body: string) =>
    call(`${executions}/1/part/${number}`, { method: 'PUT', body, headers: { 'Content-Type': 'text/csv' } });
  await part(1, 'Abel,TRUE');
  await part(1, 'Abel,TRUE\nGauss,TRUE');
  await part(2, 'Galois,FALSE');
  expect(await get(party)).toMatchObject({ rows: 0 });
  await call(`${executions}/1/commit`, { method: 'PUT' });
  expect(await get(party)).toMatchObject({ rows: 3, columns: 2, dataCurrentAt: time.toISOString() });
  expect(await get(executions)).toMatchObject([{ id: 1, currentState: 'SUCCESS' }]);
  expect((await part(3, 'Abel,TRUE')).status).toBe(400);
});

test('a stream is found by its id or by its dataset’s name, and none of its executions is open', async () => {
  const named = await list('/v1/streams/search?q=dataSource.name:Leonhard%20Euler%20Party');
  expect(named).toMatchObject([{ id: 663, dataSet: { id: seeded.party } }]);
  expect(await get('/v1/streams/663')).toMatchObject({ id: 663, dataSet: { id: seeded.party } });
  expect(await get('/v1/streams/663?fields=all')).toMatchObject({ dataSet: { name: 'Leonhard Euler Party' } });
  expect(await get('/v1/streams/663/executions')).toEqual([]);
  expect((await call('/v1/streams/4711')).status).toBe(404);
  expect((await call('/v1/streams/4711/executions')).status).toBe(404);
});
