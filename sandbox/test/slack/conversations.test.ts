import type { WebClient } from '@slack/web-api';
import { freshSlack } from '../fresh.ts';
import { clientWith, errorOf } from './web-client.ts';

const sophie = 'U0SOPHIE001';
let client: WebClient;
const slack = freshSlack();

beforeEach(() => {
  client = clientWith(slack);
});

describe('conversations.open', () => {
  const open = (by: Record<string, unknown>) => client.apiCall('conversations.open', by);

  test('opens a DM once, and resumes it by person or by id', async () => {
    const first = await client.conversations.open({ users: sophie });
    expect(first).not.toHaveProperty('already_open');
    const id = first.channel?.id ?? '';
    expect(id).toMatch(/^D/);
    const again = { ok: true, already_open: true, no_op: true, channel: { id } };
    expect(await open({ users: sophie })).toMatchObject(again);
    expect(await open({ channel: id })).toMatchObject(again);
  });

  test('looks whether there is one without opening it', async () => {
    expect(await errorOf(open({ users: sophie, prevent_creation: true }))).toBe('channel_not_found');
    const { channel } = await client.conversations.open({ users: sophie });
    expect(await open({ users: sophie, prevent_creation: true })).toMatchObject({ channel: { id: channel?.id } });
  });

  test.each([
    ['nobody is named', {}, 'users_list_not_supplied'],
    ['the list of people is empty', { users: '' }, 'users_list_not_supplied'],
    ['there is no such DM', { channel: 'D0NOWHERE00' }, 'channel_not_found'],
    ['the channel is no DM', { channel: 'C0123456789' }, 'method_not_supported_for_channel_type'],
    ['there is no such person', { users: 'U0NOBODY000' }, 'user_not_found'],
    ['the person is an app', { users: 'U0ENGINE001' }, 'cannot_dm_bot'],
  ])('refused: %s', async (_, by, error) => {
    expect(await errorOf(open(by))).toBe(error);
  });

  test('several people need a scope of their own', async () => {
    const refused = await open({ users: `${sophie},U0EMMY00001` }).catch((error) => error.data);
    expect(refused).toMatchObject({ error: 'missing_scope', needed: 'mpim:write' });
  });
});

test('api.test needs no token, and fails on demand', async () => {
  const anybody = clientWith(slack, '');
  expect(await anybody.apiCall('api.test', { foo: 'bar' })).toMatchObject({ ok: true, args: { foo: 'bar' } });
  const failed = await anybody.api.test({ error: 'my_error' }).catch((error) => error.data);
  expect(failed).toMatchObject({ ok: false, error: 'my_error', args: { error: 'my_error' } });
});

describe('conversations.history', () => {
  const channel = 'C0123456789';
  const metadata = { event_type: 'tried', event_payload: { which: 'first' } };

  test('needs a scope of its own, and the app in the channel', async () => {
    expect(await errorOf(client.conversations.history({ channel }))).toBe('missing_scope');
    slack.manifest.scopes.push('channels:history');
    expect(await errorOf(client.conversations.history({ channel: 'C0GENERAL01' }))).toBe('not_in_channel');
  });

  test('shows what was posted, the newest first, without replies, and metadata whole only when asked', async () => {
    slack.manifest.scopes.push('channels:history');
    const first = await client.chat.postMessage({ channel, text: 'first', metadata });
    await client.chat.postMessage({ channel, text: 'a reply', thread_ts: first.ts ?? '' });
    await client.chat.postMessage({ channel, text: 'second' });
    const { messages = [] } = await client.conversations.history({ channel });
    expect(messages.map(({ text }) => text)).toEqual(['second', 'first']);
    expect(messages[1]).toMatchObject({ metadata: { event_type: 'tried' } });
    expect(JSON.stringify(messages)).not.toContain('which');
    const since = await client.conversations.history({ channel, oldest: first.ts ?? '' });
    expect(since.messages?.map(({ text }) => text)).toEqual(['second']);
    const all = await client.conversations.history({ channel, include_all_metadata: true });
    expect(all.messages?.[1]).toMatchObject({ ts: first.ts, metadata });
  });
});

describe('conversations.replies', () => {
  const channel = 'C0123456789';

  test('needs the same scope, the app in the channel, and a message', async () => {
    expect(await errorOf(client.conversations.replies({ channel, ts: '1.1' }))).toBe('missing_scope');
    slack.manifest.scopes.push('channels:history');
    expect(await errorOf(client.conversations.replies({ channel, ts: '1.1' }))).toBe('thread_not_found');
    expect(await errorOf(client.conversations.replies({ channel: 'C0GENERAL01', ts: '1.1' }))).toBe('not_in_channel');
  });

  test('shows the message and what was replied to it, the oldest first, page by page', async () => {
    slack.manifest.scopes.push('channels:history');
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'first' });
    await client.chat.postMessage({ channel, text: 'second' });
    const before = await client.chat.postMessage({ channel, text: 'a reply', thread_ts: ts });
    await client.chat.postMessage({ channel, text: 'another', thread_ts: ts });
    const all = await client.conversations.replies({ channel, ts });
    expect(all.messages?.map(({ text }) => text)).toEqual(['first', 'a reply', 'another']);
    const page = await client.conversations.replies({ channel, ts, limit: 2 });
    expect(page).toMatchObject({ has_more: true, messages: [{ text: 'first' }, { text: 'a reply', thread_ts: ts }] });
    const since = await client.conversations.replies({ channel, ts, oldest: before.ts ?? '' });
    expect(since.messages?.map(({ text }) => text)).toEqual(['first', 'another']);
  });
});
