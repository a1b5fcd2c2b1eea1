import { createAppProcess } from '../../../sandbox/app-process.ts';
import { ownManifest } from '../../../sandbox/own-manifest.ts';
import { openStage, type Stage } from '../../../sandbox/stage.ts';
import type { DatabaseConfig } from '../../../src/store/open-database.ts';
import { testStorage } from '../../support/database.ts';
import { minuteMs } from '../../support/hurried.ts';
import { addLeavers, firstLeaver } from '../../support/requests.ts';
import { type LeakWatch, watchForLeaks } from '../leaks.ts';
import { createNotes, type Notes } from './notes.ts';

export type App = ReturnType<typeof createAppProcess>;

/** The servers, the app's processes between them, and what is noted of it all. */
export interface Company extends Pick<Stage, 'slack' | 'domo'> {
  apps: App[];
  notes: Notes;
  database: DatabaseConfig;
  /** Listens to all that the processes log, at the level `debug`. */
  leaks: LeakWatch;
  close(): Promise<void>;
}

export const auditKey = 'the key of the torture';
/** Domo users who hand what they own to each other. */
export const owners = Array.from({ length: 8 }, (_, at) => firstLeaver + at);
const datasetsEach = 4;

const policy = `channel: C0123456789 # #domo-changes
approvers: [S0123456789] # @data-stewards
fallback_approvers: [U0CARL00001]
rules:
  - name: a column goes away
    when: { kind: schema, risk: breaking }
    approvals: 2
  - name: odd ones
    when: { owners: [${owners[0]}, ${owners[1]}] }
    approvals: 2
remind_after: [4h]
escalate_after: 8h
expire_after: 7d
`;

/** Starts as many processes of the app as are asked for, on one database: more than one needs a PostgreSQL server. */
export async function openCompany(processes: number): Promise<Company> {
  const stage = await openStage({
    policy,
    slack: {
      manifest: await ownManifest(),
      rateLimits: { minuteMs },
      patienceMs: 4_000,
      logLength: 100_000,
      leaveMs: 500,
    },
  });
  const notes = createNotes();
  addLeavers(stage.domo.world, owners.length, datasetsEach);
  notePuts(stage, notes);
  const storages = [await testStorage()];
  while (storages.length < processes) storages.push(await testStorage());
  const [first] = storages;
  if (first === undefined) throw new Error('There is no database.');
  const { databaseUrl } = first.config;
  const leaks = watchForLeaks(stage, [auditKey, ...(databaseUrl === undefined ? [] : passwordIn(databaseUrl))]);
  const apps = storages.map(({ config }) =>
    createAppProcess(
      {
        ...stage.env,
        AUDIT_KEY: auditKey,
        LOG_LEVEL: 'debug',
        DOMO_REQUESTS_PER_SECOND: '200',
        DATA_DIR: config.dataDir,
        ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      },
      leaks.hear,
      ['test/support/hurried-process.ts'],
    ),
  );
  for (const app of apps) await app.start();
  return {
    ...stage,
    apps,
    notes,
    database: first.config,
    leaks,
    async close() {
      await Promise.all(apps.map((app) => app.stop()));
      await stage.close();
      for (const storage of storages) await storage.remove();
    },
  };
}

function passwordIn(url: string): string[] {
  const { password } = new URL(url);
  return password === '' ? [] : [password];
}

function notePuts({ domo }: Stage, notes: Notes): void {
  const read = new Set<string>();
  domo.on('call', ({ method, datasetId, body, path, status }) => {
    if (datasetId === undefined || path !== `/v1/datasets/${datasetId}`) return;
    if (method === 'GET' && status === 200) read.add(datasetId);
    if (method !== 'PUT') return;
    notes.puts.push({ datasetId, body: JSON.parse(body ?? '{}'), readBefore: read.delete(datasetId), status });
  });
}
