import { randomUUID } from 'node:crypto';
import {
  deleteDraftsBefore,
  findDraft,
  insertDraft,
  recentDrafts,
  saveDraft,
  saveDraftReason,
} from '../../src/store/drafts.ts';
import { sharedDatabase } from '../support/database.ts';

const database = sharedDatabase();

const noon = new Date('2026-03-01T12:00:00Z');

async function newDraft({ slackId = 'U1', datasetId = 'd1', updatedAt = noon } = {}): Promise<string> {
  const id = randomUUID();
  await insertDraft(database.db, { id, slackId, datasetId, body: { edit: 0, reason: 'first' }, updatedAt });
  return id;
}

const saving = (edit: number) => ({ body: { edit, reason: 'old' }, updatedAt: noon, keepReason: false });

test('of two that save the same version one does, and the other is told', async () => {
  const id = await newDraft();
  expect(await saveDraft(database.db, id, 0, saving(1))).toMatchObject({ version: 1, body: { edit: 1 } });
  expect(await saveDraft(database.db, id, 0, saving(2))).toBeUndefined();
  expect(await findDraft(database.db, id)).toMatchObject({ version: 1, body: { edit: 1 } });
});

test('an edit can leave the reason as it is by then; a reason is no new version, and its person’s alone', async () => {
  const id = await newDraft();
  await saveDraftReason(database.db, id, 'U1', 'newer');
  await saveDraftReason(database.db, id, 'U2', 'a stranger’s');
  expect(await findDraft(database.db, id)).toMatchObject({ version: 0, body: { edit: 0, reason: 'newer' } });
  await saveDraft(database.db, id, 0, { ...saving(1), keepReason: true });
  expect(await findDraft(database.db, id)).toMatchObject({ body: { edit: 1, reason: 'newer' } });
});

test('a person’s own of a dataset are found, newest first, and old ones go', async () => {
  const at = (hours: number) => new Date(noon.getTime() + hours * 3_600_000);
  const [old, newer, newest] = [
    await newDraft({ datasetId: 'd2', updatedAt: at(0) }),
    await newDraft({ datasetId: 'd2', updatedAt: at(1) }),
    await newDraft({ datasetId: 'd2', updatedAt: at(2) }),
  ];
  await newDraft({ datasetId: 'd2', slackId: 'U2', updatedAt: at(3) });
  await newDraft({ datasetId: 'd3', updatedAt: at(3) });
  expect((await recentDrafts(database.db, 'U1', 'd2', at(1))).map(({ id }) => id)).toEqual([newest, newer]);
  await deleteDraftsBefore(database.db, at(1));
  expect(await findDraft(database.db, old)).toBeUndefined();
  expect(await findDraft(database.db, newer)).toBeDefined();
});
