import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { createLogger } from '../../src/logger.ts';
import { pgliteDirectory } from '../../src/store/pglite.ts';
import { overwrite } from '../support/overwrite.ts';
import { startSteward } from '../support/steward.ts';

/** A server's database is made by whoever runs the server. */
const embedded = process.env.TEST_DATABASE_URL === undefined ? test : test.skip;

embedded(
  'a start says that an emptied directory got a new, empty database, and nothing where there was one',
  async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
    const told = () => lines.filter((line) => line.includes('made a new, empty one'));
    const steward = await startSteward({ overrides: { logger } });
    try {
      expect(told()).toEqual([]);
      await steward.stop();
      const { dataDir } = steward.config.database;
      await rm(pgliteDirectory(dataDir), { recursive: true });
      await steward.start();
      expect(told().map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ dataDir })]);
    } finally {
      await steward.close();
    }
  },
  60_000,
);

embedded(
  'a start that cannot read what the log holds ends with a sentence that says what to do',
  async () => {
    const steward = await startSteward();
    try {
      await steward.stop();
      const { rows } = await steward.inDatabase(({ db }) =>
        db.execute<{ path: string }>(sql`select pg_relation_filepath('audit') as path`),
      );
      const { dataDir } = steward.config.database;
      overwrite(join(pgliteDirectory(dataDir), rows[0]?.path ?? ''));
      const problems = [expect.stringMatching(/^The database in \S+ is damaged: .+\. Put back a backup/)];
      await expect(steward.start()).rejects.toMatchObject({ name: 'StartupError', problems });
    } finally {
      await steward.close();
    }
  },
  60_000,
);
