import { type AppProcess, createAppProcess } from '../../../sandbox/app-process.ts';
import type { World } from '../../../sandbox/domo/world.ts';
import { ownManifest } from '../../../sandbox/own-manifest.ts';
import { openStage, type Stage } from '../../../sandbox/stage.ts';
import type { DatabaseConfig } from '../../../src/store/open-database.ts';
import { addOwner } from '../../support/by-hand.ts';
import { testStorage } from '../../support/database.ts';
import { minuteMs } from '../../support/hurried.ts';
import { firstLeaver, longPlan } from '../../support/requests.ts';
import { type LeakWatch, watchForLeaks } from '../leaks.ts';
import { createNotes, type Notes } from './notes.ts';

export interface App extends AppProcess {
  dataDir: string;
}

/** The servers, the app's processes between them, and what is noted of it all. */
export interface Company extends Pick<Stage, 'slack' | 'domo'> {
  apps: App[];
  notes: Notes;
  database: DatabaseConfig;
  /** Listens to all that the processes log, at the level `debug`. */
  leaks: LeakWatch;
  /** Whether the app may write by Domo's product API, too. */
  hasProductDoor: boolean;
  /** How much later it is for the app, in ms. */
  ahead: number;
  close(): Promise<void>;
}

export const auditKey = 'the key of the torture';
/** Domo users who hand what they own to each other. */
export const owners = Array.from({ length: 8 }, (_, at) => firstLeaver + at);
const datasetsEach = 4;
/** So many of the last one that the list of a plan is posted as a file. */
const datasetsOfLast = longPlan + 1;

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
quiet_hours: 20:00-08:00
`;

export interface CompanyOptions {
  /** More than one needs a PostgreSQL server. */
  processes: number;
  hasProductDoor: boolean;
  /** Told each line that the processes log. */
  hear?: ((line: string) => void) | undefined;
}

/** Starts as many processes of the app as are asked for, on one database; on a server all in one instant, and they make its tables. */
export async function openCompany({ processes, hasProductDoor, hear }: CompanyOptions): Promise<Company> {
  const stage = await openStage({
    policy,
    accessToken: hasProductDoor,
    minuteMs,
    slack: {
      manifest: await ownManifest(),
      patienceMs: 4_000,
      logLength: 100_000,
      leaveMs: 500,
    },
  });
  const notes = createNotes();
  populate(stage.domo.world, hasProductDoor);
  notePuts(stage, notes);
  const storages = [await testStorage({ empty: true })];
  while (storages.length < processes) storages.push(await testStorage({ empty: true }));
  const [first] = storages;
  if (first === undefined) throw new Error('There is no database.');
  const { databaseUrl } = first.config;
  const passwords = databaseUrl === undefined ? [] : passwordIn(databaseUrl);
  const leaks = watchForLeaks(stage, [auditKey, stage.domo.product.token, ...passwords]);
  const env = {
    ...stage.env,
    AUDIT_KEY: auditKey,
    LOG_LEVEL: 'debug',
    DOMO_REQUESTS_PER_SECOND: '200',
    TZ: 'Europe/Berlin',
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
  const apps = storages.map(({ config: { dataDir } }): App => {
    const log = (line: string) => {
      leaks.hear(line);
      hear?.(line);
    };
    const app = createAppProcess({ ...env, DATA_DIR: dataDir }, log, ['test/torture/harm/harmed-process.ts']);
    return { ...app, dataDir };
  });
  await Promise.all(apps.map((app) => app.start()));
  return {
    ...stage,
    apps,
    notes,
    database: first.config,
    leaks,
    hasProductDoor,
    ahead: 0,
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

/** With the product door half of what some own needs it. */
function populate(world: World, hasProductDoor: boolean): void {
  const [connectors, api] = hasProductDoor ? [datasetsEach / 2, datasetsEach / 2] : [0, datasetsEach];
  for (const owner of owners.slice(0, -1)) addOwner(world, owner, { api, connectors });
  for (const last of owners.slice(-1)) addOwner(world, last, { api: datasetsOfLast - connectors, connectors });
}

function notePuts({ domo }: Stage, notes: Notes): void {
  const read = new Set<string>();
  domo.on('call', ({ method, datasetId, body, path, status }) => {
    if (path === '/api/data/v3/datasources/bulk' && status === 200) {
      for (const id of JSON.parse(body ?? '[]') as string[]) read.add(id);
    }
    if (path === `/api/data/v3/datasources/${datasetId}` && status === 200) read.add(datasetId ?? '');
    if (path === '/api/data/v1/ui/bulk/reassign') {
      const { ids, userId } = JSON.parse(body ?? '{}') as { ids: string[]; userId: number };
      for (const id of ids) {
        const readBefore = read.delete(id);
        notes.puts.push({ datasetId: id, body: { owner: { id: Number(userId) } }, readBefore, status });
      }
    }
    if (datasetId === undefined || path !== `/v1/datasets/${datasetId}`) return;
    if (method === 'GET' && status === 200) read.add(datasetId);
    if (method !== 'PUT') return;
    notes.puts.push({ datasetId, body: JSON.parse(body ?? '{}'), readBefore: read.delete(datasetId), status });
  });
}
