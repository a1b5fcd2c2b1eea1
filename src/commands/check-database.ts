import { existsSync } from 'node:fs';
import { auditHead } from '../audit/append.ts';
import { checkAuditKey } from '../audit/key.ts';
import type { Config } from '../config.ts';
import { coerceError, StartupError } from '../errors.ts';
import { networkReason } from '../network-reason.ts';
import { checkWritable } from '../store/data-dir-lock.ts';
import { databaseReason } from '../store/database-problem.ts';
import { freeSpace } from '../store/free-space.ts';
import { hasPglite } from '../store/pglite.ts';
import { missingRights } from '../store/postgres.ts';
import { instanceOf } from '../store/settings.ts';
import { OtherTables, openForTool } from '../store/tool-database.ts';
import { bad, type Finding, good, note } from './finding.ts';

export interface DatabaseSeen {
  findings: Finding[];
  /** The Domo instance that it belongs to, where it does and can be read. */
  customer?: string | undefined;
}

/**
 * Reads the head of the audit log, through the running service where one has the database, and looks whether a start could
 * make what is not there yet.
 */
export async function checkDatabase({ database, auditKey, auditKeysBefore }: Config): Promise<DatabaseSeen> {
  const what = database.url === undefined ? `embedded, in ${database.dataDir}` : 'PostgreSQL';
  try {
    const { findings, customer, toMake } = await readLog(database, { auditKey, auditKeysBefore }, what);
    const rights = database.url === undefined ? [] : await checkRights(database.url, toMake);
    const disk = database.url === undefined ? await checkDisk(database.dataDir) : [];
    return { findings: [...findings, ...rights, ...disk, ...checkKey(auditKey)], customer };
  } catch (thrown) {
    const error = coerceError(thrown);
    if (error instanceof StartupError)
      return { findings: error.problems.map((problem) => bad(`Database: ${problem}`)) };
    return { findings: [bad(`Database: ${what}, cannot be read: ${networkReason(error) ?? databaseReason(error)}.`)] };
  }
}

async function readLog(
  { url, dataDir }: Config['database'],
  { auditKey, auditKeysBefore }: Pick<Config, 'auditKey' | 'auditKeysBefore'>,
  what: string,
): Promise<DatabaseSeen & { /** Tables are still to be made. */ toMake: boolean }> {
  if (url === undefined && !hasPglite(dataDir)) {
    checkWritable(dataDir);
    return { findings: [note(`Database: there's none in ${dataDir} yet; the first start creates it.`)], toMake: true };
  }
  try {
    const tool = await openForTool({ databaseUrl: url, dataDir });
    try {
      await checkAuditKey(tool.db, auditKey, auditKeysBefore);
      const { seq } = await auditHead(tool.db);
      const read = good(`Database: ${what}; the audit log has ${seq} entries.`);
      return { findings: [read], customer: await instanceOf(tool.db), toMake: false };
    } finally {
      await tool.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof OtherTables) || thrown.state === 'newer') throw thrown;
    return {
      findings: thrown.problems.map((problem) => note(`Database: ${problem}`)),
      toMake: true,
    };
  }
}

async function checkRights(url: string, toMake: boolean): Promise<Finding[]> {
  const missing = await missingRights(url, toMake);
  if (missing.length === 0) return [];
  return [
    bad(
      `Database: the role of DATABASE_URL may not ${missing.join(' or ')} in its database, as the app must at start. ` +
        'Make it the owner: ALTER DATABASE … OWNER TO …',
    ),
  ];
}

/** Of the disk that the embedded database is on, or shall be. */
export async function checkDisk(dataDir: string): Promise<Finding[]> {
  if (!existsSync(dataDir)) return [];
  const { isScarce, text } = await freeSpace(dataDir);
  const has = `The disk of ${dataDir} has ${text}`;
  return [isScarce ? bad(`${has}: make room, the database stops when it is full.`) : good(`${has}.`)];
}

function checkKey(auditKey: string | undefined): Finding[] {
  if (auditKey !== undefined) return [];
  return [note('AUDIT_KEY is not set: whoever can write to the database can forge the audit log.')];
}
