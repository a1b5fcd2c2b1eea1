import type { SlackServer } from '../slack/start-slack.ts';
import type { ApiCall, Delivery, WorkspaceEvent } from '../slack/types.ts';
import type { TrafficLine } from './protocol.ts';

/** Slack's time for an acknowledgement, in ms. */
const ackLimitMs = 3000;
const kept = 500;
/** What Slack answers to a fair question: no alarm. */
const fairAnswers = ['users_not_found'];

/** What went between Slack and the app, for the inspector. */
export interface Traffic {
  lines(): TrafficLine[];
  /** All that is known of a line, for those who open it; undefined when it is forgotten. */
  detail(id: string): unknown;
  /** The line of an event, when it is about traffic. */
  note(event: WorkspaceEvent): TrafficLine | null;
  /** What the app answered that Slack would not take. */
  refuse(name: string, who: string, problem: string): TrafficLine;
}

/** `wasUp`: whether the app has been running all the time since. What it missed while it was down is nothing that Slack refuses. */
export function createTraffic(slack: SlackServer, now: () => Date, wasUp: (since: Date) => boolean): Traffic {
  const entries = new Map<string, { line: TrafficLine; detail: unknown }>();
  const idsOfCalls = new WeakMap<ApiCall, string>();
  let count = 0;

  function keep(line: TrafficLine, detail: unknown): TrafficLine {
    entries.set(line.id, { line, detail });
    if (entries.size > kept) entries.delete(entries.keys().next().value ?? '');
    return line;
  }
  const nameOf = (id: unknown) => (typeof id === 'string' ? (slack.workspace.people.get(id)?.name ?? null) : null);

  function statusOf({ status, error, at }: Delivery): TrafficLine['status'] {
    if (status !== 'failed') return status === 'acked' ? 'ok' : 'waiting';
    return error === 'connection_failed' || !wasUp(at) ? 'undelivered' : 'refused';
  }

  function noteDelivery(delivery: Delivery): TrafficLine {
    const { id, name, attempt, error, ackMs } = delivery;
    const status = statusOf(delivery);
    const line: TrafficLine = {
      id: `d${id}`,
      at: delivery.at.toISOString(),
      way: 'to the app',
      name: attempt > 0 ? `${name} (try ${attempt + 1})` : name,
      who: nameOf(personIn(delivery)),
      status,
      ms: ackMs,
      limitMs: ackLimitMs,
      note: status === 'undelivered' ? `not delivered, the app was not there (${error})` : error,
    };
    return keep(line, { sent: delivery.payload, answer: delivery.response });
  }

  function noteCall(call: ApiCall): TrafficLine {
    const id = idsOfCalls.get(call) ?? `c${++count}`;
    idsOfCalls.set(call, id);
    const line: TrafficLine = {
      id,
      at: call.at.toISOString(),
      way: 'from the app',
      name: [call.method, subjectOf(call.args, nameOf)].filter(Boolean).join(' · '),
      who: null,
      status: call.error === null || fairAnswers.includes(call.error) ? 'ok' : 'refused',
      ms: call.ms,
      limitMs: null,
      note: call.error === null ? null : [call.error, ...call.messages].join(' · '),
    };
    return keep(line, { sent: call.args, status: call.status, error: call.error, messages: call.messages });
  }

  const traffic: Traffic = {
    lines: () => [...entries.values()].map(({ line }) => line),
    detail: (id) => entries.get(id)?.detail,
    note: (event) => {
      if (event.type === 'delivery') return noteDelivery(event.delivery);
      if (event.type === 'call') return noteCall(event.call);
      return null;
    },
    refuse: (name, who, problem) =>
      keep(
        {
          id: `r${++count}`,
          at: now().toISOString(),
          way: 'from the app',
          name,
          who,
          status: 'refused',
          ms: null,
          limitMs: null,
          note: problem,
        },
        { problem },
      ),
  };
  for (const delivery of slack.deliveries) noteDelivery(delivery);
  for (const call of slack.calls) noteCall(call);
  return traffic;
}

/** What tells a call from others of its method: the request it is about, the form, or the person. */
function subjectOf(
  { text, view, user, email }: ApiCall['args'],
  nameOf: (id: unknown) => string | null,
): string | null {
  const [number] = typeof text === 'string' ? (/#\d+/.exec(text) ?? []) : [];
  const [, title] =
    /"title":\{[^{}]*?"text":"([^"]+)"/.exec(typeof view === 'string' ? view : JSON.stringify(view ?? '')) ?? [];
  return number ?? title ?? nameOf(user) ?? (typeof email === 'string' ? email : null);
}

/** The id of whoever did what is delivered. */
export function personIn({ payload }: Delivery): unknown {
  const { user_id, user, event } = payload;
  if (user_id) return user_id;
  if (isObject(user)) return user.id;
  return isObject(event) ? event.user : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
