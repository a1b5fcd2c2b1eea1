import { asServer } from '../support/postgres-server.ts';
import { sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

let ahead = 0;

const steward = sharedSteward({ overrides: { now: () => new Date(Date.now() + ahead) } });

/** What is not reached; it remembers for some seconds that all was well. */
async function missing(): Promise<string> {
  ahead += 60_000;
  const answer = await fetch(`http://127.0.0.1:${steward.service.port}/readyz`);
  const { checks } = (await answer.json()) as { checks: Record<string, string> };
  const names = Object.keys(checks).filter((name) => checks[name]?.startsWith('not reached'));
  expect(answer.status).toBe(names.length === 0 ? 200 : 503);
  return names.join();
}

const server = process.env.TEST_DATABASE_URL;
const databaseName = () => new URL(steward.config.database.url ?? '').pathname.slice(1);

async function withServer(statement: string): Promise<void> {
  await asServer(server ?? '', async (client) => {
    await client.query(statement);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [databaseName()]);
  });
}

const dependencies: [string, () => unknown, () => unknown][] = [
  [
    'domo',
    () => steward.domo.faults.add({ kind: 'status', status: 503 }, { path: '/' }),
    () => steward.domo.faults.clear(),
  ],
  [
    'slack',
    () => steward.slack.faults.onCall('auth.test', { kind: 'reset' }, 1_000),
    () => steward.slack.faults.clear(),
  ],
  ...(server === undefined
    ? []
    : ([
        [
          'database',
          () => withServer(`alter database ${databaseName()} with allow_connections false`),
          () => withServer(`alter database ${databaseName()} with allow_connections true`),
        ],
      ] as [string, () => unknown, () => unknown][])),
];

test.each(dependencies)(
  'without %s it is red and says so, and green again once that is back',
  async (name, take, give) => {
    expect(await missing()).toBe('');
    await take();
    await until(async () => (await missing()) === name);
    await give();
    await until(async () => (await missing()) === '');
  },
);
