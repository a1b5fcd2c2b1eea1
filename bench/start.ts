import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isReady } from '../sandbox/app-process.ts';
import { freePort } from '../sandbox/free-port.ts';
import { type Child, startChild } from './child.ts';
import { type Servers, startServers, stewardEnv } from './company.ts';
import { copyDataDir, removeDataDir } from './data-dir.ts';
import { atMost, type Figure, median } from './figures.ts';
import type { BareCommands } from './processes/bare.ts';
import type { RefreshCommands } from './processes/refresh.ts';
import { residentMB } from './resident.ts';
import type { Settings, Shared } from './settings.ts';

const bench = 'start';

/** From `npm start`'s command to `/readyz`, and what the app then takes up, with a whole company on disk. */
export async function start({ quick, datasets, people }: Settings, shared: Shared): Promise<Figure[]> {
  const dataDir = await copyDataDir(await shared.company());
  const servers = await startServers({ datasets, people });
  const repeats = quick ? 1 : 3;
  try {
    const stopped = await startTimes(servers, dataDir, 'SIGTERM', repeats);
    const killed = await startTimes(servers, dataDir, 'SIGKILL', repeats);
    const refreshes = quick ? 1 : 3;
    const refresh = await startChild<RefreshCommands>('refresh', { dataDir, datasets, people });
    await refresh.call.refresh(refreshes);
    await refresh.kill('SIGKILL');
    const refreshed = await startTimes(servers, dataDir, 'SIGKILL', repeats);
    const idle = await idleMemory(servers, dataDir);
    const bare = await bareParts(dataDir, repeats);
    return [
      startFigure('to ready after a stop', stopped, bare.seconds),
      startFigure('to ready after kill -9', killed, bare.seconds),
      startFigure(
        `to ready after ${refreshes} refreshes, a tenth of the names new in each, and kill -9`,
        refreshed,
        bare.seconds,
      ),
      {
        bench,
        what: `idle memory, ${datasets.toLocaleString('en')} datasets, after a reading of Domo`,
        unit: 'MB',
        median: idle,
        ratio: idle / bare.megabytes,
        budget: atMost(600, idle),
      },
      { bench, what: '… bare PGlite, pg-boss and Bolt on the same database', unit: 'MB', median: bare.megabytes },
    ];
  } finally {
    await servers.kill();
    await removeDataDir(dataDir);
  }
}

/** `beside`: what the bare parts took. */
function startFigure(what: string, samples: number[], beside: number): Figure {
  const middle = median(samples);
  const ratio = middle / beside;
  return {
    bench,
    what,
    unit: 's',
    median: middle,
    p99: Math.max(...samples),
    ratio,
    budget: atMost(3, middle, 'median '),
  };
}

async function bareParts(dataDir: string, repeats: number): Promise<{ seconds: number; megabytes: number }> {
  const starts: number[] = [];
  for (;;) {
    const bare: Child<BareCommands> = await startChild<BareCommands>('bare', { dataDir });
    starts.push(bare.startMs / 1_000);
    if (starts.length === repeats) await delay(3_000);
    const megabytes = await residentMB(bare.pid);
    await bare.kill();
    if (starts.length === repeats) return { seconds: median(starts), megabytes };
  }
}

async function startTimes(servers: Servers, dataDir: string, end: NodeJS.Signals, repeats: number): Promise<number[]> {
  const samples: number[] = [];
  for (let at = 0; at < repeats; at += 1) {
    // One call a second: the reading of Domo that a start begins does not get far.
    const app = await startApp(await stewardEnv(servers, { rate: 1, dataDir }));
    samples.push(app.seconds);
    await app.end(end);
  }
  return samples;
}

async function idleMemory(servers: Servers, dataDir: string): Promise<number> {
  await servers.call.mark();
  const app = await startApp(await stewardEnv(servers, { rate: 300, dataDir }));
  await servers.call.quiet();
  await delay(3_000);
  const resident = await residentMB(app.pid);
  await app.end('SIGTERM');
  return resident;
}

/** The very command of `npm start`. */
async function startApp(env: Record<string, string>) {
  const port = await freePort();
  const root = join(import.meta.dirname, '..');
  const started = performance.now();
  const child = spawn(process.execPath, ['src/main.ts', 'start'], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env, PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error('The app did not start');
    await delay(10);
  }
  return {
    seconds: (performance.now() - started) / 1_000,
    pid: child.pid ?? 0,
    async end(signal: NodeJS.Signals) {
      child.kill(signal);
      await ended;
    },
  };
}
