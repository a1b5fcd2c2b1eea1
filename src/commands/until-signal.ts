import type { Terminal } from './terminal.ts';

export interface Running {
  start(): Promise<unknown>;
  stop(): Promise<void>;
  /** Rejects when it cannot go on, nor be stopped in order. */
  failed?: Promise<never>;
}

/** What stopping may take before the process ends without it, in ms; the service itself plans for less. */
const stopLimit = 9_500;

/** npm hands on what its whole group was sent, as by Ctrl-C and systemd: what comes twice within this, in ms, came once. */
const sameSignal = 1_000;

/**
 * Runs what `open` makes until SIGTERM or SIGINT comes, which may be while it still opens or starts, and then stops it. Throws
 * when it cannot start, or go on. One that comes when `sameSignal` is over ends the process at once. SIGHUP comes when a
 * terminal is closed, and stops it too; where there is none it calls `reload`, if given, as is usual for daemons.
 */
export async function untilSignal<R extends Running>(
  open: () => Promise<R>,
  terminal: Terminal,
  reload?: (running: R) => Promise<void>,
): Promise<number> {
  const reloads = reload !== undefined && !terminal.attached;
  const signals: NodeJS.Signals[] = ['SIGTERM', 'SIGINT', ...(reloads ? [] : (['SIGHUP'] as const))];
  const signal = Promise.withResolvers<'signal'>();
  const onSignal = () => {
    signal.resolve('signal');
    setTimeout(() => {
      for (const each of signals) process.off(each, onSignal);
    }, sameSignal).unref();
  };
  for (const each of signals) process.on(each, onSignal);
  const started = Promise.withResolvers<R>();
  if (reloads) process.on('SIGHUP', () => void started.promise.then(reload));
  const running = await open();
  const starting = running.start().catch(async (error: unknown) => {
    // Half of it may run already, jobs for one.
    await running.stop().catch(() => undefined);
    throw error;
  });
  // Stopped half-way, what was to start may well fail: that is nobody's problem any more.
  starting.then(
    () => started.resolve(running),
    () => undefined,
  );
  const over = running.failed === undefined ? signal.promise : Promise.race([signal.promise, running.failed]);
  await Promise.race([starting, over]);
  await over;
  const late = setTimeout(() => {
    terminal.err.write(
      `Stopping took more than ${stopLimit / 1_000} s, so it was cut short. The next start goes on from here.\n`,
    );
    process.exit(1);
  }, stopLimit);
  await running.stop();
  clearTimeout(late);
  return 0;
}
