import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { DomoServer } from '../domo/server.ts';
import type { SlackServer } from '../slack/start-slack.ts';
import { bundleClient } from './bundle.ts';
import { createSwitches } from './domo-switches.ts';
import { watchDomo } from './domo-watch.ts';
import { follow } from './follow.ts';
import { comesFromHere } from './guard.ts';
import type { Hands } from './perform.ts';
import type { AppState } from './protocol.ts';
import { createReads } from './reads.ts';
import { createRoutes } from './routes.ts';
import { createSlackActs } from './slack-acts.ts';
import { domoCounts, type Sources, snapshotFor } from './snapshot.ts';
import { createStory } from './story.ts';
import { createTabs } from './tabs.ts';
import { createTraffic } from './traffic.ts';

/** The running app, as the page can stop and start it. */
export interface AppHandle {
  state(): AppState;
  /** Kills the app as a power cut would, and starts it again; resolves once it has started. */
  restart(): Promise<void>;
  later(ms: number): Promise<void>;
  /** Calls back after each change of `state`; the result stops it. */
  onChange(listener: () => void): () => void;
}

export interface PageOptions {
  slack: SlackServer;
  domo: DomoServer;
  app: AppHandle;
  /** Whether the app has an access token of Domo's. */
  accessToken: boolean;
  /** The first port to try; 0 takes a free one. */
  port: number;
  now?: (() => Date) | undefined;
}

export interface Page {
  url: string;
  /** Ports that were in use, when the page had to go to a later one. */
  taken: number[];
  close(): Promise<void>;
}

/** How many ports are tried, one after the other. */
const portsTried = 20;

/**
 * Serves the sandbox's page on loopback. A port in use: the next is taken, and `taken` names those that were not free.
 * Rejects when 20 in a row are in use, or when the browser part can't be bundled.
 */
export async function startPage({
  slack,
  domo,
  app,
  accessToken,
  port,
  now = () => new Date(),
}: PageOptions): Promise<Page> {
  const bundle = await bundleClient();
  const tabs = createTabs();
  const switches = createSwitches(domo);
  const reads = createReads(slack);
  let lastDown = now();
  const traffic = createTraffic(slack, now, (since) => app.state() === 'running' && lastDown < since);
  const story = createStory(slack, () => tabs.tell({ type: 'story', story: story.state() }));
  const watch = watchDomo(domo, now, ({ change, row }) => {
    tabs.tell({ type: 'domo change', change, row, ...domoCounts(domo) });
    story.sawDomo(change);
  });
  const sources: Sources = {
    slack,
    domo,
    watch,
    switches,
    reads,
    traffic,
    story,
    accessToken,
    appState: app.state,
    run: randomUUID(),
  };
  const hands: Hands = {
    domo,
    switches,
    reads,
    slackActs: createSlackActs(slack, (...args) => tabs.tell({ type: 'traffic', line: traffic.refuse(...args) })),
    restartApp: app.restart,
    moveClock: app.later,
    moved: (what, personId) => {
      if (what === 'switches') return tabs.tell({ type: 'switches', switches: switches.states() });
      tabs.tell({ type: 'reads', reads: reads.of(personId) }, personId);
      tabs.tell({ type: 'waiting', waiting: reads.waiting() });
    },
  };
  const stopApp = app.onChange(() => {
    lastDown = now();
    tabs.tell({ type: 'app state', state: app.state() });
    story.sawApp(app.state());
  });
  const stopFollowing = follow(sources, tabs);

  const route = createRoutes(sources, hands, bundle);
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket: Duplex, head) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const person = slack.workspace.people.get(searchParams.get('as') ?? '');
    if (!comesFromHere(request) || pathname !== '/follow' || !person) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (ws) => tabs.add(ws, person.id, snapshotFor(sources, person)));
  });
  const taken = await listenFrom(server, port);
  const { port: bound } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${bound}/`,
    taken,
    close: async () => {
      stopFollowing();
      stopApp();
      watch.close();
      tabs.close();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Listens on the first free port from `first` on; resolves to those that were not. */
async function listenFrom(server: Server, first: number): Promise<number[]> {
  const taken: number[] = [];
  for (let port = first; ; port += 1) {
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
      return taken;
    } catch (error) {
      const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!inUse || taken.length + 1 === portsTried) throw error;
      taken.push(port);
    }
  }
}
