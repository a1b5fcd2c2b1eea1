import { duePings, savePings, settlePings } from '../../src/store/pings.ts';
import { sharedDatabase } from '../support/database.ts';
import { insertRequest, newRow } from './new-row.ts';

const hour = 60 * 60_000;
const noon = new Date('2026-03-03T12:00:00Z');
const after = (ms: number) => new Date(noon.getTime() + ms);

const database = sharedDatabase();

test('who was called while it was found out whom to call is called again four hours later', async () => {
  const { db } = database;
  const row = await database.transaction((tx) => insertRequest(tx, newRow()));
  const id = row?.id ?? '';
  const due = async (at: Date) => (await duePings(db, 'U0EMMY00001', at)).map(({ why }) => why);
  await savePings(db, id, 'asked', [{ slackId: 'U0EMMY00001', dueAt: noon }]);
  expect(await due(after(0))).toEqual(['asked']);
  await settlePings(db, 'U0EMMY00001', [id], { pingedAt: noon, dueAt: null });
  await savePings(db, id, 'reminder', [{ slackId: 'U0EMMY00001', dueAt: after(1_000) }]);
  expect(await due(after(4 * hour - 1))).toEqual([]);
  expect(await due(after(4 * hour))).toEqual(['reminder']);
});
