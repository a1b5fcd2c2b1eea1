import { setImmediate as nextTurn } from 'node:timers/promises';
import { seeded } from '../domo/seed.ts';
import { callsTo } from './domo-calls.ts';
import { freshDomo } from './fresh.ts';

let time: Date;
beforeEach(() => {
  time = new Date('2026-01-02T03:04:05.678Z');
});

const domo = freshDomo({ now: () => time, generate: { datasets: 120, people: 20 } });

const { token, call, get, list, put } = callsTo(domo);

describe('what can go wrong', () => {
  const owner = { name: 'Leonhard Euler Party', owner: { id: 28 } };

  test('an owner or a schema is ignored with 200', async () => {
    domo.faults.add({ kind: 'owner_ignored' });
    domo.faults.add({ kind: 'schema_ignored' });
    const body = { ...owner, schema: { columns: [{ name: 'a', type: 'LONG' }] } };
    const { status, json } = await put(seeded.party, body);
    expect(status).toBe(200);
    expect(json.owner.id).toBe(27);
    expect(json.schema.columns).toHaveLength(2);
  });

  test('something else moves along, or what was omitted is wiped', async () => {
    domo.faults.add({ kind: 'also_moves', field: 'name' }, { times: 1 });
    expect((await put(seeded.party, owner)).json.name).toBe('Leonhard Euler Party (moved)');
    domo.faults.add({ kind: 'omitted_wiped' });
    expect((await put(seeded.party, owner)).json).not.toHaveProperty('description');
    expect((await put(seeded.rowSecurity, { name: 'Salaries' })).json.pdpEnabled).toBe(false);
  });

  test('what is written about columns goes by their names, follows them, or is lost; columns may show it', async () => {
    const { columns = [], columnNotes } = domo.world.dataset(seeded.surfaces) ?? {};
    const sent = () => columns.map((each) => (each.name === 'Weight' ? { ...each, name: 'Mass' } : each));
    const notes = () => domo.world.dataset(seeded.surfaces)?.columnNotes;
    await put(seeded.surfaces, { schema: { columns: sent() } });
    expect(notes()).toEqual(columnNotes);
    await put(seeded.surfaces, { schema: { columns } });
    const follows = domo.faults.add({ kind: 'column_notes', as: 'followed' });
    await put(seeded.surfaces, { schema: { columns: sent() } });
    expect(notes()).toEqual({ Mass: columnNotes?.Weight });
    follows.remove();
    expect((await get(`/v1/datasets/${seeded.surfaces}`)).schema.columns[4]).toEqual({ name: 'Mass', type: 'DOUBLE' });
    domo.faults.add({ kind: 'column_notes_shown' });
    expect((await get(`/v1/datasets/${seeded.surfaces}`)).schema.columns[4]).toMatchObject({ synonyms: ['mass'] });
    domo.faults.add({ kind: 'column_notes', as: 'lost' });
    await put(seeded.surfaces, { schema: { columns: sent() } });
    expect(notes()).toEqual({});
  });

  test('for chosen datasets, methods and times only', async () => {
    const fault = domo.faults.add({ kind: 'refused' }, { datasets: [seeded.ideas], method: 'PUT', times: 1, skip: 1 });
    const statuses: number[] = [];
    for (const id of [seeded.party, seeded.ideas, seeded.ideas, seeded.ideas]) {
      statuses.push((await put(id, { name: 'x' })).status);
    }
    expect(statuses).toEqual([200, 200, 400, 200]);
    expect(fault.hits).toBe(1);
    expect(domo.calls.puts(seeded.ideas)).toBe(3);
    expect(domo.faults.list()).toEqual([]);
  });

  test('an error after the effect, a page of HTML, nothing at all', async () => {
    domo.faults.add({ kind: 'status', status: 502, body: 'html', when: 'after' }, { method: 'PUT', times: 1 });
    const failed = await put(seeded.party, owner);
    expect(failed.status).toBe(502);
    expect(failed.json).toContain('<title>');
    expect(domo.world.dataset(seeded.party)?.ownerId).toBe(28);
    domo.faults.add({ kind: 'status', status: 429, retryAfter: '3', body: 'empty' }, { times: 1 });
    const busy = await call('/v1/users');
    expect([busy.status, busy.headers.get('retry-after'), busy.json]).toEqual([429, '3', '']);
    domo.faults.add({ kind: 'reset' }, { times: 1 });
    await expect(call('/v1/users')).rejects.toThrow();
    const hanging = domo.faults.add({ kind: 'hang', when: 'after' }, { times: 1 });
    const given = new AbortController();
    const over = new Promise((resolve) => domo.on('call', (seen) => seen.path === '/v1/users' && resolve(seen)));
    const hung = expect(call('/v1/users', { signal: given.signal })).rejects.toThrow();
    while (hanging.hits === 0) await nextTurn();
    given.abort();
    await hung;
    expect(await over).toMatchObject({ path: '/v1/users', status: 0 });
  });

  test('a revoked client gets no token, and its old ones die', async () => {
    const headers = { Authorization: `Bearer ${await token()}` };
    const status = async () => (await fetch(`${domo.url}/v1/users`, { headers })).status;
    domo.faults.add({ kind: 'credentials_revoked' });
    expect(await token()).toBeUndefined();
    expect(await status()).toBe(401);
    domo.faults.clear();
    expect(await status()).toBe(200);
  });

  test('a connector takes a new schema back', async () => {
    domo.faults.add({ kind: 'connector_resets_schema' });
    const columns = [{ name: 'a', type: 'LONG' }];
    expect((await put(seeded.party, { schema: { columns } })).json.schema.columns).toEqual(columns);
    expect((await get(`/v1/datasets/${seeded.party}`)).schema.columns).toHaveLength(2);
    domo.faults.clear();
    domo.faults.add({ kind: 'any_kind_written' });
    expect((await put(seeded.connector, { schema: { columns } })).status).toBe(200);
    domo.world.runConnector(seeded.connector);
    expect((await get(`/v1/datasets/${seeded.connector}`)).schema.columns).toHaveLength(7);
  });

  test('a row is passed over when one in front of it goes between two pages', async () => {
    const ids = [...domo.world.datasetIds()];
    domo.faults.add({ kind: 'page_drift', by: 'removed' });
    const first = await list('/v1/datasets?sort=dataSourceId');
    const second = await list('/v1/datasets?sort=dataSourceId&offset=50');
    const seen = [...first, ...second].map(({ id }) => id);
    expect(seen).not.toContain(ids[50]);
  });
});
