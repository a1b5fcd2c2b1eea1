import type { Fault, FaultScope } from '../domo/faults.ts';
import { seeded } from '../domo/seed.ts';
import { callsTo } from './domo-calls.ts';
import { freshDomo } from './fresh.ts';

let time: Date;

beforeEach(() => {
  time = new Date('2026-01-01T00:00:00Z');
});

const domo = freshDomo({ now: () => time });

beforeEach(() => {
  time = new Date('2026-01-02T13:04:05.678Z');
  domo.world.handsOf = seeded.euler;
  domo.world.setOwner(seeded.ideas, seeded.gauss);
  time = new Date('2026-01-02T13:05:00Z');
  domo.world.setSchema(seeded.party, [{ name: 'Friend', type: 'STRING' }]);
});

interface Line {
  actionType: string;
  objectId: string | number;
  objectType: string;
  userId: string | number;
  time: string;
}

const { get, put } = callsTo(domo);
const lines = (query = '') => get<Line[]>(`/v1/audit?start=${Date.parse('2026-01-02T13:00:00Z')}${query}`);
const fail = (fault: Fault, scope: FaultScope = {}) => domo.faults.add(fault, scope);

describe('the activity log', () => {
  test('tells of what people do in Domo’s pages and of what comes by the API, the newest first', async () => {
    time = new Date('2026-01-02T13:06:00Z');
    await put(seeded.ideas, { owner: { id: seeded.euler } });
    const found = await lines();
    expect(found).toMatchObject([
      { objectId: seeded.ideas, userId: '27', actionType: 'UPDATED', time: '2026-01-02 01:06:00 PM' },
      { objectId: seeded.party, userId: '29', userName: 'Leonhard Euler', objectType: 'DATA_SOURCE' },
      { objectId: seeded.ideas, userId: '29', actionType: 'UPDATED', time: '2026-01-02 01:04:05 PM' },
    ]);
    expect(await lines('&user=27')).toHaveLength(1);
    expect(await lines('&limit=1&offset=1')).toEqual([found[1]]);
    fail({ kind: 'audit_oldest_first' });
    expect((await lines()).map(({ objectId }) => objectId)).toEqual([seeded.ideas, seeded.party, seeded.ideas]);
  });

  test('has words of its own, which nobody outside knows', async () => {
    fail({ kind: 'audit_words', words: { owner: 'OWNERSHIP_TRANSFERRED', columns: 'SCHEMA_ALTERED' } });
    expect((await lines()).map(({ actionType }) => actionType)).toEqual(['SCHEMA_ALTERED', 'OWNERSHIP_TRANSFERRED']);
  });

  test('has gaps, and lines that come twice or late', async () => {
    const gap = fail({ kind: 'audit_gap' }, { datasets: [seeded.party] });
    expect((await lines()).map(({ objectId }) => objectId)).toEqual([seeded.ideas]);
    gap.remove();
    fail({ kind: 'audit_twice' });
    expect((await lines()).map(({ objectId }) => objectId)).toEqual([
      seeded.party,
      seeded.party,
      seeded.ideas,
      seeded.ideas,
    ]);
    domo.faults.clear();
    fail({ kind: 'audit_late', ms: 30_000 });
    expect((await lines()).map(({ objectId }) => objectId)).toEqual([seeded.ideas]);
    time = new Date('2026-01-02T13:05:30Z');
    expect(await lines()).toHaveLength(2);
  });

  test('has times without a zone, not always in UTC, and ids that are texts or numbers', async () => {
    fail({ kind: 'audit_local_times', aheadMinutes: -7 * 60 });
    fail({ kind: 'audit_number_ids' });
    const [line] = await lines();
    expect(line).toMatchObject({ userId: 29, objectId: seeded.party, time: '2026-01-02 06:05:00 AM' });
  });

  test('tells of what changes nothing, too, and of people who go', async () => {
    const seen = { objectType: 'DATA_SOURCE', objectId: seeded.ideas, objectName: 'Ideas' } as const;
    domo.world.log({ userId: 31, kind: 'viewed', ...seen });
    domo.world.deleteUser(seeded.gauss);
    expect(await lines()).toMatchObject([
      { objectType: 'USER', objectId: '28', actionType: 'DELETED' },
      { actionType: 'VIEWED', userId: '31' },
      {},
      {},
    ]);
  });
});
