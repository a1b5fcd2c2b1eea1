import { setTimeout as delay } from 'node:timers/promises';
import { createHttpTransport } from '../sandbox/slack/delivery/http.ts';
import type { JsonObject } from '../sandbox/slack/types.ts';
import type { Template, Templates, Ticket } from './processes/stories.ts';

/** Where an app takes deliveries. */
export interface Target {
  /** Sends one delivery, signed, and resolves to how long the acknowledgement took, in ms. Rejects when there is none. */
  send(template: Template): Promise<number>;
}

export function createTarget(port: number, signingSecret: string): Target {
  const url = `http://127.0.0.1:${port}/slack/events`;
  const transport = createHttpTransport({ url, signingSecret, ackMs: 10_000, now: () => new Date() });
  return {
    async send({ kind, name, payload }) {
      const started = performance.now();
      const outcome = await transport.send({ kind, payload, attempt: 0, retryReason: null });
      if (!outcome.ok) throw new Error(`${name} was not acknowledged: ${outcome.error}`);
      return performance.now() - started;
    },
  };
}

/** What people type into menus, letter by letter and all at once. */
export const typed = [
  '',
  'a',
  'ad',
  'ada',
  'ada g',
  'galois',
  'lagr',
  'emmy noe',
  'person',
  '10042',
  'zzz',
  'dirichlet',
];
export const typedDatasets = [
  '',
  's',
  'sal',
  'sales',
  'weekly s',
  'orders 42',
  'emea',
  'invo emea',
  'q',
  'xqz',
  'nothing so',
  '777',
];

/** One person's way through the app: what they do next, each time it is asked. */
export type Act = { what: keyof Templates; template: Template };

/** As many different deliveries as a load needs; of twelve, six are letters typed into a menu, and one is a form sent. */
export function createActs(templates: Templates) {
  let turn = 0;
  const order: (keyof Templates)[] = [
    ...(['command', 'owner', 'owner', 'approve', 'dataset', 'dataset'] as const),
    ...(['command', 'owner', 'ownersDataset', 'approve', 'ownersDataset', 'submission'] as const),
  ];

  return (ticket: Ticket): Act => {
    const what = order[turn % order.length] ?? 'command';
    const query = (what === 'owner' ? typed : typedDatasets)[turn % 11] ?? '';
    turn += 1;
    return { what, template: forPerson(templates[what], ticket, query) };
  };
}

/** The same delivery by another person, with a trigger of their own. */
export function forPerson({ kind, name, payload }: Template, ticket: Ticket, query?: string): Template {
  const { slackId, triggerId, responseUrl } = ticket;
  const own: JsonObject =
    kind === 'command'
      ? { user_id: slackId, trigger_id: triggerId, response_url: responseUrl }
      : {
          user: { ...(payload.user as JsonObject), id: slackId },
          ...('trigger_id' in payload && { trigger_id: triggerId }),
          ...('response_url' in payload && { response_url: responseUrl }),
          ...('value' in payload && query !== undefined && { value: query }),
          // Who presses has opened no modal: their private answer can be one.
          ...(name === 'view_submission' && { view: { ...(payload.view as JsonObject), id: `V${triggerId}` } }),
        };
  return { kind, name, payload: { ...payload, ...own } };
}

/** Runs `work` for each of these at its own pace until `ms` have passed. */
export async function forAWhile(ms: number, people: number, work: (person: number) => Promise<void>): Promise<void> {
  const end = performance.now() + ms;
  await Promise.all(
    Array.from({ length: people }, async (_, person) => {
      await delay((person * 1_000) / people);
      while (performance.now() < end) await work(person);
    }),
  );
}
