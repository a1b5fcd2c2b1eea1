import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendEvent } from './acts.ts';
import type { Used } from './api/call-api.ts';
import { userShape } from './api/people-shapes.ts';
import { createRateLimits } from './api/rate-limits.ts';
import type { SlackContext } from './context.ts';
import { createDeliverer } from './delivery/deliver.ts';
import { createHttpTransport } from './delivery/http.ts';
import { createSocketTransport } from './delivery/socket.ts';
import type { Transport } from './delivery/transport.ts';
import { createFaults, type Faults } from './faults.ts';
import { createIds } from './ids.ts';
import { type AppManifest, defaultManifest } from './manifest.ts';
import { tellOfMessages } from './message-events.ts';
import { createPerson } from './person/person.ts';
import type { Person } from './person/types.ts';
import { createResponseUrls } from './response-urls.ts';
import { createRequestHandler } from './route-requests.ts';
import { createTriggers } from './triggers.ts';
import type { ApiCall, Channel, Delivery, JsonObject, Outcome, SlackPerson, Team, UserGroup } from './types.ts';
import { createViews } from './views.ts';
import { createWorkspace, type Workspace } from './workspace.ts';
import { defaultWorld, type World } from './world.ts';

export interface SlackOptions {
  /** The port on loopback; 0, the default, takes a free one. */
  port?: number;
  /** Where an HTTP app listens, as in `http://127.0.0.1:3000/slack/events`. Without it: Socket Mode. */
  eventsUrl?: string;
  /** What the app declares; the default has this app's commands, events and scopes. */
  manifest?: AppManifest;
  world?: World;
  now?: () => Date;
  /** How long the app may take to acknowledge, in ms; 3,000. */
  ackMs?: number;
  /** How long a Socket Mode connection stays after Slack's `disconnect`, in ms; 5,000. */
  leaveMs?: number;
  /** How long a trigger is good, in ms; 3,000. */
  triggerMs?: number;
  /** Before each redelivery of an event, in ms; Slack's own: at once, a minute, five minutes. */
  retryDelaysMs?: number[];
  /** How long the minute of Slack's rate limits is, in ms; by default they don't hold. */
  minuteMs?: number;
  /** How long people wait for what should appear, in ms; 30,000. */
  patienceMs?: number;
  /** How many calls and deliveries the logs keep; 1,000. */
  logLength?: number;
}

export interface SlackServer {
  /** For `SLACK_API_URL`; ends with `/api/`. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  team: Team;
  people: SlackPerson[];
  channels: Channel[];
  userGroups: UserGroup[];
  workspace: Workspace;
  /** The person to act as: by id, handle, e-mail or name. Throws when nobody or several are meant. */
  as(whom: string): Person;
  faults: Faults;
  /** What was sent to the app, the latest last. */
  deliveries: Delivery[];
  /** The latest delivery of this name, as in `block_actions`. Throws when there was none. */
  latest(name: string): Delivery;
  /** What the app called, the latest last. */
  calls: ApiCall[];
  /**
   * What real Slack would have refused so far: calls that failed and deliveries that were not acknowledged, in words. That
   * nobody has an e-mail is an answer.
   */
  refusals(): string[];
  /** What the app declares, as it holds now: scopes, commands and events may be changed while it runs. */
  manifest: AppManifest;
  /** Methods and scopes that the app turned out to use. */
  used: Used;
  on: Workspace['on'];
  /** Sends the app's deliveries to this URL from now on; null: to its Socket Mode connections. */
  deliverTo(url: string | null): void;
  /** Delivers the payload of an earlier delivery again. */
  redeliver(delivery: Delivery): Promise<Outcome>;
  /** Posts a body of your own to the Request URL, with headers of your own: forged, stale, replayed. */
  deliverRaw(body: string, headers: Record<string, string>): Promise<Response>;
  /** Changes who is in a user group, and tells the app. */
  setGroupMembers(groupId: string, members: string[]): Promise<void>;
  /** Changes somebody's record, and tells the app if it listens to `user_change`. */
  changePerson(whom: string, to: Partial<Omit<SlackPerson, 'id'>>): Promise<void>;
  /** How many Socket Mode connections are open. */
  openConnections(): number;
  /** For those who drive the workspace by ids, as the web page does. */
  context: SlackContext;
  close(): Promise<void>;
}

/** Starts a Slack workspace on loopback, over real HTTP and WebSocket. Rejects when the port is taken. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackServer> {
  const now = options.now ?? (() => new Date());
  const ackMs = options.ackMs ?? 3000;
  const ids = createIds(now);
  const signingSecret = ids.secret();
  const workspace = createWorkspace(options.world ?? defaultWorld(), ids, now, options.patienceMs);
  const server = createServer();
  await once(server.listen(options.port ?? 0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const sockets = createSocketTransport({
    server,
    appId: workspace.app.id,
    ackMs,
    leaveMs: options.leaveMs ?? 5000,
    onConnections: (open) => workspace.emit({ type: 'connection', open }),
  });
  const faults = createFaults((how) => sockets.drop(how));
  let eventsUrl: string | null = null;
  let transport: Transport = sockets;
  const deliverTo = (url: string | null) => {
    eventsUrl = url;
    transport = url === null ? sockets : createHttpTransport({ url, signingSecret, ackMs, now });
  };
  deliverTo(options.eventsUrl ?? null);
  const deliverer = createDeliverer({
    workspace,
    faults,
    now,
    transport: () => transport,
    retryDelaysMs: options.retryDelaysMs ?? [0, 60_000, 300_000],
  });

  const ctx: SlackContext = {
    now,
    ids,
    workspace,
    views: createViews(workspace, ids),
    triggers: createTriggers(ids, now, options.triggerMs ?? 3000),
    responseUrls: createResponseUrls(ids, now, () => baseUrl),
    faults,
    manifest: structuredClone(options.manifest ?? defaultManifest),
    tokens: {
      bot: `xoxb-sandbox-${ids.secret()}`,
      app: `xapp-1-sandbox-${ids.secret()}`,
      verification: ids.secret(12),
    },
    baseUrl: () => baseUrl,
    socketUrl: () => sockets.ticket(baseUrl.replace('http:', 'ws:')),
    deliver: deliverer.deliver,
  };
  tellOfMessages(ctx);
  const used: Used = { methods: new Set(), scopes: new Set() };
  server.on('request', createRequestHandler(ctx, createRateLimits(options.minuteMs ?? 0, now), used));

  const logLength = options.logLength ?? 1000;
  const calls: ApiCall[] = [];
  const deliveries: Delivery[] = [];
  workspace.on('call', ({ call }) => keep(calls, call, logLength));
  workspace.on('delivery', ({ delivery }) => keep(deliveries, delivery, logLength));

  return {
    apiUrl: `${baseUrl}/api/`,
    botToken: ctx.tokens.bot,
    appToken: ctx.tokens.app,
    signingSecret,
    team: workspace.team,
    people: [...workspace.people.values()],
    channels: [...workspace.channels.values()],
    userGroups: [...workspace.userGroups.values()],
    workspace,
    as: (whom) => createPerson(ctx, workspace.person(whom)),
    faults,
    deliveries,
    latest: (name) => {
      const delivery = deliveries.findLast((each) => each.name === name);
      if (!delivery) throw new Error(`No ${name} was delivered`);
      return delivery;
    },
    calls,
    refusals: () => refusals(calls, deliveries),
    manifest: ctx.manifest,
    used,
    on: workspace.on,
    deliverTo,
    redeliver: ({ kind, name, payload }) => ctx.deliver(kind, name, payload),
    deliverRaw: async (body, headers) => {
      if (eventsUrl === null) throw new Error('There is no Request URL: the app is in Socket Mode');
      return fetch(eventsUrl, { method: 'POST', body, headers });
    },
    setGroupMembers: async (groupId, members) => {
      const { added, removed } = workspace.setGroupMembers(groupId, members);
      await sendEvent(ctx, membersChanged(ctx, groupId, added, removed));
    },
    changePerson: async (whom, to) => {
      const person = Object.assign(workspace.person(whom), to);
      await sendEvent(ctx, { type: 'user_change', user: userShape(ctx, person), cache_ts: 0 });
    },
    openConnections: () => sockets.open(),
    context: ctx,
    close: async () => {
      workspace.close();
      deliverer.close();
      await Promise.all([...new Set([transport, sockets])].map((each) => each.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusals(calls: ApiCall[], deliveries: Delivery[]): string[] {
  const answered = ({ method, error }: ApiCall) => method === 'users.lookupByEmail' && error === 'users_not_found';
  const refused = calls.filter((call) => call.error !== null && !answered(call));
  const failed = deliveries.filter((delivery) => delivery.error !== null);
  return [
    ...refused.map((call) => [call.method, call.error, ...call.messages].join(' ')),
    ...failed.map((delivery) => `${delivery.name} ${delivery.error}`),
  ];
}

function membersChanged(
  ctx: SlackContext,
  groupId: string,
  added: string[],
  removed: string[],
): JsonObject & { type: string } {
  return {
    type: 'subteam_members_changed',
    subteam_id: groupId,
    team_id: ctx.workspace.team.id,
    date_update: Math.floor(ctx.now().getTime() / 1000),
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
  };
}

/** Appends, unless it is there already; forgets the oldest beyond `length`. */
function keep<T>(log: T[], entry: T, length: number): void {
  if (log.includes(entry)) return;
  log.push(entry);
  if (log.length > length) log.shift();
}
