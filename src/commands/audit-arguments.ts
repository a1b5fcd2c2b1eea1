import { parseArgs } from 'node:util';
import type { AuditSpan } from '../audit/append.ts';
import { referenceLength } from '../change/audit-reference.ts';
import { readSince } from '../change/since.ts';
import { coerceError, StartupError } from '../errors.ts';

export const usage = `npm run audit -- verify [--keyed-from N] [HASH…]
    recomputes the hash of every entry, and looks for each HASH that was posted; exit code 1 when anything does not fit
    N is the first entry written with AUDIT_KEY; default 1, so that a log rewritten without the key shows
npm run --silent audit -- export [--format csv|jsonl] [--request N] [--since WHEN] > FILE
    writes the log; CSV, the default, is for reading, JSONL is what the hashes cover
    only what is about request N, or not older than WHEN: 30d, 12h or 2026-10-01 (UTC)
npm run audit -- erase ID…
    erases names and emails of these people from the log, and the texts in which they are named; ID is a Slack id or a
    Domo ID, which stay. The embedded database must not be in use: stop the app first
`;

export interface Asked {
  command: string | undefined;
  format: 'csv' | 'jsonl';
  keyedFrom: number | undefined;
  posted: string[];
  /** What is exported; all of the log by default. */
  span: AuditSpan;
  /** As the log names people whose names it keeps. */
  who: string[];
}

/** Throws a StartupError with the usage. */
export function readArguments(args: string[], now: Date): Asked | 'help' {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        'keyed-from': { type: 'string' },
        request: { type: 'string' },
        since: { type: 'string' },
      },
    });
    if (values.help) return 'help';
    const [command, ...rest] = positionals;
    if (command === 'verify' && values.format !== undefined) throw new Error('--format is for export, not verify.');
    if (command === 'export' && values['keyed-from'] !== undefined) {
      throw new Error('--keyed-from is for verify, not export.');
    }
    for (const option of ['request', 'since'] as const) {
      if (command === 'verify' && values[option] !== undefined) {
        throw new Error(`--${option} is for export: verify always reads the whole chain.`);
      }
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
    const span = { number: numberOf(values.request), since: sinceOf(values.since, now) };
    return { command: isWhole ? command : undefined, format, keyedFrom, posted, who, span };
  } catch (thrown) {
    const { message } = coerceError(thrown);
    throw new StartupError([message, usage.trimEnd()], thrown);
  }
}

function numberOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  if (!/^#?[1-9]\d{0,8}$/.test(word)) throw new Error(`--request is the number of a request, not "${word}".`);
  return Number(word.replace('#', ''));
}

function sinceOf(word: string | undefined, now: Date): Date | undefined {
  const since = word === undefined ? undefined : readSince(word, now);
  if (word !== undefined && since === undefined) throw new Error(`--since is 30d, 12h or 2026-10-01, not "${word}".`);
  return since;
}

function hashOf(word: string): string {
  const hash = word.toLowerCase();
  if (!/^[0-9a-f]{1,64}$/.test(hash) || hash.length < referenceLength) {
    throw new Error(`"${word}" isn't an entry's hash: give ${referenceLength} to 64 of its hex digits.`);
  }
  return hash;
}

function whoIs(word: string): string {
  if (/^[UW][A-Z0-9]+$/.test(word)) return word;
  if (/^\d{1,15}$/.test(word)) return `domo:${word}`;
  throw new Error(`"${word}" is neither a Slack id (U…, W…) nor a Domo ID (a number).`);
}
