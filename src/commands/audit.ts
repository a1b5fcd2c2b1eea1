import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { eraseNames } from '../audit/erase.ts';
import { exportAudit } from '../audit/export.ts';
import { checkAuditKey } from '../audit/key.ts';
import { type VerifySettings, verifyAudit } from '../audit/verify.ts';
import type { LedgerConfig } from '../config.ts';
import { coerceError, StartupError } from '../errors.ts';
import { openDatabase } from '../store/database.ts';
import { explainPostgres } from '../store/database-problem.ts';
import { openForTool, type ToolDatabase } from '../store/tool-database.ts';
import { requireLedgerConfig, type Terminal } from './terminal.ts';

const usage = `npm run audit -- verify [--keyed-from N] [HASH…]
    recomputes the hash of every entry, and looks for each HASH that was posted; exit code 1 when anything does not fit
    N is the first entry written with AUDIT_KEY; default 1, so that a log rewritten without the key shows
npm run --silent audit -- export [--format csv|jsonl] > FILE
    writes the whole log; CSV, the default, is for reading, JSONL is what the hashes cover
npm run audit -- erase ID…
    erases names and emails of these people from the log, and the texts in which they are named; ID is a Slack id or a
    Domo ID, which stay. The embedded database must not be in use: stop the app first
`;

/** `audit verify` and `audit export`, which work beside a running service, and `audit erase`. Throws a StartupError for what a person can mend. */
export async function audit(args: string[], terminal: Terminal): Promise<number> {
  const asked = parse(args);
  if (asked === 'help') {
    terminal.out.write(usage);
    return 0;
  }
  const { command, format, keyedFrom, posted, who } = asked;
  if (command === 'verify') {
    return withDatabase(terminal, (tool, config) =>
      verify(tool, { key: config.auditKey, keysBefore: config.auditKeysBefore, keyedFrom, posted }, terminal),
    );
  }
  if (command === 'erase') return erase(who, terminal);
  if (command === 'export') return withDatabase(terminal, (tool) => write(tool, format, terminal));
  terminal.err.write(usage);
  return 1;
}

interface Asked {
  command: string | undefined;
  format: 'csv' | 'jsonl';
  keyedFrom: number | undefined;
  posted: string[];
  /** As the log names people whose names it keeps. */
  who: string[];
}

function parse(args: string[]): Asked | 'help' {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        'keyed-from': { type: 'string' },
      },
    });
    if (values.help) return 'help';
    const [command, ...rest] = positionals;
    if (command === 'verify' && values.format !== undefined) throw new Error('verify has no --format: export has.');
    if (command === 'export' && values['keyed-from'] !== undefined) {
      throw new Error('export has no --keyed-from: verify has.');
    }
    const { format = 'csv', 'keyed-from': from } = values;
    if (format !== 'csv' && format !== 'jsonl') throw new Error(`--format is csv or jsonl, not "${format}".`);
    if (from !== undefined && !/^[1-9]\d{0,14}$/.test(from)) {
      throw new Error(`--keyed-from is the number of an entry, not "${from}".`);
    }
    const posted = command === 'verify' ? rest.map(hashOf) : [];
    const keyedFrom = from === undefined ? undefined : Number(from);
    const who = command === 'erase' ? rest.map(whoIs) : [];
    const isWhole = rest.length === posted.length + who.length && (command !== 'erase' || who.length > 0);
    return { command: isWhole ? command : undefined, format, keyedFrom, posted, who };
  } catch (thrown) {
    const { message } = coerceError(thrown);
    throw new StartupError([message, usage.trimEnd()], thrown);
  }
}

function hashOf(word: string): string {
  const hash = word.toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error(`"${word}" is not the hash of an entry, which has 64 hex digits.`);
  return hash;
}

function whoIs(word: string): string {
  if (/^[UW][A-Z0-9]+$/.test(word)) return word;
  if (/^\d{1,15}$/.test(word)) return `domo:${word}`;
  throw new Error(`"${word}" is neither a Slack id (U…, W…) nor a Domo ID (a number).`);
}

async function erase(who: string[], terminal: Terminal): Promise<number> {
  const { database, auditKey, auditKeysBefore } = requireLedgerConfig(terminal);
  const opened = await openDatabase({ databaseUrl: database.url, dataDir: database.dataDir });
  try {
    if ((await checkAuditKey(opened.db, auditKey, auditKeysBefore)) === 'new') {
      throw new StartupError(['AUDIT_KEY is not in force yet. Start the app once with it, then erase.']);
    }
    const { names, texts } = await eraseNames(opened, who, { key: auditKey, now: new Date() });
    terminal.out.write(`✓ Erased ${names} of their names, and ${texts} texts that held one.\n`);
    terminal.out.write(`  ${elsewhere}\n`);
    return 0;
  } finally {
    await opened.close();
  }
}

const elsewhere =
  'Requests, plans and votes still hold them, and so does the export of an earlier day. What these people do from now on is ' +
  'logged with their names again.';

async function withDatabase(
  terminal: Terminal,
  work: (tool: ToolDatabase, config: LedgerConfig) => Promise<number>,
): Promise<number> {
  const config = requireLedgerConfig(terminal);
  const tool = await openForTool({ databaseUrl: config.database.url, dataDir: config.database.dataDir });
  try {
    return await work(tool, config);
  } catch (thrown) {
    throw config.database.url === undefined ? thrown : explainPostgres(thrown, 'read');
  } finally {
    await tool.close();
  }
}

async function verify(tool: ToolDatabase, settings: VerifySettings, { out }: Terminal): Promise<number> {
  const { key, keyedFrom = 1 } = settings;
  if (key === undefined && keyedFrom > 1) {
    throw new StartupError(['--keyed-from needs AUDIT_KEY: without it no keyed entry can be checked.']);
  }
  const result = await verifyAudit(tool.db, settings);
  if (!result.ok) {
    const where = result.seq === undefined ? '' : `The audit log is broken at entry ${result.seq}. `;
    out.write(`✗ ${where}${result.why}\n`);
    if (key !== undefined && result.seq === keyedFrom) out.write(`  ${keyedLater}\n`);
    return 1;
  }
  out.write(`✓ ${result.entries} entries, each following from the one before it.\n`);
  out.write(`  Head: ${result.head}\n`);
  out.write(`  ${keyed(key, keyedFrom)}\n`);
  for (const { seq, number } of result.tampered) out.write(`! Entry ${seq}: ${foundChanged(number)}\n`);
  if (!result.guarded) out.write(`✗ ${unguarded}\n`);
  for (const { hash, seq } of result.posted) {
    out.write(seq === undefined ? `✗ ${hash} is not in this chain.\n` : `✓ ${hash} is entry ${seq}.\n`);
  }
  if (result.posted.length === 0) out.write(`  ${lookForPosted}\n`);
  return result.guarded && result.posted.every(({ seq }) => seq !== undefined) ? 0 : 1;
}

const keyedLater =
  'If AUDIT_KEY was set later than that, take from `audit export` the first entry from after that day: --keyed-from N.';
const lookForPosted =
  'A chain cannot show that its end was cut off. Give the latest hash that a result in Slack shows after “Audit chain”: ' +
  'npm run audit -- verify HASH';

const unguarded =
  'The triggers that refuse changes of the log are not in place: somebody with the rights of its owner took them away.';

function foundChanged(number: number | null): string {
  return `the app found that #${number} had been changed in the database beside it, and ended it.`;
}

function keyed(key: string | undefined, from: number): string {
  if (key === undefined) {
    return 'AUDIT_KEY is not set: this shows mistakes, not a forger who can write to the database.';
  }
  return `Keyed with AUDIT_KEY from entry ${from} on.`;
}

async function write(tool: ToolDatabase, format: 'csv' | 'jsonl', { out }: Terminal): Promise<number> {
  try {
    await pipeline(Readable.from(exportAudit(tool.db, format)), out, { end: false });
  } catch (thrown) {
    // Whoever reads has seen enough, as with `| head`.
    if ((thrown as NodeJS.ErrnoException).code !== 'EPIPE') throw thrown;
  }
  return 0;
}
