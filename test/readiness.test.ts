import { pino } from 'pino';
import { createDomo } from '../src/domo/client.ts';
import { createReadiness } from '../src/readiness.ts';
import { testDatabase } from './support/database.ts';

test('/readyz says why the database is not reached, and not with which statement', async () => {
  const database = await testDatabase();
  await database.close();
  const nowhere = { url: 'http://127.0.0.1:9', clientId: 'id', clientSecret: 'secret' };
  const domo = createDomo({ ...nowhere, requestsPerSecond: 5, concurrency: 1, retry: { attempts: 1 } });
  const ctx = { database, domo, logger: pino({ level: 'silent' }), now: () => new Date() };
  const { checks } = await createReadiness({ ctx, slack: { check: async () => {} } }).ready();
  await domo.stop();
  expect(checks).toMatchObject({ slack: 'reached', database: expect.stringMatching(/^not reached: .*(closed|end)/) });
  expect(checks.database).not.toContain('select');
});
