import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { pino } from 'pino';
import { noItems } from '../../src/change/states.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../src/http/server.ts';

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function start(options: Partial<HttpServerOptions> = {}): Promise<string> {
  server = createHttpServer({
    port: 0,
    host: '127.0.0.1',
    logger: pino({ level: 'silent' }),
    health: { ready: async () => ({ ok: true, checks: { database: 'reached' } }) },
    metrics: createMetrics(),
    takesDeliveries: () => true,
    ...options,
  });
  await server.start();
  return `http://127.0.0.1:${server.port}`;
}

/** Stands where Bolt stands: answers with what it got. */
const echo: HttpServerOptions['slackEvents'] = (req, res) => {
  res.end((req as typeof req & { rawBody: Buffer }).rawBody.toString());
};

describe('health', () => {
  test('healthz answers while it is not ready; readyz names every check', async () => {
    const checks = { database: 'reached', slack: 'reached', domo: 'not yet: Domo refused the client id' };
    const url = await start({ health: { ready: async () => ({ ok: false, checks }) } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ ok: false, checks });
  });

  test('readyz is 200 once all is reached', async () => {
    const url = await start();
    expect((await fetch(`${url}/readyz?from=probe`)).status).toBe(200);
  });

  test('a check that throws is a 500 without its message, and the server lives on', async () => {
    const url = await start({ health: { ready: async () => Promise.reject(new Error('secret')) } });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('anything else is not found', async () => {
    const url = await start();
    for (const [path, method] of [
      ['/', 'GET'],
      ['/healthz', 'POST'],
      ['/slack/events', 'GET'],
    ] as const) {
      expect((await fetch(url + path, { method })).status).toBe(404);
    }
  });
});

describe('metrics', () => {
  test('shows what was counted, under the documented names', async () => {
    const metrics = createMetrics();
    const url = await start({ metrics, slackEvents: echo });
    const [createdAt, decidedAt] = [new Date(0), new Date(90_000)];
    const request = { kind: 'owner', createdAt, decidedAt, startedAt: null, settledAt: null } as const;
    metrics.transition({ ...request, state: 'approved' });
    const over = { startedAt: decidedAt, settledAt: new Date(100_000) };
    metrics.transition({ ...request, ...over, state: 'applied' }, { ...noItems(), verified: 3, drifted: 1 });
    metrics.watch({ domo: () => ({ waiting: 7, requestsPerSecond: 2.5 }), database: async () => undefined });
    metrics.domoCall('PUT', 200, 0.2);
    metrics.domoCall('GET', 'timeout', 30);
    metrics.job('apply', 'failed');
    await fetch(`${url}/slack/events`, { method: 'POST', body: '{}' });
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('steward_request_transitions_total{kind="owner",state="applied"} 1');
    expect(text).toContain('steward_domo_call_seconds_count{method="PUT",status="200"} 1');
    expect(text).toContain('steward_domo_call_seconds_bucket{le="60",method="GET",status="timeout"} 1');
    expect(text).toContain('steward_slack_ack_seconds_count 1');
    expect(text).toContain('steward_jobs_total{queue="apply",outcome="failed"} 1');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain('steward_items_total{kind="owner",outcome="verified"} 3');
    expect(text).toContain('steward_items_total{kind="owner",outcome="drifted"} 1');
    expect(text).toContain('steward_request_seconds_sum{kind="owner",stage="decision"} 90');
    expect(text).toContain('steward_request_seconds_sum{kind="owner",stage="run"} 10');
    expect(text).toContain('steward_domo_waiting 7');
    expect(text).toContain('steward_domo_rate 2.5');
    expect(text).toMatch(/^steward_database_seconds 0\.\d+/m);
  });

  test('two of them do not mix', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    const times = { createdAt: new Date(0), decidedAt: null, startedAt: null, settledAt: null };
    one.transition({ kind: 'schema', state: 'failed', ...times });
    expect(await other.registry.metrics()).not.toContain('state="failed"');
  });
});

describe("Slack's deliveries", () => {
  test('reach Bolt with the bytes that Slack signed', async () => {
    const url = await start({ slackEvents: echo });
    const body = 'payload=%7B%22name%22%3A%22%F0%9F%90%98%22%7D';
    const answer = await fetch(`${url}/slack/events`, { method: 'POST', body });
    expect(await answer.text()).toBe(body);
  });

  test('are not found in Socket Mode', async () => {
    const url = await start();
    expect((await fetch(`${url}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  test('of more than 2 MiB are refused unread, also when they come in chunks', async () => {
    const url = await start({ slackEvents: echo });
    const post = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const req = request(`${url}/slack/events`, { method: 'POST', headers }, (res) =>
          resolve(res.resume().statusCode),
        );
        // The server may close while this side still writes; after the answer, `reject` does nothing.
        req.on('error', reject);
        req.write(Buffer.alloc(64 * 1024));
        if (headers['transfer-encoding']) for (let sent = 0; sent < 33; sent++) req.write(Buffer.alloc(64 * 1024));
      });
    expect(await post({ 'content-length': String(2 * 1024 * 1024 + 1) })).toBe(413);
    expect(await post({ 'transfer-encoding': 'chunked' })).toBe(413);
  });
});

describe('slow senders', () => {
  test.each([
    ['a header', 'POST /slack/events HTTP/1.1\r\nhost: x\r\n'],
    ['a body', 'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 2000000\r\n\r\n{'],
  ])('who sends %s and no more is cut off, and never reaches Bolt', async (_, text) => {
    const listener = jest.fn();
    const url = await start({ slackEvents: listener, arriveMs: 200 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined).write(text);
    await once(socket.resume(), 'close');
    expect(listener).not.toHaveBeenCalled();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('stopping', () => {
  test('does not wait for an idle keep-alive connection', async () => {
    const url = await start();
    const agent = new Agent({ keepAlive: true });
    const [res] = await once(request(`${url}/healthz`, { agent }).end(), 'response');
    await once(res.resume(), 'end');
    const before = performance.now();
    await server?.stop();
    expect(performance.now() - before).toBeLessThan(500);
    agent.destroy();
  });

  test('lets a request under way finish and then closes its connection', async () => {
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const url = await start({
      slackEvents: async (_req, res) => {
        entered.resolve();
        await gate.promise;
        res.end('acknowledged');
      },
    });
    const agent = new Agent({ keepAlive: true });
    const answered = once(request(`${url}/slack/events`, { method: 'POST', agent }).end('{}'), 'response');
    await entered.promise;
    const stopped = server?.stop();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    gate.resolve();
    const [res] = await answered;
    expect(res.headers.connection).toBe('close');
    await stopped;
    agent.destroy();
  });

  test('cuts what does not finish', async () => {
    const entered = Promise.withResolvers<void>();
    const url = await start({ slackEvents: () => entered.resolve(), graceMs: 50 });
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}');
    await entered.promise;
    await server?.stop();
    await expect(once(socket.resume(), 'close')).resolves.toBeDefined();
  });
});

test('a port that is taken is a sentence', async () => {
  const url = await start();
  const second = createHttpServer({
    port: Number(new URL(url).port),
    host: '127.0.0.1',
    logger: pino({ level: 'silent' }),
    health: { ready: async () => ({ ok: true, checks: {} }) },
    metrics: createMetrics(),
    takesDeliveries: () => true,
  });
  await expect(second.start()).rejects.toMatchObject({
    name: 'StartupError',
    problems: [expect.stringContaining('set PORT')],
  });
});
