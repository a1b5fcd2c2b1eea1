import type { Reader } from '../../src/store/database.ts';
import { openForTool } from '../../src/store/tool-database.ts';
import type { Steward } from './steward.ts';

/** Looks into the database beside the running app, as the command-line tools do. */
export async function besideApp<T>(
  { config }: { config: Pick<Steward['config'], 'database'> },
  look: (db: Reader) => Promise<T>,
): Promise<T> {
  const { url: databaseUrl, dataDir } = config.database;
  const tool = await openForTool({ databaseUrl, dataDir });
  return await look(tool.db).finally(tool.close);
}
