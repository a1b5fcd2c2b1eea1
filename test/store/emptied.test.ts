import { rm } from 'node:fs/promises';
import { createLogger } from '../../src/logger.ts';
import { pgliteDirectory } from '../../src/store/pglite.ts';
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
