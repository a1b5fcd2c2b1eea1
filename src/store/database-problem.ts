import { DrizzleQueryError } from 'drizzle-orm';
import { coerceError, StartupError } from '../errors.ts';

/** The message; of a failed query the driver's, since drizzle's own says only which statement it was. */
export function databaseReason(thrown: unknown): string {
  const error = driversError(thrown);
  // A name with several addresses that all refuse gives an AggregateError without a message.
  const [first] = error instanceof AggregateError ? error.errors : [];
  return error.message || (first === undefined ? error.name : coerceError(first).message);
}

/** What a person can mend about a PostgreSQL server, as a StartupError that says so; anything else as it was. */
export function explainPostgres(thrown: unknown, purpose: keyof typeof rights): Error {
  const error = coerceError(thrown);
  if (error instanceof StartupError) return error;
  const advice = adviceOn(driversError(error), purpose);
  if (advice === undefined) return error;
  return new StartupError([`PostgreSQL at DATABASE_URL: ${databaseReason(error)}. ${advice}`], error);
}

const unreachable = 'Check that the server is running, and that this machine may connect to it.';

const rights = {
  run: 'The role of DATABASE_URL needs to own its database.',
  read: 'docs/audit.md has the rights that an auditor’s role needs.',
};

/** By Node's code or by SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html */
function adviceOn(error: Error, purpose: keyof typeof rights): string | undefined {
  const code = 'code' in error ? String(error.code) : '';
  if (/^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT)/.test(code)) return unreachable;
  // What pg itself says, of a time-out for one, comes without a code.
  if (code === '' && /timeout|terminated/.test(error.message)) return unreachable;
  if (code.startsWith('28')) return 'Check the user and the password in DATABASE_URL, and what pg_hba.conf lets in.';
  if (code === '3D000') return 'Make that database, or name another one in DATABASE_URL.';
  if (code === '42501') return rights[purpose];
  if (code === '57P03' || code === '53300') return 'Try again once it takes connections.';
  return undefined;
}

/** What a person can mend about the embedded database in `dataDir`, as a StartupError that says so; anything else as it was. */
export function explainPglite(thrown: unknown, dataDir: string): Error {
  const error = coerceError(thrown);
  const cause = driversError(error);
  const isDamage = 'code' in cause && damage.includes(String(cause.code));
  return isDamage ? damagedDatabase(dataDir, cause.message, error) : error;
}

/** SQLSTATE for what is stored and cannot be read, and for a file that is gone. */
const damage = ['XX001', 'XX002', '58P01'];

export function damagedDatabase(dataDir: string, why: string, cause?: unknown): StartupError {
  const advice = 'Put back a backup of the whole directory, or set another DATA_DIR to begin with nothing.';
  return new StartupError([`The database in ${dataDir} is damaged: ${why}. ${advice}`], cause);
}

function driversError(thrown: unknown): Error {
  const error = coerceError(thrown);
  return error instanceof DrizzleQueryError && error.cause !== undefined ? error.cause : error;
}
