import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Kind, RequestState } from '../change/types.ts';

/** The app's own numbers, in one registry; `/metrics` shows it. The names are in docs/operations.md: operators build alerts on them. */
export interface Metrics {
  registry: Registry;
  /** A request came into `state`. */
  transition(kind: Kind, state: RequestState): void;
  /** One HTTP call to Domo ended; `status` is its HTTP status, or a word such as `timeout`. */
  domoCall(method: string, status: number | string, seconds: number): void;
  /** Slack had its acknowledgement `seconds` after the delivery came in; Slack gives up at 3 s. */
  slackDelivery(seconds: number): void;
  /** A job ended. */
  job(queue: string, outcome: 'done' | 'failed'): void;
}

/**
 * Metrics in a registry of their own, so that two services in one process do not mix. Node's own come with it: memory, and
 * the event loop's lag as `nodejs_eventloop_lag_*`.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const transitions = new Counter({
    name: 'steward_request_transitions_total',
    help: 'Requests that came into a state',
    labelNames: ['kind', 'state'],
    registers,
  });
  const domoCalls = new Histogram({
    name: 'steward_domo_call_seconds',
    help: 'HTTP calls to Domo, without the time they waited for the rate limit',
    labelNames: ['method', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const deliveries = new Histogram({
    name: 'steward_slack_ack_seconds',
    help: 'Time from a delivery by Slack to its acknowledgement',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    registers,
  });
  const jobs = new Counter({
    name: 'steward_jobs_total',
    help: 'Jobs that ended',
    labelNames: ['queue', 'outcome'],
    registers,
  });
  return {
    registry,
    transition: (kind, state) => transitions.inc({ kind, state }),
    domoCall: (method, status, seconds) => domoCalls.observe({ method, status: String(status) }, seconds),
    slackDelivery: (seconds) => deliveries.observe(seconds),
    job: (queue, outcome) => jobs.inc({ queue, outcome }),
  };
}
