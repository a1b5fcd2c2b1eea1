import { atMost, type Figure } from './figures.ts';
import { type Vitals, watchVitals } from './processes/vitals.ts';

/** Turns what a process tells of its event loop into a figure. */
export type Held = (bench: string, what: string, ours: Vitals) => Figure;

/**
 * Beside each figure stands how late a clock was in this process, which has nothing to do meanwhile: what the machine itself
 * adds to the time on the wall. Counted since the figure before.
 */
export function watchHeld(): Held {
  const vitals = watchVitals();
  return (bench, what, { held: { p99, worst, over, late } }) => {
    const [wall, idle] = [late, vitals().held.late].map((ms) => ms.toFixed(0));
    const words = `loop held: ${what} (over 50: ${over}; wall clock ${wall}, an idle process ${idle})`;
    return { bench, what: words, unit: 'ms', median: p99, p99: worst, budget: atMost(50, worst, 'worst ') };
  };
}
