export interface Admission {
  /** Resolves, in order of asking, when there is room, to what gives the place back. Rejects with the signal's reason. */
  enter(signal: AbortSignal): Promise<() => void>;
}

/** Lets `places` in at once. The others wait here, where one that gives up leaves nothing behind. */
export function createAdmission(places: number): Admission {
  const waiting = new Set<() => void>();
  let free = places;

  function leave(): void {
    free += 1;
    const next = waiting.values().next().value;
    if (next) next();
  }

  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        const admit = () => {
          settle();
          free -= 1;
          resolve(once(leave));
        };
        const giveUp = () => {
          settle();
          reject(signal.reason);
        };
        const settle = () => {
          waiting.delete(admit);
          signal.removeEventListener('abort', giveUp);
        };
        if (signal.aborted) return giveUp();
        if (free > 0) return admit();
        waiting.add(admit);
        signal.addEventListener('abort', giveUp, { once: true });
      }),
  };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
