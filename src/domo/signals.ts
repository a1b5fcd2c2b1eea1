export interface LinkedSignal {
  signal: AbortSignal;
  abort(reason: unknown): void;
  /** Takes the listeners off the linked signals; to be called when the work is over. */
  unlink(): void;
}

/**
 * A signal that ends with the first of `signals`, or by `abort`. AbortSignal.any would do, but on a signal that lives as long
 * as the process it keeps something of every call.
 */
export function linkSignals(...signals: (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController();
  const listeners = signals.flatMap((signal) => {
    if (!signal) return [];
    const listener = () => controller.abort(signal.reason);
    if (signal.aborted) listener();
    signal.addEventListener('abort', listener, { once: true });
    return [{ signal, listener }];
  });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    unlink: () => {
      for (const { signal, listener } of listeners) signal.removeEventListener('abort', listener);
    },
  };
}

/** Waits for `promise`, but no longer than until the signal ends; then rejects with its reason. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
