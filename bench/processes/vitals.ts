import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** How a process fared since it was asked last. */
export interface Vitals {
  /**
   * How long the event loop was held, in ms of this thread's own CPU time: what other processes take from it on a busy
   * machine does not count. `over`: how often it was more than 50. `late`: the worst by the clock on the wall.
   */
  held: { p99: number; worst: number; over: number; late: number };
  /** In MB. `rssPeak`: the most that was seen in the meantime. */
  rss: number;
  rssPeak: number;
  /** CPU time used, in ms. */
  cpu: number;
}

const resolution = 2;
const MB = 1024 * 1024;

/** Watches its own process; each call of the result tells of the time since the one before. */
export function watchVitals(): () => Vitals {
  const lateness = monitorEventLoopDelay({ resolution });
  lateness.enable();
  const turns = createHistogram();
  let [peak, over] = [0, 0];
  let cpu = process.cpuUsage();
  let last = threadMicros();
  // A busy loop comes by here once each turn, so that the time since the last tick is one turn's, or a little more.
  setInterval(() => {
    const now = threadMicros();
    turns.record(Math.max(1, now - last));
    if (now - last > 50_000) over += 1;
    last = now;
  }, resolution).unref();
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  setInterval(look, 100).unref();
  return () => {
    look();
    const used = process.cpuUsage(cpu);
    const late = Math.max(0, lateness.max / 1e6 - resolution);
    const vitals: Vitals = {
      held: { p99: turns.percentile(99) / 1_000, worst: turns.max / 1_000, over, late },
      rss: process.memoryUsage().rss / MB,
      rssPeak: peak / MB,
      cpu: (used.user + used.system) / 1_000,
    };
    lateness.reset();
    turns.reset();
    [peak, over, cpu] = [0, 0, process.cpuUsage()];
    return vitals;
  };
}

function threadMicros(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
