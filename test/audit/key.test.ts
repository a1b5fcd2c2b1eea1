import { sql } from 'drizzle-orm';
import { authenticEntries } from '../../src/audit/authentic-entries.ts';
import { checkAuditKey, takeAuditKey } from '../../src/audit/key.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { audit } from '../../src/store/tables.ts';
import { emptyDatabase, sharedDatabase } from '../support/database.ts';
import { ada, append, now } from './append-to-log.ts';
import { tamper } from './tamper.ts';

const requestId = '5f7c1a1e-2b53-4c1c-9c1d-3f1a2b4c5d6e';

const database = sharedDatabase();
beforeEach(() => emptyDatabase(database));

describe('with a key', () => {
  test.each([
    ['the same', 'the key', [], undefined],
    ['another that follows it', 'another', ['older', 'the key'], undefined],
    ['another', 'another', ['older'], /AUDIT_KEY is not the one/],
    ['none', undefined, ['the key'], /AUDIT_KEY is not set/],
  ])('a start with %s goes on where it fits', async (_, key, before, refusal) => {
    await append(database, {}, 'the key');
    const started = takeAuditKey(database, key, before, now);
    await (refusal === undefined ? expect(started).resolves.toBeUndefined() : expect(started).rejects.toThrow(refusal));
  });

  test('a log that had none may go on with one, and an empty one with any', async () => {
    await checkAuditKey(database.db, 'the key');
    await append(database, {});
    await checkAuditKey(database.db, 'the key');
    await checkAuditKey(database.db, undefined);
  });

  test('the chain cannot be continued, nor read as whole, without it', async () => {
    await append(database, {}, 'the key');
    await append(database, {}, 'the key');
    expect(await verifyAudit(database.db, { key: 'the key' })).toMatchObject({ ok: true, entries: 2 });
    expect(await verifyAudit(database.db, { key: 'another' })).toMatchObject({ ok: false, seq: 1 });
    expect(await verifyAudit(database.db)).toMatchObject({ ok: false, seq: 1 });
    await append(database, {});
    expect(await verifyAudit(database.db, { key: 'the key' })).toMatchObject({ ok: false, seq: 3 });
  });

  test('entries from before there was one are taken as they are, where it is known when that was', async () => {
    await append(database, {});
    await append(database, {}, 'the key');
    const verify = (keyedFrom?: number) => verifyAudit(database.db, { key: 'the key', keyedFrom });
    expect(await verify(2)).toMatchObject({ ok: true, entries: 2 });
    expect(await verify()).toMatchObject({ ok: false, seq: 1, why: 'It was written without AUDIT_KEY.' });
    expect(await verify(3)).toMatchObject({ ok: true });
    expect(await verify(4)).toMatchObject({ ok: false, seq: 3 });
  });

  test('a chain that was written anew without it is broken', async () => {
    for (let i = 1; i <= 3; i++) await append(database, { event: `e${i}` }, 'the key');
    const genuine = await database.db.select().from(audit).orderBy(audit.seq);
    await tamper(database, sql`delete from audit`);
    for (const { event } of genuine) await append(database, { event, actor: ada });
    expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 3 });
    expect(await verifyAudit(database.db, { key: 'the key' })).toMatchObject({ ok: false, seq: 1 });
  });
});

describe('a key that is changed', () => {
  const keys = { key: 'new', keysBefore: ['old'] };
  beforeEach(async () => {
    await append(database, {}, 'old');
    await takeAuditKey(database, 'new', ['old'], now);
    await append(database, {}, 'new');
  });

  test('is in force from an entry on that holds the head before it, and the whole chain verifies', async () => {
    const [first, second] = await database.db.select().from(audit).orderBy(audit.seq);
    expect(second).toMatchObject({ event: 'audit_key_changed', detail: { head: first?.hash } });
    expect(await verifyAudit(database.db, keys)).toMatchObject({ ok: true, entries: 3 });
    expect(await verifyAudit(database.db, { key: 'new' })).toMatchObject({ ok: false, seq: 1 });
    await takeAuditKey(database, 'new', ['old'], now);
    expect(await verifyAudit(database.db, keys)).toMatchObject({ ok: true, entries: 3 });
  });

  test.each(['test', 'audit_key_changed'])('lets nobody go on with the old one, by an entry %s', async (event) => {
    await append(database, { event, requestId }, 'old');
    expect(await verifyAudit(database.db, keys)).toMatchObject({ ok: false, seq: 4 });
    expect(await authenticEntries(database.db, requestId, [event], 'new')).toEqual([]);
  });

  test('is missed where the log was cut off before it', async () => {
    await tamper(database, sql`delete from audit where seq > 1`);
    expect(await verifyAudit(database.db, keys)).toMatchObject({
      ok: false,
      seq: 2,
      why: expect.stringContaining('ends before'),
    });
  });
});
