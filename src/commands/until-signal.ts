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

/** SIGHUP comes when the terminal is closed. */
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Runs what `open` makes until SIGTERM, SIGINT or SIGHUP comes, which may be while it still opens or starts, and then stops
 * it. Throws when it cannot start, or go on. One that comes when `sameSignal` is over ends the process at once.
 */
export async function untilSignal(open: () => Promise<Running>, terminal: Terminal): Promise<number> {
  const signal = Promise.withResolvers<'signal'>();
  const onSignal = () => {
    signal.resolve('signal');
    setTimeout(() => {
      for (const each of signals) process.off(each, onSignal);
    }, sameSignal).unref();
  };
  for (const each of signals) process.on(each, onSignal);
  const running = await open();
  const starting = running.start().catch(async (error: unknown) => {
    // Half of it may run already, jobs for one.
    await running.stop().catch(() => undefined);
    throw error;
  });
  // Stopped half-way, what was to start may well fail: that is nobody's problem any more.
  starting.catch(() => undefined);
  const over = running.failed === undefined ? signal.promise : Promise.race([signal.promise, running.failed]);
  await Promise.race([starting, over]);
  await over;
  const late = setTimeout(() => {
    terminal.err.write(
      `Stopping took more than ${stopLimit / 1_000} s: ended without it. The next start goes on from here.\n`,
    );
    process.exit(1);
  }, stopLimit);
  await running.stop();
  clearTimeout(late);
  return 0;
}
