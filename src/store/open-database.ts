import type { Database } from './database.ts';
import type { DatabaseStopped } from './database-stopped.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

export interface DatabaseConfig {
  /** PostgreSQL; without it the database is embedded, in `dataDir`. */
  databaseUrl?: string | undefined;
  dataDir: string;
  /** Told of a connection lost while idle: the pool opens another by itself. Default: nothing. */
  onError?: ((error: Error) => void) | undefined;
  /** Told when the embedded database has stopped for good, as on a full disk: only another start goes on. Default: nothing. */
  onStop?: ((error: DatabaseStopped) => void) | undefined;
}

/**
 * Opens the database and brings its tables up to date.
 * Throws `StartupError` when a live process has the directory, or when a newer release made the tables.
 */
export function openDatabase(config: DatabaseConfig): Promise<Database> {
  const onError = config.onError ?? (() => {});
  return config.databaseUrl === undefined
    ? openPglite(config.dataDir, config.onStop)
    : openPostgres({ url: config.databaseUrl, onError });
}
