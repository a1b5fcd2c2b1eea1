import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditSpan } from '../audit/append.ts';
import { eraseNames } from '../audit/erase.ts';
import { type AuditFormat, exportAudit } from '../audit/export.ts';
import { checkAuditKey } from '../audit/key.ts';
import { type VerifySettings, verifyAudit } from '../audit/verify.ts';
import type { LedgerConfig } from '../config.ts';
import { StartupError } from '../errors.ts';
import { openDatabase } from '../store/open-database.ts';
import { explainToTool, openForTool, type ToolDatabase } from '../store/tool-database.ts';
import { readArguments, usage } from './audit-arguments.ts';
import { requireLedgerConfig, type Terminal } from './terminal.ts';

/** `audit verify` and `audit export`, which work beside a running service, and `audit erase`. Throws a StartupError for what a person can mend. */
export async function audit(args: string[], terminal: Terminal): Promise<number> {
  const asked = readArguments(args, new Date());
  if (asked === 'help') {
    terminal.out.write(usage);
    return 0;
  }
  const { command, format, keyedFrom, posted, who, span } = asked;
  if (command === 'verify') {
    return withDatabase(terminal, (tool, config) =>
      verify(tool, { key: config.auditKey, keysBefore: config.auditKeysBefore, keyedFrom, posted }, terminal),
    );
  }
  if (command === 'erase') return erase(who, terminal);
  if (command === 'export') return withDatabase(terminal, (tool) => write(tool, format, span, terminal));
  terminal.err.write(usage);
  return 1;
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
  'Requests, plans and votes still contain them, and so do earlier exports. What these people do from now on is ' +
  'logged with their names again.';

async function withDatabase(
  terminal: Terminal,
  work: (tool: ToolDatabase, config: LedgerConfig) => Promise<number>,
): Promise<number> {
  const config = requireLedgerConfig(terminal);
  const place = { databaseUrl: config.database.url, dataDir: config.database.dataDir };
  const tool = await openForTool(place);
  try {
    return await work(tool, config);
  } catch (thrown) {
    throw explainToTool(place, thrown);
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
  'If AUDIT_KEY was set later, look up the first entry after that day with `audit export`, and give its number: --keyed-from N.';
const lookForPosted =
  "The chain alone can't show whether its end was cut off. Check that with the latest hash that a result in Slack shows after “Audit chain”: " +
  'npm run audit -- verify HASH';

const unguarded = "The triggers that protect the log are missing: someone with its owner's rights removed them.";

function foundChanged(number: number | null): string {
  return `the app found that #${number} had been changed in the database, and ended it.`;
}

function keyed(key: string | undefined, from: number): string {
  if (key === undefined) {
    return 'AUDIT_KEY is not set: this finds mistakes, but not forgery by someone who can write to the database.';
  }
  return `Keyed with AUDIT_KEY from entry ${from} on.`;
}

async function write(tool: ToolDatabase, format: AuditFormat, span: AuditSpan, { out }: Terminal): Promise<number> {
  try {
    await pipeline(Readable.from(exportAudit(tool.db, format, span)), out, { end: false });
  } catch (thrown) {
    // Whoever reads has seen enough, as with `| head`.
    if ((thrown as NodeJS.ErrnoException).code !== 'EPIPE') throw thrown;
  }
  return 0;
}
