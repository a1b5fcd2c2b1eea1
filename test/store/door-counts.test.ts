import type { Change } from '../../src/change/types.ts';
import { hasWrittenBy } from '../../src/store/door-counts.ts';
import { items } from '../../src/store/tables.ts';
import { sharedDatabase } from '../support/database.ts';
import { insertRequest, newRow } from './new-row.ts';

const database = sharedDatabase();

test.each([
  ['what was not read', 'waiting', {}, false],
  ['what is being written', 'writing', { seen: {} }, true],
  ['what was read, and given to people since the door was shut', 'by_hand', { seen: {}, byHandAt: new Date() }, false],
] as const)('by a door was written: %s', async (_, state, more, expected) => {
  const request = await database.transaction((tx) => insertRequest(tx, newRow()));
  const requestId = request?.id ?? '';
  const change: Change = { kind: 'owner', before: { id: 27, name: 'Euler' }, after: { id: 28, name: 'Gauss' } };
  const item = { requestId, position: 1, datasetId: 'd', datasetName: 'D', pdp: false, door: 'product' } as const;
  await database.db.insert(items).values({ ...item, change, state, ...more });
  expect(await hasWrittenBy(database.db, requestId, 'product')).toBe(expected);
  expect(await hasWrittenBy(database.db, requestId, 'public')).toBe(false);
});
