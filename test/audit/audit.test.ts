import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { createAgreement } from '../../src/audit/agreement.ts';
import { appendAudit, auditHead, auditPages } from '../../src/audit/append.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { audit } from '../../src/store/tables.ts';
import { insertRequest, newRow } from '../store/new-row.ts';
import { emptyDatabase, sharedDatabase } from '../support/database.ts';
import { ada, append, lines, now } from './append-to-log.ts';
import { tamper } from './tamper.ts';

const requestId = '5f7c1a1e-2b53-4c1c-9c1d-3f1a2b4c5d6e';

const database = sharedDatabase();
beforeEach(() => emptyDatabase(database));

test('an empty log is intact', async () => {
  expect(await verifyAudit(database.db)).toEqual({
    ok: true,
    entries: 0,
    head: '0'.repeat(64),
    guarded: true,
    tampered: [],
    posted: [],
  });
});

test('takes no entry with a number that a reader would pass over', async () => {
  const huge = sql`insert into audit values (9007199254740993, now(), 'x', null, null, null, null, '{}', 'p', 'h')`;
  await expect(database.db.execute(huge)).rejects.toHaveProperty('cause.message', expect.stringContaining('audit_seq'));
  await tamper(database, huge);
  expect(await verifyAudit(database.db)).toMatchObject({ ok: false, why: expect.stringContaining('never gives') });
});

test('a state of a request that it does not end with is found, be it cut off or made beside the app', async () => {
  const row = newRow({ state: 'pending' });
  await database.transaction((tx) => insertRequest(tx, row));
  const why = expect.stringContaining('The log disagrees about #1, which is pending here');
  expect(await verifyAudit(database.db)).toEqual({ ok: false, seq: undefined, why });
  await append(database, { event: 'request_preparing', requestId: row.id });
  expect(await verifyAudit(database.db)).toMatchObject({ ok: false, why });
  await append(database, { event: 'request_pending', requestId: row.id });
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 2 });
  await append(database, { event: 'request_approved', requestId: row.id });
  expect(await verifyAudit(database.db)).toMatchObject({ ok: false, why });
});

test('what a service does between the readings of log and tables is no difference', async () => {
  const row = newRow({ state: 'pending' });
  await append(database, { event: 'request_preparing', requestId: row.id });
  const agreement = createAgreement(1);
  const noteFrom = async (seq: number) => {
    for await (const page of auditPages(database.db, seq)) for (const entry of page) agreement.note(entry, new Map());
  };
  await noteFrom(0);
  await database.transaction((tx) => insertRequest(tx, row));
  await append(database, { event: 'request_pending', requestId: row.id });
  await agreement.compare(database.db);
  expect(agreement.differences()).toEqual(['#1, which is pending here']);
  await noteFrom(1);
  expect(agreement.differences()).toEqual([]);
});

test('says when nothing refuses changes of it any more', async () => {
  await database.db.execute(sql`alter table audit disable trigger audit_refuses_change`);
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, guarded: false });
  await database.db.execute(sql`alter table audit enable trigger audit_refuses_change`);
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, guarded: true });
});

test('keeps who, what and when, and each entry names the one before it', async () => {
  await database.transaction((tx) => insertRequest(tx, newRow({ id: requestId, state: 'approved' })));
  await append(database, {
    event: 'request_pending',
    requestId,
    number: 42,
    actor: ada,
    policyHash: 'abc',
    detail: { a: [1, null] },
  });
  await append(database, { event: 'request_approved', requestId, number: 42 });
  const [first, second] = await database.db.select().from(audit).orderBy(audit.seq);
  expect(first).toMatchObject({
    seq: 1,
    at: now,
    actor: { slackId: 'U1', domoId: 27 },
    number: 42,
    detail: { a: [1, null] },
  });
  expect(second).toMatchObject({ seq: 2, prevHash: first?.hash, actor: null });
  expect(await auditHead(database.db)).toMatchObject({ seq: 2, hash: second?.hash });
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 2, head: second?.hash });
});

test('is not gone on with by a process that has seen more of it', async () => {
  const seen = { seq: 0 };
  const appendSeen = () => database.transaction((tx) => appendAudit(tx, { event: 'test', detail: {} }, { now, seen }));
  for (let i = 1; i <= 3; i++) await appendSeen();
  await tamper(database, sql`delete from audit where seq > 1`);
  await expect(appendSeen()).rejects.toThrow('The audit log was cut short: entry 2 is gone.');
  // Another process, which has not seen more, cannot know.
  await append(database, {});
});

test('leaves no entry and no gap when its transaction fails', async () => {
  await append(database, {});
  const failing = database.transaction(async (tx) => {
    await appendAudit(tx, { event: 'lost', detail: {} }, { now });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await append(database, {});
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 2 });
});

test('four appenders at once do not fork the chain', async () => {
  const appender = async () => {
    for (let i = 0; i < 10; i++) await append(database, { detail: { i } });
  };
  await Promise.all([appender(), appender(), appender(), appender()]);
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 40 });
});

test('any detail that JSON can hold verifies after the database has had it', async () => {
  const strings = fc.string({ unit: 'binary' });
  const property = fc.asyncProperty(
    fc.jsonValue({ maxDepth: 3, noUnicodeString: false }),
    strings,
    async (json, text) => {
      await append(database, { detail: { json, text, half: '\ud800', nul: 'a\0b', slashes: '\\u0000 \\\\ud800' } });
    },
  );
  await fc.assert(property, { numRuns: 40 });
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 40 });
  const [row] = await database.db.select().from(audit).limit(1);
  expect(row?.detail).toMatchObject({ half: '\ufffd', nul: 'a\ufffdb', slashes: '\\u0000 \\\\ud800' });
});

test.each([
  ['UPDATE', sql`update audit set event = 'x'`],
  ['DELETE', sql`delete from audit`],
  ['TRUNCATE', sql`truncate audit`],
  ['TRUNCATE', sql`truncate requests, audit cascade`],
])('refuses %s', async (operation, statement) => {
  await append(database, {});
  await expect(database.db.execute(statement)).rejects.toHaveProperty(
    'cause.message',
    `The audit log is append-only: ${operation} is refused.`,
  );
});

describe('tampering', () => {
  beforeEach(async () => {
    for (let i = 1; i <= 5; i++) await append(database, { event: `e${i}`, actor: ada });
  });

  test.each([
    ['a changed event', sql`update audit set event = 'x' where seq = 3`, 3, 'was changed'],
    ['a changed person', sql`update audit set actor = '{"slackId":"U2","name":"Eve"}' where seq = 2`, 2, 'was changed'],
    ['a changed time', sql`update audit set at = at + interval '1 millisecond' where seq = 4`, 4, 'was changed'],
    ['a missing entry', sql`delete from audit where seq = 2`, 2, 'no entry 2'],
    ['a missing first entry', sql`delete from audit where seq = 1`, 1, 'no entry 1'],
    [
      'an entry before the first',
      sql`insert into audit select 0, at, event, request_id, number, actor, policy_hash, detail, 'p', 'h' from audit where seq = 1`,
      1,
      'no entry 1',
    ],
    ['a cut link', sql`update audit set prev_hash = 'x' where seq = 3`, 3, 'does not continue'],
  ])('%s is found', async (_what, statement, seq, why) => {
    await tamper(database, statement);
    expect(await verifyAudit(database.db)).toMatchObject({ ok: false, seq, why: expect.stringContaining(why) });
  });

  test('an end that was cut off shows by a head that was posted', async () => {
    const heads = (await database.db.select().from(audit).orderBy(audit.seq)).map(({ hash }) => hash);
    const posted = heads.slice(3);
    expect(await verifyAudit(database.db, { posted })).toMatchObject({ posted: [{ seq: 4 }, { seq: 5 }] });
    await tamper(database, sql`delete from audit where seq = 5`);
    expect(await verifyAudit(database.db, { posted })).toEqual({
      ok: true,
      entries: 4,
      head: heads[3],
      guarded: true,
      tampered: [],
      posted: [
        { hash: heads[3], seq: 4 },
        { hash: heads[4], seq: undefined },
      ],
    });
  });
});

describe('export', () => {
  test('JSONL is enough to check the chain with nothing but a hash function', async () => {
    for (let i = 0; i < 3; i++) await append(database, { number: i, detail: { z: 1, a: 'ü' } });
    const exported = (await lines(database, 'jsonl')).trimEnd().split('\n');
    let head = '0'.repeat(64);
    for (const line of exported) {
      const { hash, entry } = JSON.parse(line);
      const hashed = line.slice('{"entry":'.length, -`,"hash":"${hash}","names":{}}`.length);
      expect(createHash('sha256').update(hashed).digest('hex')).toBe(hash);
      expect(entry.prevHash).toBe(head);
      head = hash;
    }
    expect(exported).toHaveLength(3);
  });

  test('CSV has a line an entry, and no cell that a spreadsheet would run', async () => {
    await append(database, {
      event: '=HYPERLINK("http://evil")',
      actor: { slackId: 'U1', name: '+1,"x"\n@y', email: '  |sum' },
    });
    const [head, ...rest] = (await lines(database, 'csv')).split('\n');
    expect(head).toBe(
      '\ufeffseq,at,event,request,request_id,slack_id,name,email,domo_id,policy_hash,detail,prev_hash,hash',
    );
    expect(rest.join('\n')).toContain(
      `1,2026-03-01T12:00:00.123Z,"'=HYPERLINK(""http://evil"")",,,U1,"'+1,""x""\n'@y",'  |sum,,,{},`,
    );
  });

  test('more entries than fit in one page come out once each, in order', async () => {
    await database.transaction(async (tx) => {
      for (let i = 0; i < 450; i++) await appendAudit(tx, { event: 'e', detail: {} }, { now });
    });
    const seqs = (await lines(database, 'jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).entry.seq);
    expect(seqs).toEqual(Array.from({ length: 450 }, (_, i) => i + 1));
    expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 450 });
  });
});

test('is read in pages of few entries where they are wide, and of many where they are not', async () => {
  const columns = Array.from({ length: 1_000 }, (_, i) => ({ name: `Column ${(i * 7919) % 1000}`, type: 'LONG' }));
  const wide = { event: 'wide', detail: { before: columns, after: columns.toReversed() } };
  const narrow = Array.from({ length: 150 }, () => ({ event: 'narrow', detail: {} }));
  await database.transaction((tx) => appendAudit(tx, [...narrow, ...Array(40).fill(wide), ...narrow], { now }));
  const pages: { entries: number; length: number }[] = [];
  for await (const page of auditPages(database.db)) {
    pages.push({ entries: page.length, length: JSON.stringify(page).length });
  }
  expect(pages.reduce((sum, { entries }) => sum + entries, 0)).toBe(340);
  expect(Math.max(...pages.map(({ length }) => length))).toBeLessThan(1_000_000);
  expect(pages.length).toBeLessThan(25);
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 340 });
});
