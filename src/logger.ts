import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './config.ts';

export type Logger = PinoLogger;

export interface LoggerOptions {
  level: LogLevel;
  /** Where lines go; default standard output. */
  destination?: DestinationStream | undefined;
  /** Values that must not appear whatever they look like: the configured secrets themselves. More may be added later. */
  secrets?: ReadonlySet<string> | undefined;
}

const censor = '[redacted]';
const secretKey = '[\\w-]*(?:token|secret|password|passwd|authorization|cookie|signature|audit_?key)';

/** What is a secret by its look or by the key in front of it, wherever in the line it stands, also inside a message. */
const patterns: [RegExp, string][] = [
  [new RegExp(`("${secretKey}":")(?:[^"\\\\]|\\\\.)*`, 'gi'), `$1${censor}`],
  // The same in JSON that was logged as text.
  [new RegExp(`(\\\\"${secretKey}\\\\"\\s*:\\s*\\\\")[^"\\\\]*`, 'gi'), `$1${censor}`],
  [new RegExp(`\\b((?:${secretKey}|ticket)=)[^&\\s"\\\\]+`, 'gi'), `$1${censor}`],
  [/\bxox[a-z](?:\.xox[a-z])?-[\w-]+|\bxapp-[\w-]+/gi, censor],
  [/\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g, censor],
  [/\b(bearer\s+)[\w.~+/=-]+/gi, `$1${censor}`],
  [/\b(basic\s+)[\w+/-]{8,}=*/gi, `$1${censor}`],
  [/(:\/\/[^\s/:@"\\]*:)[^\s/@"\\]+@/g, `$1${censor}@`],
  // A response_url lets anyone who has it post in the name of the app.
  [/\b(hooks\.slack(?:-gov)?\.com\/)[\w/-]+/gi, `$1${censor}`],
];

/** What the lines say that are written while some work runs, whoever writes them. */
const saidByWork = new AsyncLocalStorage<object>();

/** Runs `work`; each line that is logged meanwhile, by whatever it calls, has these fields: one request can be followed by `grep`. */
export function logWith<T>(fields: object, work: () => T): T {
  return saidByWork.run(fields, work);
}

/**
 * A logger that writes JSON lines, and no secret: tokens, passwords and signatures are replaced in the finished line, so that
 * neither a nested object nor the message of an error can carry one through.
 */
export function createLogger({ level, destination, secrets = new Set() }: LoggerOptions): Logger {
  const streamWrite = (line: string) => {
    const clean = withoutTokens([...secrets].reduce(hide, line));
    return clean.length > longestLine ? shorten(clean) : clean;
  };
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    // An object or a list under such a key is hidden whole; the patterns see only text.
    redact: { paths: ['authorization', 'headers.authorization', 'headers.cookie', '*.headers.authorization'], censor },
    mixin: () => ({ ...saidByWork.getStore() }),
    hooks: { streamWrite },
  };
  // Not pino's own stream: where nobody reads any more, its last flush at exit would try for ever.
  return pino(options, destination ?? process.stdout);
}

/** A short one would hide half of the log. */
function hide(line: string, secret: string): string {
  return secret.length < 6 ? line : line.replaceAll(JSON.stringify(secret).slice(1, -1), censor);
}

/** Whoever sends something long that is then told in an error shall not fill the disk; in characters. */
const longestLine = 16_000;
const longestText = 3_000;

/** The line with its long texts cut off. */
function shorten(line: string): string {
  const short = (_: string, value: unknown) =>
    typeof value === 'string' && value.length > longestText
      ? `${value.slice(0, longestText)}… (${value.length} characters)`
      : value;
  return `${JSON.stringify(JSON.parse(line), short)}\n`;
}

/** Those that nobody named: known by how they look. */
function withoutTokens(line: string): string {
  return patterns.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
