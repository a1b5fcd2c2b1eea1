import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';

export type AppState = 'starting' | 'running' | 'stopped';

/** The real app as a process of its own, so that it can be killed like one. It ends when this process does. */
export interface AppProcess {
  state(): AppState;
  /** Where it listens, or listened last; 0 before the first start. */
  port(): number;
  /** Calls back after each change of `state`; the result stops it. */
  onChange(listener: () => void): () => void;
  /** Starts it and resolves when it is ready. Rejects with what it wrote when it ends before. */
  start(): Promise<void>;
  /** `kill -9`; it can be started again. */
  kill(): Promise<void>;
  /** `kill -9`, then a new start, also while it is starting. Those who overlap all wait for the last one. */
  restart(): Promise<void>;
  /** The same, and from then on it is so many ms later for the app. */
  later(ms: number): Promise<void>;
  /** Lets it stand still, as when its machine is suspended; returns what lets it go on. */
  freeze(): () => void;
  /** Ends it for good. */
  stop(): Promise<void>;
}

interface Launched {
  child: ChildProcess;
  port: number;
  said(): string;
}

const root = join(import.meta.dirname, '..');

/** `env`: all that the app sees, `DATA_DIR` among it. `log`: each line that the app writes. `script`: what runs it. */
export function createAppProcess(
  env: Record<string, string>,
  log: (line: string) => void = () => {},
  script = ['src/main.ts', 'start'],
): AppProcess {
  const listeners = new Set<() => void>();
  let child: ChildProcess | undefined;
  let state: AppState = 'stopped';
  let lastPort = 0;
  let isOver = false;
  /** How much later it is for the app than for everybody else, in ms. */
  let ahead = 0;
  /** Counts starts; `latest` is how the last of them comes out. */
  let starts = 0;
  let latest: Promise<void> = Promise.resolve();
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other: two apps at once would fight over the data directory, and one of them would be lost sight of. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  function become(next: AppState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function launch(): Promise<Launched> {
    if (isOver) throw new Error('The sandbox is being stopped.');
    become('starting');
    const port = await freePort();
    lastPort = port;
    const preload = `${import.meta.resolve('./end-with-parent.ts')}?${new URLSearchParams({ remove: env.DATA_DIR ?? '' })}`;
    const clock = `${import.meta.resolve('./later-clock.ts')}?${new URLSearchParams({ ms: String(ahead) })}`;
    const preloads = ['--import', preload, ...(ahead === 0 ? [] : ['--import', clock])];
    const started = spawn(process.execPath, [...preloads, ...script], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    let said = '';
    const hear = (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-2_000);
      for (const line of String(chunk).split('\n')) if (line !== '') log(line);
    };
    started.stdout?.on('data', hear);
    started.stderr?.on('data', hear);
    started.once('exit', () => {
      if (child === started) become('stopped');
    });
    return { child: started, port, said: () => said };
  }

  async function boot(mine: number): Promise<void> {
    const launched = await inTurn(async () => {
      await end('SIGKILL');
      return launch();
    });
    while (!(await isReady(launched.port))) {
      // Killed for a later start: that one is what its caller waits for now.
      if (mine !== starts) return latest;
      if (hasEnded(launched.child)) {
        // Somebody was faster than the app.
        if (launched.said().includes(`Port ${launched.port} is taken`)) return boot(mine);
        throw new Error(`The app did not start:\n${launched.said()}`);
      }
      await delay(50);
    }
    if (child === launched.child && !hasEnded(launched.child)) become('running');
  }

  function start(): Promise<void> {
    starts += 1;
    latest = boot(starts);
    return latest;
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ending = child;
    if (ending === undefined || hasEnded(ending)) return;
    const gone = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await gone;
  }

  return {
    state: () => state,
    port: () => lastPort,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start,
    kill: () => inTurn(() => end('SIGKILL')),
    restart: start,
    later: (ms) => {
      ahead += ms;
      return start();
    },
    freeze: () => {
      const frozen = child;
      frozen?.kill('SIGSTOP');
      return () => void frozen?.kill('SIGCONT');
    },
    stop: () => {
      isOver = true;
      return inTurn(() => end('SIGTERM'));
    },
  };
}

/** A signal that ended it leaves no exit code. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Whether the app that listens on `port` has reached all that it needs. */
export async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}
