import pg from 'pg';
import { openDatabase } from '../../src/store/open-database.ts';
import { createProcesses } from '../../src/store/processes.ts';
import { freshStorage, onServer } from '../support/database.ts';
import { until } from '../support/until.ts';

// Only on a server there can be several.
onServer('the processes that live on a database', () => {
  const storage = freshStorage();
  let url: string;

  beforeEach(() => {
    url = storage.config.databaseUrl ?? '';
  });

  /** Joins, and resolves to whether it was alone. */
  async function isAlone({ join }: ReturnType<typeof createProcesses>): Promise<boolean> {
    let alone = false;
    await join(async () => {
      alone = true;
    });
    return alone;
  }

  test('only the first is alone, and the next one when all have left', async () => {
    const [first, second, third] = [createProcesses(url), createProcesses(url), createProcesses(url)];
    expect(await isAlone(first)).toBe(true);
    expect(await isAlone(second)).toBe(false);
    await first.leave();
    expect(await isAlone(third)).toBe(false);
    await Promise.all([second.leave(), third.leave()]);
    const last = createProcesses(url);
    expect(await isAlone(last)).toBe(true);
    await last.leave();
  });

  test('of two that join at once one is alone, and the other waits until its work is done', async () => {
    const both = [createProcesses(url), createProcesses(url)];
    const seen: string[] = [];
    await Promise.all(
      both.map(async ({ join }) => {
        await join(async () => void seen.push('alone'));
        seen.push('joined');
      }),
    );
    expect(seen).toEqual(['alone', 'joined', 'joined']);
    await Promise.all(both.map(({ leave }) => leave()));
  });

  test('a process of a release that knows no work by hand is told from those that do', async () => {
    const database = await openDatabase(storage.config);
    await database.join(async () => {});
    expect(await database.allKnowByHand()).toBe(true);
    const older = new pg.Client({ connectionString: url });
    older.on('error', () => undefined);
    await older.connect();
    // As that release counts itself.
    await older.query('select pg_advisory_lock_shared(7201004)');
    expect(await database.allKnowByHand()).toBe(false);
    await older.end();
    await until(() => database.allKnowByHand());
    await database.close();
  });

  test('one whose session was lost is counted again', async () => {
    const first = createProcesses(url);
    await isAlone(first);
    const admin = new pg.Client({ connectionString: url });
    admin.on('error', () => undefined);
    await admin.connect();
    const sessions = `from pg_stat_activity where application_name = 'domo-steward-lives' and datname = current_database()`;
    const locks = `select 1 from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and granted and application_name = 'domo-steward-lives' and datname = current_database()`;
    await admin.query(`select pg_terminate_backend(pid) ${sessions}`);
    await until(async () => (await admin.query(locks)).rowCount === 2);
    const second = createProcesses(url);
    expect(await isAlone(second)).toBe(false);
    await admin.end();
    await Promise.all([first.leave(), second.leave()]);
  });
});
