import fc from 'fast-check';
import { DomoUnexpectedError } from '../../src/domo/errors.ts';
import { pages } from '../../src/domo/pages.ts';
import { rejection, startPair, stopPairs } from './pair.ts';

afterEach(stopPairs);

async function all<T>(from: AsyncIterable<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of from) rows.push(...page);
  return rows;
}

describe('pages', () => {
  test('every dataset and every active user comes once, in the order of ids', async () => {
    const { server, domo } = await startPair({ server: { seed: 'empty', generate: { datasets: 437, people: 1_200 } } });
    const ids = (await all(domo.datasetPages())).map(({ id }) => id);
    expect(ids).toEqual([...server.world.datasetIds()]);
    expect(await all(domo.userPages())).toHaveLength(server.world.users().filter(({ deleted }) => !deleted).length);
  });

  test('several are under way at once, never more than allowed, and one slot stays free', async () => {
    const { server, domo } = await startPair({ server: { generate: { datasets: 300, people: 5 } } });
    server.faults.add({ kind: 'slow', ms: 100 });
    await all(domo.datasetPages());
    expect(server.peak()).toBe(3);
  });

  test('rows that move meanwhile come twice rather than not at all', async () => {
    const { server, domo } = await startPair({ server: { generate: { datasets: 300, people: 5 } } });
    const before = new Set(server.world.datasetIds());
    server.faults.add({ kind: 'page_drift', by: 'added' }, { times: 4 });
    const seen = new Set((await all(domo.datasetPages())).map(({ id }) => id));
    expect([...before].filter((id) => !seen.has(id))).toEqual([]);
  });

  test('a caller who has seen enough leaves no call behind', async () => {
    const { server, domo } = await startPair({ server: { generate: { datasets: 2_000, people: 5 } } });
    for await (const page of domo.datasetPages()) {
      expect(page).toHaveLength(50);
      break;
    }
    expect(server.calls.count('GET', '/v1/datasets')).toBe(1);
  });

  test('list pages may lack owners', async () => {
    const { server, domo } = await startPair();
    server.faults.add({ kind: 'list_without_owners' });
    const rows = await domo.datasetPage(0);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every(({ owner }) => owner === undefined)).toBe(true);
  });

  test('one empty page in the middle is not the end', async () => {
    const { server, domo } = await startPair({ server: { generate: { datasets: 300, people: 5 } } });
    server.faults.add({ kind: 'edited', edit: () => [] }, { path: '/v1/datasets', skip: 3, times: 1 });
    expect(await all(domo.datasetPages())).toHaveLength(server.world.datasetIds().length);
  });

  test('a list with a hole is no list', async () => {
    const read = async (offset: number) => (offset === 4 || offset > 20 ? [] : [{ id: offset }, { id: offset + 1 }]);
    expect(String(await rejection(all(pages({ size: 2, ahead: 3, read }))))).toContain('left a page out');
  });

  test('a list that goes in a circle is given up', async () => {
    let read = 0;
    const circle = async (offset: number) => {
      read += 1;
      return [{ id: offset % 6 }, { id: (offset % 6) + 1 }];
    };
    expect(String(await rejection(all(pages({ size: 2, ahead: 3, read: circle }))))).toContain('again and again');
    expect(read).toBeLessThan(20);
  });

  test('a list that never ends is given up', async () => {
    const endless = pages({ size: 2, ahead: 3, read: async () => [{ id: 1 }, { id: 2 }] });
    expect(await rejection(all(endless))).toBeInstanceOf(DomoUnexpectedError);
  });

  test('a list that always has another page is given up at 2,000,000 rows', async () => {
    let rows = 0;
    const read = async () => Array.from({ length: 50 }, () => ({ id: rows++ }));
    expect(String(await rejection(all(pages({ size: 50, ahead: 3, read }))))).toContain('more than 40000 pages');
    expect(rows).toBeLessThan(2_001_000);
  });

  test('nothing is passed over, whatever pages the server cuts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        async (count, size, ahead, cuts) => {
          const rows = Array.from({ length: count }, (_, id) => ({ id }));
          const read = async (offset: number) =>
            rows.slice(offset, offset + Math.min(size, cuts[offset % cuts.length] ?? size));
          expect((await all(pages({ size, ahead, read }))).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
        },
      ),
    );
  });
});
