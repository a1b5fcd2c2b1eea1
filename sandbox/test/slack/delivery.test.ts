import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../../read-body.ts';
import { signatureHeaders } from '../../slack/delivery/signature.ts';
import { type SlackServer, startSlack } from '../../slack/start-slack.ts';
import { startTinyApp } from './tiny-app.ts';

interface Received {
  headers: IncomingMessage['headers'];
  body: string;
}

let slack: SlackServer;
let server: Server;
let received: Received[];
let answers: (number | 'nothing')[];
let answerHeaders: Record<string, string>;

beforeEach(async () => {
  received = [];
  answers = [];
  answerHeaders = {};
  server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: (await readBody(request)).toString() });
    const answer = answers.shift() ?? 200;
    if (answer !== 'nothing') response.writeHead(answer, answerHeaders).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  slack = await startSlack({ eventsUrl: `http://127.0.0.1:${port}/`, ackMs: 400, retryDelaysMs: [0, 1, 2] });
});
afterEach(async () => {
  await slack.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('an event', () => {
  test('is sent again three times, saying why', async () => {
    answers = [500, 'nothing', 500, 500];
    await slack.setGroupMembers('S0123456789', []);
    await slack.workspace.until(() => slack.deliveries.filter((each) => each.status === 'failed').length === 4);
    expect(received.map((each) => each.headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(received.map((each) => each.headers['x-slack-retry-reason'])).toEqual([
      undefined,
      'http_error',
      'http_timeout',
      'http_error',
    ]);
    expect(new Set(received.map((each) => JSON.parse(each.body).event_id)).size).toBe(1);
  });

  test('is not sent again when the answer says so', async () => {
    answers = [500, 500];
    answerHeaders = { 'x-slack-no-retry': '1' };
    await slack.setGroupMembers('S0123456789', []);
    answerHeaders = {};
    await slack.setGroupMembers('S0123456789', ['U0ADA000001']);
    await slack.workspace.until(() => slack.deliveries.filter((each) => each.status !== 'waiting').length === 3);
    expect(received.map((each) => each.headers['x-slack-retry-num'])).toEqual([undefined, undefined, '1']);
  });

  test('is not sent again once acknowledged, or when the app has not subscribed', async () => {
    await slack.setGroupMembers('S0123456789', []);
    slack.manifest.events = [];
    await slack.setGroupMembers('S0123456789', ['U0ADA000001']);
    expect(received).toHaveLength(1);
  });
});

describe('a command', () => {
  test('is not sent again; the person is told', async () => {
    answers = ['nothing', 404];
    const sophie = slack.as('Sophie');
    expect(await sophie.command('/domo-owner')).toEqual({ ok: false, error: 'http_timeout' });
    await sophie.sees('general', 'failed with the error "operation_timeout"');
    expect(await sophie.command('/domo-owner')).toEqual({ ok: false, error: 'http_error' });
    await sophie.sees('general', 'failed with the error "dispatch_failed"');
    expect(received).toHaveLength(2);
    expect(slack.as('Emmy').messages('general')).toEqual([]);
  });

  test('carries what Slack sends', async () => {
    await slack.as('Sophie').command('/domo-owner help', 'domo-changes');
    expect(Object.fromEntries(new URLSearchParams(received[0]?.body))).toMatchObject({
      command: '/domo-owner',
      text: 'help',
      user_id: 'U0SOPHIE001',
      user_name: 'sophie',
      channel_id: 'C0123456789',
      channel_name: 'domo-changes',
      team_domain: 'academy',
      api_app_id: 'A0123456789',
    });
  });

  test('can be answered five times within half an hour', async () => {
    await slack.as('Sophie').command('/domo-owner');
    const url = new URLSearchParams(received[0]?.body).get('response_url') ?? '';
    const respond = async (body: object) => {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      return [response.status, await response.text()];
    };
    expect(await respond({ text: 'for you' })).toEqual([200, 'ok']);
    expect(await respond({ text: 'for all', response_type: 'in_channel' })).toEqual([200, 'ok']);
    expect(await respond({ text: 'x', blocks: [{ type: 'marquee' }] })).toEqual([400, 'invalid_blocks']);
    await respond({ text: '4' });
    await respond({ text: '5' });
    expect(await respond({ text: '6' })).toEqual([404, '{"ok":false,"error":"used_url"}']);
    expect(slack.as('Emmy').messages('general')).toMatchObject([{ text: 'for all', ephemeral: false }]);
    expect(slack.as('Sophie').messages('general')).toHaveLength(4);
  });
});

test('nobody listens: the command fails at once', async () => {
  slack.deliverTo(null);
  expect(await slack.as('Sophie').command('/domo-owner')).toEqual({ ok: false, error: 'connection_failed' });
});

test('Bolt takes our signature, and neither a forged nor a stale one', async () => {
  const tiny = await startTinyApp('http', (app) => app.command('/domo-owner', ({ ack }) => ack()));
  try {
    const body = new URLSearchParams({
      command: '/domo-owner',
      text: '',
      user_id: 'U1',
      team_id: 'T0123456789',
    }).toString();
    const seconds = Math.floor(Date.now() / 1000);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const status = async (timestamp: number, secret: string, sent = body) => {
      const headers = { ...type, ...signatureHeaders(body, timestamp, secret) };
      return (await tiny.slack.deliverRaw(sent, headers)).status;
    };
    const { signingSecret } = tiny.slack;
    expect(await status(seconds, signingSecret)).toBe(200);
    expect(await status(seconds, 'forged')).toBe(401);
    expect(await status(seconds - 301, signingSecret)).toBe(401);
    expect(await status(seconds, signingSecret, `${body}&text=more`)).toBe(401);
  } finally {
    await tiny.stop();
  }
});
