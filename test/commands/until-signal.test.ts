import { PassThrough } from 'node:stream';
import { untilSignal } from '../../src/commands/until-signal.ts';

/** Runs something that notes what it is told to do, on a terminal or without one. */
function run(attached: boolean) {
  const told: string[] = [];
  const started = Promise.withResolvers<void>();
  const over = untilSignal(
    async () => ({
      start: async () => started.resolve(),
      stop: async () => void told.push('stop'),
    }),
    { env: {}, out: new PassThrough(), err: new PassThrough(), attached },
    async () => void told.push('reload'),
  );
  return { told, started: started.promise, over };
}

afterEach(() => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.removeAllListeners(signal);
});

test('a terminal that is closed stops what ran in it', async () => {
  const { told, started, over } = run(true);
  await started;
  process.emit('SIGHUP');
  expect(await over).toBe(0);
  expect(told).toEqual(['stop']);
});

test('without a terminal SIGHUP reloads, and SIGTERM stops', async () => {
  const { told, started, over } = run(false);
  await started;
  process.emit('SIGHUP');
  process.emit('SIGHUP');
  process.emit('SIGTERM');
  expect(await over).toBe(0);
  expect(told).toEqual(['reload', 'reload', 'stop']);
});
