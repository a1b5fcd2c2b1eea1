import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type SlackServer, startSlack } from '../../slack/start-slack.ts';
import { clientWith } from './web-client.ts';

let slack: SlackServer;

beforeEach(async () => {
  slack = await startSlack({ leaveMs: 50 });
});
afterEach(() => slack.close());

/** What a socket says next of `event`; rejects when nothing comes. */
const heard = (socket: WebSocket, event: 'message' | 'close') =>
  once(socket, event, { signal: AbortSignal.timeout(5000) });

/** Acknowledges whatever comes, and keeps it. */
function takeAll(socket: WebSocket): string[] {
  const taken: string[] = [];
  socket.on('message', (data) => {
    taken.push(String(data));
    const { envelope_id } = JSON.parse(String(data));
    if (envelope_id) socket.send(JSON.stringify({ envelope_id }));
  });
  return taken;
}

/** A Socket Mode connection without an SDK, once Slack has said hello. */
async function connect(): Promise<WebSocket> {
  const { url = '' } = await clientWith(slack, slack.appToken).apps.connections.open({});
  const socket = new WebSocket(url);
  await heard(socket, 'message');
  return socket;
}

test.each(['hello', '', '{"envelope_id":'])(
  'what is no JSON ends its own connection and nothing else: %j',
  async (sent) => {
    const [rude, polite] = [await connect(), await connect()];
    takeAll(polite);
    const ended = heard(rude, 'close');
    rude.send(sent);
    expect((await ended)[0]).toBe(1007);
    await slack.workspace.until(() => slack.openConnections() === 1);
    expect(await slack.as('Sophie').command('/domo-owner')).toEqual({ ok: true, response: null });
  },
);

test('JSON that is no ack is passed over', async () => {
  const socket = await connect();
  for (const sent of ['null', '1', '{"envelope_id":"nobody waits for this"}']) socket.send(sent);
  takeAll(socket);
  expect(await slack.as('Sophie').command('/domo-owner')).toEqual({ ok: true, response: null });
});

describe('a connection whose end is announced', () => {
  test('gets payloads only until there is another one', async () => {
    await slack.close();
    slack = await startSlack();
    const sophie = slack.as('Sophie');
    const old = takeAll(await connect());
    slack.faults.dropSockets('announced');
    expect(await sophie.command('/domo-owner')).toMatchObject({ ok: true });
    const fresh = takeAll(await connect());
    for (let sent = 0; sent < 3; sent += 1) await sophie.command('/domo-owner');
    expect(old.map((each) => JSON.parse(each).type)).toEqual(['disconnect', 'slash_commands']);
    expect(fresh.map((each) => JSON.parse(each).type)).toEqual(Array(3).fill('slash_commands'));
  });

  test('is closed by Slack if the app does not', async () => {
    const old = await connect();
    slack.faults.dropSockets('announced');
    const fresh = await connect();
    await heard(old, 'close');
    expect(slack.openConnections()).toBe(1);
    expect(fresh.readyState).toBe(WebSocket.OPEN);
  });
});

test('an eleventh connection is told why it ends', async () => {
  for (let open = 0; open < 10; open += 1) await connect();
  const { url = '' } = await clientWith(slack, slack.appToken).apps.connections.open({});
  const eleventh = new WebSocket(url);
  const ended = heard(eleventh, 'close');
  const [first] = await heard(eleventh, 'message');
  expect(JSON.parse(String(first))).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  await ended;
  expect(slack.openConnections()).toBe(10);
});
