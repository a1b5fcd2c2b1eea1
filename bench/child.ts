import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

type Call<F> = F extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;

/** Another process, whose commands are called as if they were here. */
export interface Child<C> {
  call: { [N in keyof C]: Call<C[N]> };
  pid: number;
  /** From its start to the moment it said that it was ready, in ms. */
  startMs: number;
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Starts `processes/<name>.ts` and resolves when it is ready. `options` reach it as JSON. Rejects when it ends before. */
export async function startChild<C extends object>(
  name: string,
  options: object,
  env: NodeJS.ProcessEnv = {},
): Promise<Child<C>> {
  const started = performance.now();
  const child: ChildProcess = fork(join(import.meta.dirname, 'processes', `${name}.ts`), [JSON.stringify(options)], {
    env: { PATH: process.env.PATH, ...env },
    execArgv: ['--expose-gc'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, Waiting>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = Promise.withResolvers<void>();
  child.on('message', (message: Answer | 'ready') => {
    if (message === 'ready') return ready.resolve();
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) call?.resolve(message.result);
    else call?.reject(new Error(`${name}: ${message.error}`));
  });
  child.once('exit', (code, signal) => {
    const error = new Error(`The bench's process ${name} ended (${signal ?? code})`);
    ready.reject(error);
    for (const call of waiting.values()) call.reject(error);
  });
  await ready.promise;
  let calls = 0;
  const call = (command: string | symbol, args: unknown[]) =>
    new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      child.send({ id: calls, command, args });
    });
  return {
    call: new Proxy({} as Child<C>['call'], {
      get:
        (_, command) =>
        (...args: unknown[]) =>
          call(command, args),
    }),
    pid: child.pid ?? 0,
    startMs: performance.now() - started,
    async kill(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
  };
}
