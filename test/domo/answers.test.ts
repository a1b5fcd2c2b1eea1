import { seeded } from '../../sandbox/domo/seed.ts';
import {
  DomoNotFoundError,
  DomoRefusedError,
  DomoUnavailableError,
  DomoUnexpectedError,
} from '../../src/domo/errors.ts';
import { answerError } from '../../src/domo/failures.ts';
import { datasetAnswer, datasetListAnswer, policyAnswer, userAnswer } from '../../src/domo/responses.ts';
import { rejection, startPair, stopPairs } from './pair.ts';

afterEach(stopPairs);

describe('errors', () => {
  const errorOf = (status: number, text: string, headers = {}) =>
    answerError({ status, text, headers: new Headers(headers) }, 'read dataset 1', new Date(0), (clean) => clean);

  test('access denied is a refusal, however Domo says it', async () => {
    const { server, domo } = await startPair();
    for (const plain of [false, true]) {
      server.faults.clear();
      server.faults.add({ kind: 'refused', plain });
      const error = await rejection(domo.dataset(seeded.party));
      expect(error).toBeInstanceOf(DomoRefusedError);
      expect(error).toMatchObject({ status: plain ? 403 : 400 });
      expect(String(error)).toContain('Domo denied access. An admin must grant the app “Manage DataSet”.');
    }
  });

  test('a bare 403 with nothing but a trace id is a refusal, too', () => {
    const error = errorOf(403, '{"status":403,"toe":"694M4LH50R-CFNR0-N0VD2"}');
    expect(error).toBeInstanceOf(DomoRefusedError);
    expect(error.toe).toBe('694M4LH50R-CFNR0-N0VD2');
  });

  test('an unknown dataset, a bad body and an unknown owner are told apart, with the trace id', async () => {
    const { domo } = await startPair();
    const missing = await rejection(domo.dataset('no-such-id'));
    expect(missing).toBeInstanceOf(DomoNotFoundError);
    expect(missing).toMatchObject({ toe: expect.stringMatching(/^[A-Z0-9]{10}-[A-Z0-9]{5}-[A-Z0-9]{5}$/) });
    const noName = await rejection(domo.updateDataset(seeded.party, { name: '' }));
    expect(noName).toBeInstanceOf(DomoRefusedError);
    expect(String(noName)).toContain(
      "Domo refused to change the dataset and gave no reason (400). Usually it wasn't made with Domo's API",
    );
    const owner = await rejection(domo.updateDataset(seeded.party, { name: 'P', owner: { id: 4711, name: '' } }));
    expect(String(owner)).toContain('User 4711 does not exist');
  });

  test.each([
    [500, ''],
    [503, '<html><head><title>Domo - Blocked</title></head></html>'],
    [502, 'x'.repeat(100_000)],
    [500, 'null'],
    [500, '[1]'],
    [500, '{"message":{"deep":true},"toe":7}'],
  ])('status %i with an odd body is still an answer', (status, text) => {
    const error = errorOf(status, text);
    expect(error).toBeInstanceOf(DomoUnavailableError);
    expect(error.message.length).toBeLessThan(350);
  });

  test.each([400, 401, 403, 404, 406])('a web page with a %i is no answer of Domo’s, and said to be that', (status) => {
    const error = errorOf(status, '<!DOCTYPE html><html><head><title>Blocked by Acme</title></head></html>');
    expect(error).toBeInstanceOf(DomoUnexpectedError);
    const words = `Something between the app and Domo, such as a proxy or an IP allowlist, answered with a web page (${status}: Blocked by Acme)`;
    expect(error.message).toContain(words);
  });

  test('a body that is not JSON is cut on whole characters, its tags left out', () => {
    const { message } = errorOf(400, `<body><h1>${'😀'.repeat(500)}</h1></body>`);
    expect([...message].filter((character) => character === '😀')).toHaveLength(200);
    expect(message).not.toContain('<');
    expect(message.isWellFormed()).toBe(true);
  });

  test.each([301, 302, 303, 307, 308])(
    'a redirect (%i) to another host is not followed, and is no success',
    async (status) => {
      const [{ server, domo }, other] = [await startPair(), await startPair()];
      server.faults.add({ kind: 'redirect', to: `${other.server.url}/v1/datasets/${seeded.party}`, status });
      expect(await rejection(domo.dataset(seeded.party))).toBeInstanceOf(DomoUnexpectedError);
      expect(await rejection(domo.updateDataset(seeded.party, { name: 'P' }))).toBeInstanceOf(DomoUnexpectedError);
      server.faults.clear();
      server.faults.add({ kind: 'redirect', to: `${other.server.url}/oauth/token`, status }, { path: '/oauth' });
      server.expireTokens();
      expect(await rejection(domo.dataset(seeded.party))).toBeInstanceOf(DomoUnavailableError);
      // Neither the token nor the client's secret went anywhere.
      expect(other.server.calls.recent()).toEqual([]);
    },
  );

  test('200 with a page instead of JSON is unexpected', async () => {
    const { server, domo } = await startPair();
    server.faults.add({ kind: 'status', status: 200, body: 'html' });
    expect(await rejection(domo.dataset(seeded.party))).toBeInstanceOf(DomoUnexpectedError);
  });
});

describe('answers', () => {
  test('a dataset keeps what we do not know, and reads ids as numbers or strings', () => {
    const read = datasetAnswer.parse({
      id: 5,
      name: 'n',
      description: null,
      owner: { id: '27', name: 'DomoSupport', group: false },
      schema: { columns: [{ name: 'a', type: 'STRING', visible: true }], objects: [] },
      rows: 'many',
      policies: [{ id: '3607', type: 'open', name: 'All Rows', users: [] }],
      newField: { kept: true },
    });
    expect(read).toMatchObject({ id: '5', owner: { id: 27, name: 'DomoSupport' }, newField: { kept: true } });
    expect(read.description).toBeUndefined();
    expect(read.rows).toBeUndefined();
    expect(read.schema).toEqual({ columns: [{ name: 'a', type: 'STRING', visible: true }], objects: [] });
    expect(read.policies?.[0]).toMatchObject({ id: 3607, filters: [], users: [] });
  });

  test('an owner that is missing, null or without an id is no owner', () => {
    const rows = [{ id: 'a' }, { id: 'b', owner: null }, { id: 'c', owner: {} }, { id: 'd', owner: { id: null } }];
    expect(datasetListAnswer.parse(rows).rows.map(({ owner }) => owner)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('a dataset without a name is refused unless it is deleted: its name would be written back', () => {
    expect(datasetAnswer.safeParse({ id: 'a' }).success).toBe(false);
    expect(datasetAnswer.parse({ id: 'a', deleted: true })).toMatchObject({ id: 'a', name: '', deleted: true });
  });

  test('a filter without "not" does not negate; a deleted user needs no name', () => {
    const { filters } = policyAnswer.parse({ id: 1, filters: [{ column: 'c' }] });
    expect(filters).toEqual([{ column: 'c', values: [], operator: '', not: false }]);
    expect(userAnswer.parse({ id: '38', deleted: true })).toEqual({ id: 38, name: '', deleted: true });
  });

  test('what comes over HTTP: deleted, row security, streams', async () => {
    const { server, domo } = await startPair();
    server.world.deleteDataset(seeded.ideas);
    server.world.deleteUser(seeded.fermat);
    expect(await domo.dataset(seeded.ideas)).toMatchObject({ id: seeded.ideas, deleted: true });
    expect(await domo.user(seeded.fermat)).toMatchObject({ id: seeded.fermat, deleted: true });
    const policies = await domo.policies(seeded.rowSecurity);
    expect(policies.flatMap(({ filters }) => filters.map(({ column }) => column))).toEqual(['Region']);
    expect(await domo.streams(seeded.party)).toEqual([{ id: 663, updateMethod: 'REPLACE' }]);
    expect(await domo.streams(seeded.connector)).toEqual([]);
  });

  test('one odd row costs neither the page nor the reading, and is told', async () => {
    const { domo, server, logged } = await startPair();
    const whole = await domo.datasetPage(0);
    const odd = [
      { deleted: null },
      { updatedAt: 1_700_000_000 },
      { policies: [{ name: 'no id' }] },
      { owner: { id: 'Ada' } },
    ];
    server.faults.add({
      kind: 'edited',
      edit: (json) => [...(json as object[]).map((row, nth) => ({ ...row, ...odd[nth] })), { name: 'no id' }, null],
    });
    expect((await domo.datasetPage(0)).map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    expect(logged).toContainEqual(expect.objectContaining({ details: expect.objectContaining({ odd: 2 }) }));
  });

  test('one odd person costs no page of people, and is told', async () => {
    const { domo, server, logged } = await startPair();
    const whole = await domo.userPage(0);
    server.faults.add({ kind: 'edited', edit: (json) => [{ id: 'Ada' }, ...(json as object[]), null] });
    expect(await domo.userPage(0)).toEqual(whole);
    expect(logged).toContainEqual(expect.objectContaining({ details: expect.objectContaining({ odd: 2 }) }));
  });

  test('columns of which one cannot be read are not known, which is not none', () => {
    const columns = [
      { name: 'a', type: 'LONG' },
      { name: 'b', type: null },
    ];
    expect(datasetAnswer.parse({ id: 'a', name: 'n', schema: { columns } }).schema).toBeUndefined();
    expect(datasetAnswer.parse({ id: 'a', name: 'n' }).schema).toBeUndefined();
    expect(datasetAnswer.parse({ id: 'a', name: 'n', schema: { columns: [] } }).schema).toEqual({ columns: [] });
  });

  test('a policy whose filters cannot be read is not one without filters', async () => {
    const { domo, server } = await startPair();
    server.faults.add({ kind: 'edited', edit: () => [{ id: 1, name: 'odd', filters: [{ column: null }] }] });
    expect(await rejection(domo.policies(seeded.rowSecurity))).toBeInstanceOf(DomoUnexpectedError);
  });

  test.each([false, true])(
    'an answer that never ends is given up before it fills the memory; packed: %s',
    async (packed) => {
      const { domo, server } = await startPair();
      server.faults.add({ kind: 'endless', packed });
      const error = await rejection(domo.dataset(seeded.party));
      expect(error).toBeInstanceOf(DomoUnexpectedError);
      expect(String(error)).toContain("Domo's answer is longer than 32 MB");
    },
  );

  test.each([
    ['longer', 7, DomoUnavailableError],
    ['shorter', -7, DomoUnexpectedError],
  ])('an answer that calls itself %s than it is is no answer, and the next call is made', async (_, by, kind) => {
    const { domo, server } = await startPair({ client: { timeoutMs: 200 } });
    server.faults.add({ kind: 'wrong_length', by });
    expect(await rejection(domo.dataset(seeded.party))).toBeInstanceOf(kind);
    server.faults.clear();
    expect(await domo.dataset(seeded.party)).toMatchObject({ id: seeded.party });
  });

  test('an answer nested 2,000 deep is read as far as it is understood', async () => {
    const { domo, server } = await startPair();
    const deep = JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`);
    server.faults.add({ kind: 'edited', edit: (json) => ({ ...(json as object), schema: deep, owner: deep }) });
    expect(await domo.dataset(seeded.party)).toMatchObject({ id: seeded.party, owner: undefined, schema: undefined });
  });

  test('JSON of the wrong kind is not called no JSON', async () => {
    const { domo, server } = await startPair();
    server.faults.add({ kind: 'edited', edit: () => ['a list'] });
    expect(String(await rejection(domo.dataset(seeded.party)))).toContain('not as its API promises');
  });
});
