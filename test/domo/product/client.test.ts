import type { Fault } from '../../../sandbox/domo/faults.ts';
import { seeded } from '../../../sandbox/domo/seed.ts';
import { DomoAccessTokenError, DomoUnavailableError, DomoUnexpectedError } from '../../../src/domo/errors.ts';
import type { CallInfo } from '../../../src/domo/options.ts';
import { createProduct } from '../../../src/domo/product/client.ts';
import { ofInstance } from '../../../src/domo/product/of-instance.ts';
import type { Product } from '../../../src/domo/product/types.ts';
import { type Pair, rejection, startPair, stopPairs } from '../pair.ts';

let pair: Pair;
let product: Product;
let asked: CallInfo[];

beforeEach(async () => {
  pair = await startPair();
  asked = [];
  product = open();
});

afterEach(async () => {
  await product.stop();
  await stopPairs();
});

function open(accessToken = pair.server.product.token): Product {
  return createProduct({
    url: pair.server.product.url,
    accessToken,
    requestsPerSecond: 1_000,
    concurrency: 4,
    check: ofInstance(pair.domo),
    sleep: async () => undefined,
    onCall: (info) => asked.push(info),
  });
}

const eulers = () => pair.server.world.ownedBy(seeded.euler).map(({ id }) => id);
const paths = () => new Set(asked.map(({ path }) => path));

test('tells what a dataset is, and who owns it, user or group', async () => {
  const [comets] = pair.server.world.ownedBy(seeded.observatory, 'GROUP');
  const read = await product.datasource(comets?.id ?? '');
  expect(read).toMatchObject({
    name: 'Comets',
    transport: 'CONNECTOR',
    provider: 'snowflake-internal',
    owner: { type: 'group', id: seeded.observatory, name: 'Observatory' },
    columnCount: 3,
  });
  expect(await product.ownedBy({ type: 'group', id: seeded.observatory })).toHaveLength(5);
  const bulk = await product.datasources([...eulers(), 'nobody']);
  expect(bulk.map(({ owner }) => owner?.id)).toEqual(Array.from({ length: 12 }, () => seeded.euler));
});

test('gives datasets to a user or a group, and says of each what became of it', async () => {
  const [first = '', second = '', third = ''] = eulers();
  pair.server.faults.add({ kind: 'reassign_fails', as: 'object' }, { path: '/api', datasets: [second] });
  pair.server.faults.add({ kind: 'reassign_fails', as: 'absent' }, { path: '/api', datasets: [third] });
  const answer = await product.reassign([first, second, third], { type: 'group', id: seeded.numberTheory });
  expect(answer).toEqual({ successful: [first], failed: [{ id: second, reason: 'Unable to reassign' }] });
  expect((await product.datasource(first)).owner).toMatchObject({ type: 'group', id: seeded.numberTheory });
});

test('a write whose answer was lost is not repeated', async () => {
  const path = '/api/data/v1/ui/bulk/reassign';
  pair.server.faults.add({ kind: 'status', status: 500, when: 'after' }, { path });
  const error = await rejection(product.reassign(eulers(), { type: 'user', id: seeded.gauss }));
  expect(error).toMatchObject({ name: 'DomoUnavailableError', sent: true });
  expect(asked.filter((call) => call.path === path)).toHaveLength(1);
});

test('a read that failed is asked for again, though it is a POST', async () => {
  pair.server.faults.add({ kind: 'status', status: 502 }, { path: '/api/data/v3/datasources/bulk', times: 1 });
  expect(await product.datasources(eulers())).toHaveLength(12);
});

test.each<[string, Fault, new (...args: never[]) => Error]>([
  ['a token that is over', { kind: 'token_over' }, DomoAccessTokenError],
  ['the host of nobody, which answers 200 and nothing', { kind: 'wrong_host', as: 'empty' }, DomoUnexpectedError],
  ['a page that says Blocked', { kind: 'wrong_host', as: 'html' }, DomoUnexpectedError],
  ['a redirect to one', { kind: 'wrong_host', as: 'redirect' }, DomoUnexpectedError],
  ['no right at all', { kind: 'wrong_host', as: 'forbidden' }, DomoAccessTokenError],
  ['the token of another instance', { kind: 'other_instance' }, DomoAccessTokenError],
])('%s: nothing is asked but whose token it is', async (_, fault, error) => {
  pair.server.faults.add(fault, { path: '/api' });
  expect(await rejection(product.datasources(eulers()))).toBeInstanceOf(error);
  expect(await rejection(product.reassign(eulers(), { type: 'user', id: seeded.gauss }))).toBeInstanceOf(error);
  expect(paths()).toEqual(new Set(['/api/content/v2/users/me']));
  pair.server.faults.clear();
  expect(await product.datasources(eulers())).toHaveLength(12);
});

test('a token that Domo echoes is in no error', async () => {
  const token = 'secret-token-of-nobody';
  const other = open(token);
  const echo = JSON.stringify({ message: `Bad token ${token}` });
  pair.server.faults.add({ kind: 'edited', edit: () => JSON.parse(echo) as unknown }, { path: '/api' });
  const error = await rejection(other.me());
  expect(`${error} ${JSON.stringify(error)}`).not.toContain(token);
  await other.stop();
});

test('lists groups, and says who is in one', async () => {
  const groups: unknown[] = [];
  for await (const page of product.groupPages()) groups.push(...page);
  expect(groups).toContainEqual({ id: seeded.observatory, name: 'Observatory' });
  const members = pair.server.world.group(seeded.observatory)?.memberIds;
  expect(await product.group(seeded.observatory)).toEqual({
    id: seeded.observatory,
    name: 'Observatory',
    userIds: members,
  });
});

test('tells when the tokens of its user end, never those of others, nor those that are over', async () => {
  const end = new Date(Date.now() + 5 * 86_400_000);
  pair.server.product.expireTokenAt(end);
  expect(await product.tokenEnds()).toEqual([end]);
});

test('what the token may do with a dataset', async () => {
  expect((await product.someDatasources())[0]?.permissions).toContain('ADMIN');
});

test('Domo away is an outage, as on the public API', async () => {
  pair.server.faults.add({ kind: 'reset' }, { path: '/api/data' });
  expect(await rejection(product.datasources(eulers()))).toBeInstanceOf(DomoUnavailableError);
});
