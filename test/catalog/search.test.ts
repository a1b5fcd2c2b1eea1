import fc from 'fast-check';
import { seeded } from '../../sandbox/domo/seed.ts';
import type { Catalog } from '../../src/catalog/types.ts';
import { escapeMrkdwn, oneLine } from '../../src/slack/text.ts';
import { datasets } from '../../src/store/tables.ts';
import { type Harness, ids, startHarness, stopHarnesses } from './harness.ts';

const names = [
  'Sales',
  'Sales EMEA',
  'SALES',
  'Resales',
  'Old sales',
  '100%',
  '100 x',
  'a_b',
  'axb',
  'back\\slash',
  '*Income*',
  "O'Brien; drop table datasets --",
  'שלום נתונים',
  '📈 growth',
  '東京データ',
  'Umsätze Köln',
  `long ${'n'.repeat(600)} end`,
];
const firstId = 'aaaaaaaa-0000-4000-8000-00000000000';
const idOf = (name: string) => `${firstId}${names.indexOf(name).toString(36)}`;

let harness: Harness;
let catalog: Catalog;

beforeAll(async () => {
  harness = await startHarness();
  ({ catalog } = harness);
  const { world } = harness.server;
  for (const name of names) world.addDataset({ id: idOf(name), name, ownerId: seeded.gauss });
  world.deleteUser(seeded.fermat);
  world.addUser({ id: 700, name: 'Renée Descartes', email: 'Rene@Example.com' });
  world.addUser({ id: 701, name: '東京 太郎' });
  await catalog.sync();
});
afterAll(stopHarnesses);

const found = async (query: string, limit = 25) => ids(await catalog.searchDatasets(query, { limit }));

describe('datasets', () => {
  test('exact names first, then those that begin so, then those that have it, word beginnings before middles', async () => {
    const sales = ['Sales', 'SALES', 'Sales EMEA', 'Old sales', 'Resales'].map(idOf);
    expect(await found('sales')).toEqual(sales);
    expect(await found('sales', 2)).toEqual(sales.slice(0, 2));
  });

  test.each([
    ['%', '100%'],
    ['0%', '100%'],
    ['a_b', 'a_b'],
    ['_', 'a_b'],
    ['\\', 'back\\slash'],
    ["o'brien; drop", "O'Brien; drop table datasets --"],
    ['נתונים', 'שלום נתונים'],
    ['📈', '📈 growth'],
    ['京デ', '東京データ'],
    ['umsatze', 'Umsätze Köln'],
    ['KÖLN umsätze', 'Umsätze Köln'],
  ])('%j finds %j alone', async (query, name) => {
    expect(await found(query)).toEqual([idOf(name)]);
  });

  test('a name longer than what is kept for search', async () => {
    const name = names.at(-1) ?? '';
    expect(await found(name)).toEqual([idOf(name)]);
    expect(await found('long nnn')).toEqual([idOf(name)]);
  });

  test('by id, whole or its beginning, in any case', async () => {
    expect(await found(seeded.ideas)).toEqual([seeded.ideas]);
    expect(await found(` ${seeded.ideas.toUpperCase()} `)).toEqual([seeded.ideas]);
    expect(await found('317970a1')).toEqual([seeded.ideas]);
  });

  test('only an owner’s', async () => {
    expect(await catalog.searchDatasets('brachistochrone', { ownerId: 36, limit: 5 })).toMatchObject([{ ownerId: 36 }]);
    expect(await catalog.searchDatasets(seeded.ideas, { ownerId: 36, limit: 5 })).toEqual([]);
    expect(await catalog.searchDatasets('', { ownerId: seeded.euler, limit: 100 })).toHaveLength(12);
    expect(await catalog.searchDatasets('a', { ownerId: seeded.euler, limit: 3 })).toHaveLength(3);
  });

  test('whatever is asked, it answers; what a dataset is called finds it', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\0', '%_\\', '\'"', '\u202e', 'x'.repeat(500), '\ud800', '  '),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (name, query) => {
        await catalog.note({ id: 'probe', name, owner: { id: seeded.abel, name: query } });
        expect(ids(await catalog.searchDatasets(name, { ownerId: seeded.abel, limit: 5 }))).toContain('probe');
        await catalog.searchDatasets(query, { limit: 5 });
        await catalog.searchOwners(query, 5);
        await catalog.searchNewOwners(query, 5);
        await catalog.usersByEmails([query]);
        await catalog.resolveDatasets([query, name]);
      }),
      { numRuns: 30 },
    );
    await catalog.note({ id: 'probe', name: '', deleted: true });
  });
});

describe('people', () => {
  test('owners: with their counts, deleted ones and groups too, nobody who owns nothing', async () => {
    expect(await catalog.searchOwners('euler', 5)).toEqual([
      {
        id: seeded.euler,
        name: 'Leonhard Euler',
        email: 'leonhard@example.com',
        standing: 'active',
        datasets: 12,
      },
    ]);
    expect(await catalog.searchOwners('fermat', 5)).toMatchObject([{ standing: 'deleted', datasets: 2 }]);
    expect(await catalog.searchOwners('number theory', 5)).toMatchObject([{ standing: 'unknown', datasets: 1 }]);
    expect(await catalog.searchOwners('descartes', 5)).toEqual([]);
    const everyone = await catalog.searchOwners('', 100);
    expect(everyone.every((owner) => owner.datasets > 0)).toBe(true);
    expect(ids(everyone)).toEqual(expect.arrayContaining([seeded.euler, seeded.fermat, seeded.unknownOwner]));
  });

  test('by id, e-mail, the beginning of either name, in any case and without accents', async () => {
    for (const query of ['29', '#29', 'LEONHARD@example.com', 'leonhard@ex', 'Euler', 'euler leonhard'])
      expect(ids(await catalog.searchOwners(query, 1))).toEqual([seeded.euler]);
    expect(ids(await catalog.searchOwners(String(seeded.unknownOwner), 5))).toEqual([seeded.unknownOwner]);
    expect(ids(await catalog.searchNewOwners('renee', 5))).toEqual([700]);
    expect(ids(await catalog.searchNewOwners('太郎', 5))).toEqual([701]);
    expect(ids(await catalog.searchNewOwners('99999999999999999999', 5))).toEqual([]);
  });

  test('active users: no deleted ones and no groups; twins both', async () => {
    expect(await catalog.searchNewOwners('fermat', 5)).toEqual([]);
    expect(await catalog.searchNewOwners('number theory', 5)).toEqual([]);
    expect(ids(await catalog.searchNewOwners('johann bernoulli', 5)).toSorted()).toEqual([36, 37]);
  });

  test('exactly these e-mails, whatever their case, by e-mail as it was asked for', async () => {
    const renee = { id: 700, name: 'Renée Descartes', email: 'Rene@Example.com', standing: 'active' };
    const asked = [' rene@EXAMPLE.com', 'rene@example.com', 'rene@example.co', ''];
    const found = await catalog.usersByEmails(asked);
    expect(asked.map((email) => found.get(email) ?? [])).toEqual([[renee], [renee], [], []]);
    expect(await catalog.usersByEmails([''])).toEqual(new Map());
  });
});

describe('what was pasted', () => {
  test('each word in its order: an id, a name, several of a name, nothing', async () => {
    const words = [seeded.ideas.toUpperCase(), ' digits of pi ', 'Brachistochrone', 'no such', '', 'Digits of Pi'];
    const resolved = await catalog.resolveDatasets(words);
    expect(resolved.map(({ word }) => word)).toEqual(words);
    expect(resolved.map(({ hits }) => ids(hits).length)).toEqual([1, 1, 2, 0, 0, 1]);
    expect(resolved[1]?.hits).toMatchObject([{ id: seeded.manyColumns }]);
  });

  test('the name as it was written wins over the same in another case', async () => {
    const resolved = await catalog.resolveDatasets(['Sales', 'SALES', 'sales']);
    expect(resolved.map(({ hits }) => ids(hits))).toEqual([
      [idOf('Sales')],
      [idOf('SALES')],
      [idOf('Sales'), idOf('SALES')],
    ]);
  });

  test('what was copied from a message, with the marks that stand in it unseen', async () => {
    const copied = ['*Income*', 'שלום נתונים', 'SALES', seeded.ideas].map((text) => escapeMrkdwn(oneLine(text)));
    expect(copied[0]).not.toBe('*Income*');
    expect(copied[1]).not.toBe('שלום נתונים');
    const around = [...copied.slice(0, 2), ...copied.slice(2).map((text) => `\u2068${text}\u2069`)];
    const resolved = await catalog.resolveDatasets(around);
    expect(resolved.map(({ hits }) => ids(hits))).toEqual([
      [idOf('*Income*')],
      [idOf('שלום נתונים')],
      [idOf('SALES')],
      [seeded.ideas],
    ]);
    expect(await found(`\u2068${seeded.ideas}\u2069`)).toEqual([seeded.ideas]);
    expect(await found(copied[1] ?? '')).toEqual([idOf('שלום נתונים')]);
  });

  test('only an owner’s; many words at once; no more than 20 of a name', async () => {
    const one = await catalog.resolveDatasets(['Brachistochrone', seeded.ideas], 36);
    expect(one.map(({ hits }) => hits.length)).toEqual([1, 0]);
    for (let index = 0; index < 25; index += 1)
      await catalog.note({ id: `twin-${index}`, name: 'Twin', owner: { id: 31, name: 'Sophie Germain' } });
    const many = await catalog.resolveDatasets(
      Array.from({ length: 450 }, (_, index) => (index % 2 ? 'twin' : 'none')),
    );
    expect(many.map(({ hits }) => hits.length)).toEqual(many.map((_, index) => (index % 2 ? 20 : 0)));
  });
});

describe('names that look the same', () => {
  const named = (id: string, name: string) => ({ id, name });
  const twin = named(`${firstId}z`, 'S А L Е S');

  test('are found among all that there is, also for one that the copy does not have', async () => {
    const asked = [twin, named(idOf('a_b'), 'a_b'), named(idOf('Sales'), 'Sales')];
    expect(await catalog.datasetsAlike(asked)).toEqual(new Set([twin.id, idOf('Sales')]));
    expect(await catalog.datasetsAlike([named(idOf('a_b'), 'a_b'), named('new', '[100%]')])).toEqual(new Set());
    expect(await catalog.datasetsAlike([named('new', '1OO %')])).toEqual(new Set(['new']));
    const many = Array.from({ length: 450 }, (_, n) => named(`new-${n}`, n % 2 ? 'Umsatze Koln' : `unheard of ${n}`));
    expect((await catalog.datasetsAlike(many)).size).toBe(225);
    expect(await catalog.datasetsAlike([])).toEqual(new Set());
  });

  test('of people too, whatever their standing', async () => {
    expect(await catalog.ownersAlike([{ id: 9_999, name: 'Pierre de Fermаt' }])).toEqual(new Set([9_999]));
    expect(await catalog.ownersAlike([{ id: 36, name: 'Johann Bernoulli' }])).toEqual(new Set([36]));
    expect(await catalog.ownersAlike([{ id: 700, name: 'Renée Descartes' }])).toEqual(new Set());
  });

  test('are there after the first reading that follows an upgrade', async () => {
    const { db } = harness.db;
    await db.update(datasets).set({ look: null });
    expect(await catalog.datasetsAlike([twin])).toEqual(new Set());
    await catalog.sync();
    expect(await catalog.datasetsAlike([twin])).toEqual(new Set([twin.id]));
  });
});

test('all of an owner’s datasets come in pages, each once', async () => {
  const rows = Array.from({ length: 501 }, (_, index) => ({
    id: `many-${index}`,
    name: 'x',
    search: 'x',
    ownerId: 900,
  }));
  await harness.db.db.insert(datasets).values(rows);
  const pages: string[][] = [];
  for await (const page of catalog.ownedBy(900)) pages.push(page.map((hit) => hit.id));
  expect(pages.map((page) => page.length)).toEqual([500, 1]);
  expect(new Set(pages.flat()).size).toBe(501);
});
