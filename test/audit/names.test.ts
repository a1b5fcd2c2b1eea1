import { createHash } from 'node:crypto';
import { hashEntry } from '../../src/audit/chain.ts';
import { eraseNames } from '../../src/audit/erase.ts';
import { setNamesApart, withoutNames } from '../../src/audit/names.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { audit, auditNames } from '../../src/store/tables.ts';
import { emptyDatabase, sharedDatabase } from '../support/database.ts';
import { ada, append, lines, now } from './append-to-log.ts';

const database = sharedDatabase();
beforeEach(() => emptyDatabase(database));

describe('names', () => {
  const detail = {
    from: { id: 31, name: 'Sophie', email: 'sophie@example.com', standing: 'active' },
    columns: [{ name: 'Sophie', type: 'STRING', id: 31 }],
    reason: 'sophie has left',
    warnings: ['Left out: Bob'],
  };
  const stored = async () => JSON.stringify(await database.db.select().from(audit));

  test('are in no entry, and come out with an export', async () => {
    await append(database, { actor: ada, detail });
    expect(await stored()).not.toMatch(/Ada|ada@|sophie|Bob/);
    expect(await stored()).toContain('{"id":31,"name":"Sophie","type":"STRING"}');
    const exported = await lines(database, 'csv');
    for (const word of ['Ada', 'ada@example.com', 'sophie@example.com', 'sophie has left', 'Left out: Bob']) {
      expect(exported).toContain(word);
    }
    const [line] = (await lines(database, 'jsonl')).split('\n');
    const { entry, names } = JSON.parse(line ?? '');
    const { salt, value } = names[entry.actor.named];
    expect(value).toEqual({ name: 'Ada', email: 'ada@example.com' });
    const text = `${salt}{"email":"ada@example.com","name":"Ada"}`;
    expect(createHash('sha256').update(text).digest('hex')).toBe(entry.actor.named);
  });

  test('are erased for good, with the texts that hold them, and the chain still verifies', async () => {
    await append(database, { actor: ada, detail }, 'the key');
    expect(await eraseNames(database, ['domo:31'], { key: 'the key', now })).toEqual({ names: 1, texts: 1 });
    const exported = await lines(database, 'csv');
    expect(exported).not.toMatch(/sophie@|has left/);
    expect(exported).toContain('Left out: Bob');
    expect(exported).toContain('Ada');
    expect(await verifyAudit(database.db, { key: 'the key' })).toMatchObject({ ok: true, entries: 2 });
    const [, last] = await database.db.select().from(audit).orderBy(audit.seq);
    expect(last).toMatchObject({ event: 'names_erased', detail: { who: ['domo:31'], names: 1, texts: 1 } });
  });

  test('that were changed are found', async () => {
    await append(database, {});
    await append(database, { actor: ada });
    await database.db.update(auditNames).set({ value: { name: 'Eve' } });
    expect(await verifyAudit(database.db)).toMatchObject({
      ok: false,
      seq: 2,
      why: expect.stringContaining('was changed'),
    });
  });

  test('of early days, in the entries themselves, still verify, and are held against tables as those apart are', async () => {
    expect(withoutNames({ actor: ada, ...detail })).toEqual(
      withoutNames(setNamesApart({ actor: ada, ...detail }, () => 'd')),
    );
    const early = { seq: 1, at: now, event: 'vote', requestId: null, number: 1, actor: ada, policyHash: null, detail };
    const entry = { ...early, prevHash: '0'.repeat(64) };
    await database.db.insert(audit).values({ ...entry, hash: hashEntry(entry, 'the key') });
    await append(database, { actor: ada }, 'the key');
    expect(await verifyAudit(database.db, { key: 'the key' })).toMatchObject({ ok: true, entries: 2 });
    expect(await lines(database, 'csv')).toContain('ada@example.com');
  });
});
