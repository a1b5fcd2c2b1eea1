import { setTimeout as delay } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type ItemCounts, noItems } from '../change/states.ts';
import { itemStates, type Kind, type RequestState } from '../change/types.ts';

/** As much of a request as is measured. */
export interface MeasuredRequest {
  kind: Kind;
  state: RequestState;
  createdAt: Date;
  decidedAt: Date | null;
  startedAt: Date | null;
  settledAt: Date | null;
}

/** What is looked at each time somebody reads the metrics. */
export interface Gauges {
  domo(): { waiting: number; requestsPerSecond: number };
  /** Resolves once the database has answered. */
  database(): Promise<unknown>;
}

/** The app's own numbers, in one registry; `/metrics` shows it. The names are in docs/operations.md: operators build alerts on them. */
export interface Metrics {
  registry: Registry;
  /** A request came into a state; `outcome`: what became of its datasets, where its run is over. */
  transition(request: MeasuredRequest, outcome?: ItemCounts | undefined): void;
  /** One HTTP call to Domo ended; `status` is its HTTP status, or a word such as `timeout`. */
  domoCall(method: string, status: number | string, seconds: number): void;
  /** Slack had its acknowledgement `seconds` after the delivery came in; Slack gives up at 3 s. */
  slackDelivery(seconds: number): void;
  /** A job ended. */
  job(queue: string, outcome: 'done' | 'failed'): void;
  /** Shows these too from now on. */
  watch(gauges: Gauges): void;
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
  const items = new Counter({
    name: 'steward_items_total',
    help: 'Datasets of requests whose run is over, by what became of them',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const took = new Histogram({
    name: 'steward_request_seconds',
    help: 'Time from a request to its decision (decision), and from there to the end of its run (run)',
    labelNames: ['kind', 'stage'],
    // A minute, an hour, a day and a week are among them.
    buckets: [1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 259_200, 604_800],
    registers,
  });
  return {
    registry,
    transition(request, outcome = noItems()) {
      const { kind, state, createdAt, decidedAt, startedAt, settledAt } = request;
      transitions.inc({ kind, state });
      for (const each of itemStates) if (outcome[each] > 0) items.inc({ kind, outcome: each }, outcome[each]);
      const isDecision = state === 'approved' || state === 'rejected';
      if (isDecision && decidedAt !== null) took.observe({ kind, stage: 'decision' }, seconds(createdAt, decidedAt));
      if (settledAt === null || decidedAt === null || startedAt === null) return;
      took.observe({ kind, stage: 'run' }, seconds(decidedAt, settledAt));
    },
    domoCall: (method, status, seconds) => domoCalls.observe({ method, status: String(status) }, seconds),
    slackDelivery: (seconds) => deliveries.observe(seconds),
    job: (queue, outcome) => jobs.inc({ queue, outcome }),
    watch: (gauges) => addGauges(registers, gauges),
  };
}

function seconds(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime()) / 1_000;
}

/** A database that doesn't answer shall not keep whoever reads the metrics waiting for longer, in ms. */
const patience = 3_000;

function addGauges(registers: Registry[], { domo, database }: Gauges): void {
  const load = (name: string, help: string, value: (load: ReturnType<Gauges['domo']>) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value(domo()));
      },
    });
  load('steward_domo_waiting', 'Calls to Domo that wait for the rate limit', ({ waiting }) => waiting);
  load('steward_domo_rate', 'Calls to Domo that may start a second, at the moment', (now) => now.requestsPerSecond);
  new Gauge({
    name: 'steward_database_seconds',
    help: `Time that the database takes to answer; ${patience / 1_000} where it takes longer, or does not`,
    registers,
    async collect() {
      const began = performance.now();
      const late = delay(patience, undefined, { ref: false });
      const answered = await Promise.race([
        database().then(
          () => true,
          () => false,
        ),
        late.then(() => false),
      ]);
      this.set(answered ? (performance.now() - began) / 1_000 : patience / 1_000);
    },
  });
}
