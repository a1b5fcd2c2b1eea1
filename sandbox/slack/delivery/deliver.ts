import type { Faults } from '../faults.ts';
import type { Delivery, DeliveryKind, JsonObject, Outcome } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import type { Transport } from './transport.ts';

export interface DelivererOptions {
  workspace: Workspace;
  faults: Faults;
  now: () => Date;
  /** The way to the app as it is now. */
  transport: () => Transport;
  /** How long to wait before each redelivery of an event, in ms; as many tries as there are numbers. */
  retryDelaysMs: number[];
}

export interface Deliverer {
  /** Delivers and waits for the first try's outcome. */
  deliver(kind: DeliveryKind, name: string, payload: JsonObject): Promise<Outcome>;
  close(): void;
}

/**
 * Sends things to the app and keeps the log. An event that was not acknowledged is sent again, unless the app asked for
 * `X-Slack-No-Retry`; anything else is not.
 */
export function createDeliverer({ workspace, faults, now, transport, retryDelaysMs }: DelivererOptions): Deliverer {
  const timers = new Set<NodeJS.Timeout>();
  let count = 0;

  async function attempt(
    kind: DeliveryKind,
    name: string,
    payload: JsonObject,
    number: number,
    retryReason: string | null,
  ): Promise<Outcome> {
    count += 1;
    const started = performance.now();
    const delivery: Delivery = {
      id: count,
      at: now(),
      kind,
      name,
      payload,
      attempt: number,
      status: 'waiting',
      ackMs: null,
      error: null,
      response: null,
    };
    workspace.emit({ type: 'delivery', delivery });
    const outcome = await transport().send({ kind, payload, attempt: number, retryReason });
    Object.assign(delivery, {
      status: outcome.ok ? 'acked' : 'failed',
      ackMs: performance.now() - started,
      error: outcome.ok ? null : outcome.error,
      response: outcome.ok ? outcome.response : null,
    });
    workspace.emit({ type: 'delivery', delivery });
    if (!outcome.ok && !outcome.noRetry && kind === 'event') retry(name, payload, number, outcome.error);
    return outcome;
  }

  function retry(name: string, payload: JsonObject, failed: number, reason: string): void {
    const delay = retryDelaysMs[failed];
    if (delay === undefined) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt('event', name, payload, failed + 1, reason);
    }, delay);
    timer.unref();
    timers.add(timer);
  }

  return {
    deliver: async (kind, name, payload) => {
      const twice = faults.takeDoubleDelivery();
      const first = attempt(kind, name, payload, 0, null);
      if (twice) void attempt(kind, name, payload, 0, null);
      return first;
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
