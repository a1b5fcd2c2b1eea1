import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import own from '../../package.json' with { type: 'json' };
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { missingRights } from '../../src/store/postgres.ts';
import { openForTool } from '../../src/store/tool-database.ts';
import { freshStorage } from '../support/database.ts';
import { asServer } from '../support/postgres-server.ts';

const server = process.env.TEST_DATABASE_URL;

const storage = freshStorage();

async function withDatabase(work: (database: Database) => Promise<unknown>): Promise<void> {
  const database = await openDatabase(storage.config);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

test('opens again what it has made, and keeps the rows', async () => {
  await withDatabase(({ db }) => db.execute(sql`insert into settings values ('customer', 'acme')`));
  await withDatabase(async ({ db, maintain }) => {
    await maintain();
    expect((await db.execute(sql`select value from settings where key = 'customer'`)).rows).toEqual([
      { value: 'acme' },
    ]);
  });
});

describe('a database that a newer release has made', () => {
  const makeNewer = (oldest: string) =>
    withDatabase(async ({ db }) => {
      await db.execute(sql`
        insert into drizzle.__drizzle_migrations (hash, created_at)
        select 'of the future', max(created_at) + 1 from drizzle.__drizzle_migrations`);
      await db.execute(sql`update settings set value = ${oldest} where key = 'oldest_release'`);
    });

  test('is refused where that release names a later one than this as the oldest that may use it, and left alone', async () => {
    await makeNewer('0.10.0');
    const refused = `made by a newer release of Domo Steward. Start that release, or restore a backup from before it. It can be used by 0.10.0 and later ones; this is ${own.version}.`;
    await expect(openDatabase(storage.config)).rejects.toThrow(refused);
    // Also a second time: the first try let go of the directory and of its connections.
    await expect(openDatabase(storage.config)).rejects.toThrow(refused);
    await expect(openForTool(storage.config)).rejects.toThrow('made by a newer release');
  });

  test('is used where that release took nothing away: an older process may start again beside it', async () => {
    await makeNewer(own.version);
    await withDatabase(async ({ db }) => expect(await db.$count(sql`holds`)).toBe(0));
    const tool = await openForTool(storage.config);
    await tool.close();
  });

  test('is refused where it names none', async () => {
    await makeNewer(own.version);
    await withDatabase(({ db }) => db.execute(sql`delete from settings where key = 'oldest_release'`));
    await expect(openDatabase(storage.config)).rejects.toThrow(/made by a newer release.* before it\.$/);
  });
});

describe('a command-line tool', () => {
  const newest = sql`select max(created_at)::text as newest from drizzle.__drizzle_migrations`;

  test.each([
    [
      'an older release',
      sql`delete from drizzle.__drizzle_migrations where created_at = (${newest})::bigint`,
      'of an older',
    ],
    [
      'a newer release',
      sql`with of_it as (update settings set value = '99.0.0' where key = 'oldest_release')
          insert into drizzle.__drizzle_migrations (hash, created_at) select 'x', (${newest})::bigint + 1`,
      'by a newer release',
    ],
    ['no release yet', sql`delete from drizzle.__drizzle_migrations`, 'has no tables yet'],
  ])('says that the tables are of %s, and leaves them as they are', async (_, change, sentence) => {
    await withDatabase(({ db }) => db.execute(change));
    await expect(openForTool(storage.config)).rejects.toThrow(sentence);
    // A second time: nothing was brought up to date, and the directory is free again.
    await expect(openForTool(storage.config)).rejects.toThrow(sentence);
  });

  test('cannot write', async () => {
    const tool = await openForTool(storage.config);
    const write = tool.db
      .select({ made: sql`nextval('drizzle.__drizzle_migrations_id_seq')` })
      .from(sql`(select 1) as one`);
    await expect(write).rejects.toHaveProperty('cause.message', expect.stringContaining('read-only transaction'));
    await tool.close();
  });
});

(server === undefined ? test.skip : test)('a role that may make no tables is told so', async () => {
  const role = `steward_weak_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(storage.config.databaseUrl ?? '');
  await asServer(url.href, (client) => client.query(`create role ${role} login`));
  url.username = role;
  await expect(openDatabase({ ...storage.config, databaseUrl: url.href })).rejects.toMatchObject({
    name: 'StartupError',
    message: expect.stringMatching(
      /: permission denied for .*\. The role of DATABASE_URL needs to own its database\.$/,
    ),
  });
  expect(await missingRights(url.href, true)).toEqual(['make schemas', 'make tables']);
  expect(await missingRights(storage.config.databaseUrl ?? '', true)).toEqual([]);
  await asServer(storage.config.databaseUrl ?? '', (client) => client.query(`drop role ${role}`));
});

(server === undefined ? test.skip : test)('three processes may migrate an empty database at once', async () => {
  const url = storage.config.databaseUrl ?? '';
  await asServer(url, (client) =>
    client.query(
      'drop schema public cascade; drop schema drizzle cascade; drop schema pgboss cascade; create schema public',
    ),
  );
  const opened = await Promise.all([1, 2, 3].map(() => openDatabase(storage.config)));
  for (const database of opened) {
    expect(await database.db.$count(sql`holds`)).toBe(0);
    await database.close();
  }
});
