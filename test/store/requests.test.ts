import { randomUUID } from 'node:crypto';
import { idsAbout } from '../../src/store/history.ts';
import { forgetPaintings, messagesOf, saveMessage } from '../../src/store/messages.ts';
import type { NewRequest, RequestRow } from '../../src/store/requests.ts';
import { items } from '../../src/store/tables.ts';
import { sharedDatabase } from '../support/database.ts';
import { insertRequest, newRow } from './new-row.ts';

const database = sharedDatabase();

function insert(different: Partial<NewRequest> = {}): Promise<RequestRow | undefined> {
  return database.transaction((tx) => insertRequest(tx, newRow(different)));
}

test('requests are numbered without gaps, whatever is sent twice, rolled back, or comes at once', async () => {
  const first = (await insert({ submissionKey: 'V1' }))?.number ?? 0;
  expect(await insert({ submissionKey: 'V1' })).toBeUndefined();
  const undone = database.transaction(async (tx) => {
    await insertRequest(tx, newRow());
    throw new Error('rolled back');
  });
  await expect(undone).rejects.toThrow('rolled back');
  const many = await Promise.all(Array.from({ length: 10 }, () => insert()));
  const following = Array.from({ length: 10 }, (_, nth) => first + 1 + nth);
  expect(many.map((row) => row?.number).sort((a, b) => Number(a) - Number(b))).toEqual(following);
  expect(first).toBeGreaterThan(0);
});

test('the history of a dataset has requests that named it, also those that never had a plan', async () => {
  const [schema, owner, other] = [randomUUID(), randomUUID(), randomUUID()];
  const some = { kind: 'owner', datasets: { which: 'some', ids: [other, owner], picked: [], pasted: '' } };
  const byOwner = await insert({ state: 'invalid', form: some });
  const bySchema = await insert({ kind: 'schema', state: 'withdrawn', form: { kind: 'schema', datasetId: schema } });
  const planned = await insert({ form: { kind: 'owner', datasets: { which: 'all' } } });
  const change = { kind: 'owner' as const, before: { id: 1, name: 'Ada' }, after: { id: 2, name: 'Emmy' } };
  await database.db.insert(items).values({
    requestId: planned?.id ?? '',
    position: 0,
    datasetId: owner,
    datasetName: 'x',
    pdp: false,
    change,
    state: 'waiting',
  });
  const naming = async (datasetId: string) => (await idsAbout(database.db, { datasetId }, { limit: 10 })).ids;
  expect(await naming(schema)).toEqual([bySchema?.id]);
  expect(await naming(owner)).toEqual([planned?.id, byOwner?.id]);
  expect(await naming(randomUUID())).toEqual([]);
});

test('only what open requests showed long ago is painted again', async () => {
  const [old, fresh] = [new Date('2026-03-01T12:00:00Z'), new Date('2026-03-01T13:00:00Z')];
  const message = async (state: NewRequest['state'], paintedAt: Date) => {
    const requestId = (await insert({ state }))?.id ?? '';
    await saveMessage(database.db, { requestId, purpose: 'card', channel: 'C1', ts: '1.2', painted: 'x', paintedAt });
    return requestId;
  };
  const [stale, seen, settled] = [
    await message('pending', old),
    await message('applying', fresh),
    await message('applied', old),
  ];
  expect(await forgetPaintings(database.db, fresh)).toEqual([stale]);
  for (const [id, painted] of [
    [stale, ''],
    [seen, 'x'],
    [settled, 'x'],
  ] as const) {
    expect(await messagesOf(database.db, id)).toMatchObject([{ painted }]);
  }
});
