import { StartupError } from '../errors.ts';
import type { Reader } from './database.ts';
import { explainPglite, explainPostgres } from './database-problem.ts';
import { madeByNewer, type TablesState, tablesState } from './migrate.ts';
import type { DatabaseConfig } from './open-database.ts';
import { hasPglite, readPglite } from './pglite.ts';
import { connectPostgres } from './postgres.ts';
import { connectTool } from './tool-socket.ts';

export interface ToolDatabase {
  /** Read only. */
  db: Reader;
  close(): Promise<void>;
}

/** The tables are not this release's, so that what is read from them could be misread. */
export class OtherTables extends StartupError {
  readonly state: Exclude<TablesState, 'current'>;

  constructor(state: Exclude<TablesState, 'current'>) {
    super([otherTables[state]]);
    this.state = state;
  }
}

const otherTables: Record<Exclude<TablesState, 'current'>, string> = {
  absent: 'The database has no tables yet; the first start makes them.',
  older:
    'The database is of an older release of Domo Steward; the first start of this one brings it up to date. Until then ' +
    'use the tools of the older one.',
  newer: madeByNewer,
};

/**
 * The database for a command-line tool, which changes nothing in it: through the running service, where one has the
 * directory; else the directory itself, locked meanwhile. Throws `OtherTables` when another release made it, and
 * `StartupError` when there is none, when it cannot be reached or read, or when a service is just starting.
 */
export async function openForTool(config: DatabaseConfig): Promise<ToolDatabase> {
  const tool = await connect(config);
  try {
    const state = await tablesState(tool.db);
    if (state !== 'current') throw new OtherTables(state);
    return tool;
  } catch (error) {
    await tool.close();
    throw explainToTool(config, error);
  }
}

/** Why it cannot be read, as a StartupError where a person can mend that. */
export function explainToTool({ databaseUrl, dataDir }: DatabaseConfig, thrown: unknown): Error {
  return databaseUrl === undefined ? explainPglite(thrown, dataDir) : explainPostgres(thrown, 'read');
}

async function connect({ databaseUrl, dataDir }: DatabaseConfig): Promise<ToolDatabase> {
  if (databaseUrl !== undefined) return connectPostgres(databaseUrl);
  const beside = await connectTool(dataDir);
  if (beside !== undefined) return { db: beside, close: async () => {} };
  if (!hasPglite(dataDir)) {
    throw new StartupError([`There is no database in ${dataDir}. Check DATA_DIR and DATABASE_URL.`]);
  }
  return readPglite(dataDir);
}
