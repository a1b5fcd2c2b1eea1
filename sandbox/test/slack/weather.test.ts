import type { WebClient } from '@slack/web-api';
import { type SlackOptions, type SlackServer, startSlack } from '../../slack/start-slack.ts';
import { clientWith, errorOf } from './web-client.ts';

const channel = 'C0123456789';
let slack: SlackServer;
let client: WebClient;
let at = new Date('2026-03-01T09:00:00Z');

async function start(options: SlackOptions = {}): Promise<void> {
  slack = await startSlack({ now: () => at, ...options });
  client = clientWith(slack);
}

const divider = { type: 'divider' };

beforeEach(async () => {
  at = new Date('2026-03-01T09:00:00Z');
  await start();
});
afterEach(() => slack.close());

describe('bad weather', () => {
  test('asked to wait', async () => {
    slack.faults.onCall('chat.postMessage', { kind: 'ratelimited', retryAfter: 7 });
    const refused = await client.chat.postMessage({ channel, text: 'x' }).catch((error) => error);
    expect(refused).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
    expect((await client.chat.postMessage({ channel, text: 'x' })).ok).toBe(true);
  });

  test.each([
    [{ kind: 'status', status: 500 } as const, 0],
    [{ kind: 'reset' } as const, 0],
    [{ kind: 'error', error: 'fatal_error' } as const, 0],
    [{ kind: 'lost answer' } as const, 1],
  ])('%j', async (fault, posted) => {
    slack.faults.onCall('chat.postMessage', fault);
    expect(await errorOf(client.chat.postMessage({ channel, text: 'x' }))).not.toBe('no error');
    expect(slack.workspace.messages).toHaveLength(posted);
  });

  test('no answer at all', async () => {
    slack.faults.onCall('*', { kind: 'hang' });
    const aborted = new AbortController();
    const call = fetch(`${slack.apiUrl}auth.test`, { method: 'POST', signal: aborted.signal });
    await slack.workspace.until(() => slack.calls.length === 1);
    aborted.abort();
    await expect(call).rejects.toThrow('aborted');
  });

  test('an answer that comes late, as things are then', async () => {
    const { promise: until, resolve } = Promise.withResolvers<void>();
    slack.faults.onCall('users.info', { kind: 'late', until });
    const answer = client.users.info({ user: slack.as('sophie').id });
    await slack.changePerson('sophie', { standing: 'guest' });
    expect(slack.calls).toEqual([]);
    resolve();
    expect((await answer).user?.is_restricted).toBe(true);
  });

  test('a block that this Slack does not know yet', async () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] } as never;
    await client.chat.postMessage({ channel, text: 'x', blocks: [table] });
    slack.faults.refuseBlocks('table');
    const refused = await client.chat.postMessage({ channel, text: 'x', blocks: [table] }).catch((error) => error.data);
    expect(refused).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: { messages: ['[ERROR] unsupported type: table [json-pointer:/blocks/0/type]'] },
    });
    const checked = await client.apiCall('blocks.validate', { blocks: [table] }).catch((error) => error.data);
    expect(checked.errors).toMatchObject([{ pointer: '/0/type', code: 'failed_constraint' }]);
  });

  test('rates are kept when asked for', async () => {
    await slack.close();
    await start({ minuteMs: 60_000 });
    for (let call = 0; call < 20; call += 1) await client.usergroups.list();
    expect(await client.usergroups.list().catch((error) => error.retryAfter)).toBe(60);
    const connect = () => clientWith(slack, slack.appToken).apps.connections.open({});
    for (let call = 0; call < 10; call += 1) await connect();
    expect(await connect().catch((error) => error.retryAfter)).toBe(60);
    at = new Date(at.getTime() + 60_000);
    expect(await errorOf(connect())).toBe('no error');
  });

  test('a shorter minute has as many calls', async () => {
    await slack.close();
    await start({ minuteMs: 2_000 });
    for (let call = 0; call < 20; call += 1) await client.usergroups.list();
    expect(await client.usergroups.list().catch((error) => error.retryAfter)).toBe(2);
    at = new Date(at.getTime() + 2_000);
    expect(await errorOf(client.usergroups.list())).toBe('no error');
  });

  test('JSON reaches only the methods that take it', async () => {
    const call = async (method: string, body: unknown) => {
      const headers = { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json; charset=utf-8' };
      const response = await fetch(slack.apiUrl + method, { method: 'POST', headers, body: JSON.stringify(body) });
      return response.json();
    };
    expect(await call('chat.postMessage', { channel, text: 'x', blocks: [divider] })).toMatchObject({ ok: true });
    expect(await call('users.info', { user: 'U0EMMY00001' })).toMatchObject({ ok: false, error: 'user_not_found' });
  });
});
