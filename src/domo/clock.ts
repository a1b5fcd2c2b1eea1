/** How often the clocks are compared, in ms. */
const every = 500;

/** A step shorter than this, in ms, costs as long a wait at the most. */
const tolerated = 1_000;

/**
 * Calls `onStep`, with the ms, when the wall clock was set forward or back: it is held against the one that only goes forward. Keeps
 * no process alive. Returns what ends it.
 */
export function watchClock(onStep: (ms: number) => void): () => void {
  const apart = () => Date.now() - performance.now();
  let last = apart();
  const timer = setInterval(() => {
    const now = apart();
    const step = now - last;
    last = now;
    if (Math.abs(step) >= tolerated) onStep(Math.round(step));
  }, every).unref();
  return () => clearInterval(timer);
}
