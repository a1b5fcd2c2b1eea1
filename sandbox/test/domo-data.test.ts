import { seeded } from '../domo/seed.ts';
import { callsTo } from './domo-calls.ts';
import { freshDomo } from './fresh.ts';

const domo = freshDomo();

const { call, get, list } = callsTo(domo);
const party = `/v1/datasets/${seeded.party}`;

describe('policies', () => {
  const path = `${party}/policies`;
  const attendees = {
    name: 'Only Show Attendees',
    filters: [{ column: 'Attending', values: ['TRUE'], operator: 'EQUALS' }],
    users: [27],
  };
  const send = (method: string, to: string, body: unknown) => call(to, { method, body: JSON.stringify(body) });

  test('are made and changed, and row security stays as it was', async () => {
    const made = await send('POST', path, attendees);
    expect(made.status).toBe(201);
    const filters = [{ ...attendees.filters[0], not: false }];
    expect(made.json).toMatchObject({ ...attendees, filters, type: 'user', groups: [], id: expect.any(Number) });
    const changed = await send('PUT', `${path}/${made.json.id}`, { name: 'Everyone', filters: [] });
    expect(changed).toMatchObject({ status: 200, json: { ...made.json, name: 'Everyone', filters: [] } });
    expect(await list(path)).toMatchObject([{ name: 'All Rows' }, { name: 'Everyone', users: [27] }]);
    expect(await get(party)).toMatchObject({ pdpEnabled: false, policies: [{ type: 'open' }, { name: 'Everyone' }] });
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

test('a stream is found by its id or by its dataset’s name, and lists its executions', async () => {
  const named = await list('/v1/streams/search?q=dataSource.name:Leonhard%20Euler%20Party');
  expect(named).toMatchObject([{ id: 663, dataSet: { id: seeded.party } }]);
  expect(await get('/v1/streams/663')).toMatchObject({ id: 663, dataSet: { id: seeded.party } });
  expect(await get('/v1/streams/663?fields=all')).toMatchObject({ dataSet: { name: 'Leonhard Euler Party' } });
  domo.world.executions(seeded.party).push({ id: 7, currentState: 'ACTIVE', startedAt: '2026-01-02T03:00:00Z' });
  expect(await get('/v1/streams/663/executions')).toMatchObject([{ id: 7, currentState: 'ACTIVE' }]);
  expect((await call('/v1/streams/4711')).status).toBe(404);
  expect((await call('/v1/streams/4711/executions')).status).toBe(404);
});
