import { sql } from 'drizzle-orm';
import { checkAuditKey } from '../audit/key.ts';
import { verifyAudit } from '../audit/verify.ts';
import { coerceError, StartupError } from '../errors.ts';
import { createJobs } from '../jobs/pg-boss.ts';
import { createLogger } from '../logger.ts';
import { copyTables } from '../store/copy-tables.ts';
import type { Database, Handle } from '../store/database.ts';
import { databaseReason } from '../store/database-problem.ts';
import { openDatabase } from '../store/open-database.ts';
import { hasPglite } from '../store/pglite.ts';
import { audit, requests } from '../store/tables.ts';
import { requireLedgerConfig, type Terminal } from './terminal.ts';

const usage = `npm run database -- move
    copies all that is in the embedded database of DATA_DIR into the empty PostgreSQL database of DATABASE_URL, and verifies
    the audit log there. Stop the service first. Afterwards start it with DATABASE_URL; DATA_DIR stays as it is, as a backup
`;

/** `database move`. All or nothing: what fails leaves the server's tables empty. Throws a StartupError for what a person can put right. */
export async function database([command, ...rest]: string[], terminal: Terminal): Promise<number> {
  if (command !== 'move' || rest.length > 0) {
    terminal.err.write(usage);
    return 1;
  }
  const { database: where, auditKey, auditKeysBefore } = requireLedgerConfig(terminal);
  if (where.url === undefined)
    throw new StartupError(['DATABASE_URL is missing: it names the PostgreSQL database to move to.']);
  if (!hasPglite(where.dataDir))
    throw new StartupError([`There is no embedded database in ${where.dataDir}. Check DATA_DIR.`]);
  const from = await openDatabase({ dataDir: where.dataDir });
  try {
    // Else the next start on the server would be refused.
    await checkAuditKey(from.db, auditKey, auditKeysBefore);
    const to = await openDatabase({ databaseUrl: where.url, dataDir: where.dataDir });
    try {
      await refuseUnlessEmpty(to.db);
      await makeQueues(to);
      const rows = await move(from, to, { key: auditKey, keysBefore: auditKeysBefore });
      terminal.out.write(`✓ ${rows} rows are in PostgreSQL now, and the audit log there verifies.\n`);
      terminal.out.write(
        `  Start the service with DATABASE_URL. ${where.dataDir} is as it was: keep it until you know that all is well.\n`,
      );
      return 0;
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

async function refuseUnlessEmpty(db: Handle): Promise<void> {
  const [request] = await db.select({ number: requests.number }).from(requests).limit(1);
  const [entry] = await db.select({ seq: audit.seq }).from(audit).limit(1);
  if (request === undefined && entry === undefined) return;
  throw new StartupError([
    'The database of DATABASE_URL has requests or an audit log already. Name one that is empty.',
  ]);
}

async function makeQueues(to: Database): Promise<void> {
  const jobs = createJobs(to, { logger: createLogger({ level: 'silent' }) });
  await jobs.start();
  await jobs.stop(5_000);
}

interface Keys {
  key: string | undefined;
  keysBefore: string[];
}

async function move(from: Database, to: Database, keys: Keys): Promise<number> {
  const before = await verifyAudit(from.db, keys);
  if (!before.ok) throw new StartupError([`The audit log does not verify, so it isn't moved: ${before.why}`]);
  try {
    return await to.transaction(async (tx) => {
      // It reads and writes for minutes, in one piece.
      for (const limit of ['statement_timeout', 'idle_in_transaction_session_timeout'])
        await tx.execute(sql.raw(`set local ${limit} = 0`));
      const copied = await copyTables(from.db, tx);
      const after = await verifyAudit(tx, keys);
      if (!after.ok || after.head !== before.head) throw new Error('The audit log is not the same after the move');
      return copied.reduce((sum, { rows }) => sum + rows, 0);
    });
  } catch (thrown) {
    const error = coerceError(thrown);
    throw new StartupError([`Nothing was moved: ${databaseReason(error)}.`], error);
  }
}
