import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type SlackServer, startSlack } from '../../../src/sandbox/slack/start-slack.ts';
import { clientWith } from './web-client.ts';

let slack: SlackServer;

beforeEach(async () => {
  slack = await startSlack();
});
afterEach(() => slack.close());

/** A Socket Mode connection without an SDK, once Slack has said hello. */
async function connect(): Promise<WebSocket> {
  const { url = '' } = await clientWith(slack, slack.appToken).apps.connections.open({});
  const socket = new WebSocket(url);
  await once(socket, 'message');
  return socket;
}

test.each(['hello', '', '{"envelope_id":'])(
  'what is no JSON ends its own connection and nothing else: %j',
  async (sent) => {
    const [rude, polite] = [await connect(), await connect()];
    polite.on('message', (data) => polite.send(JSON.stringify({ envelope_id: JSON.parse(String(data)).envelope_id })));
    const ended = once(rude, 'close');
    rude.send(sent);
    expect((await ended)[0]).toBe(1007);
    await slack.workspace.until(() => slack.openConnections() === 1);
    expect(await slack.as('Sophie').command('/domo-owner')).toEqual({ ok: true, response: null });
  },
);

test('JSON that is no ack is passed over', async () => {
  const socket = await connect();
  for (const sent of ['null', '1', '{"envelope_id":"nobody waits for this"}']) socket.send(sent);
  socket.on('message', (data) => socket.send(JSON.stringify({ envelope_id: JSON.parse(String(data)).envelope_id })));
  expect(await slack.as('Sophie').command('/domo-owner')).toEqual({ ok: true, response: null });
});
