import type { WebClient } from '@slack/web-api';
import { freshSlack } from '../fresh.ts';
import { clientWith, errorOf } from './web-client.ts';

const channel_id = 'C0123456789';
let client: WebClient;
const slack = freshSlack();

beforeEach(() => {
  client = clientWith(slack);
});

const announce = (length = 4) => client.files.getUploadURLExternal({ filename: 'plan.csv', length });
const complete = (id = '', where: object = { channel_id }) =>
  client.files.completeUploadExternal({ files: [{ id, title: 'The plan' }], ...where });

async function send(url = '', body = 'a,b\n', method = 'POST'): Promise<number> {
  return (await fetch(url, { method, body })).status;
}

describe('an upload', () => {
  test('is announced, sent and completed, each once', async () => {
    const { upload_url, file_id } = await announce();
    expect(await errorOf(complete(file_id))).toBe('file_not_found');
    expect(await send(upload_url)).toBe(200);
    expect(await send(upload_url)).toBe(404);
    expect((await complete(file_id)).files).toMatchObject([{ id: file_id, title: 'The plan', size: 4 }]);
    expect(await errorOf(complete(file_id))).toBe('file_not_found');
    expect(slack.workspace.messages).toMatchObject([{ channelId: channel_id, files: [{ id: file_id }] }]);
  });

  test('goes by POST, as long as announced, and may be tried again when it did not', async () => {
    const { upload_url, file_id } = await announce();
    expect(await send(upload_url, 'a,b\n', 'PUT')).toBe(405);
    expect(await send(upload_url, 'a,b')).toBe(400);
    expect(await send(upload_url, 'a,b,c')).toBe(400);
    expect(await errorOf(complete(file_id))).toBe('file_not_found');
    expect(await send(upload_url)).toBe(200);
    expect(await errorOf(complete(file_id))).toBe('no error');
  });

  test('of nothing is not announced', async () => {
    expect(await errorOf(announce(0))).toBe('missing_argument');
    expect(await errorOf(announce(-1))).toBe('invalid_arguments');
    expect(await errorOf(client.files.getUploadURLExternal({ filename: '', length: 4 }))).toBe('missing_argument');
  });

  test.each([
    ['a person', { channel_id: 'U0SOPHIE001' }, 'invalid_arguments'],
    ['a name', { channel_id: '#domo-changes' }, 'invalid_arguments'],
    ['an unknown channel', { channel_id: 'C0NOWHERE00' }, 'channel_not_found'],
    ['a channel without the app', { channel_id: 'C0GENERAL01' }, 'not_in_channel'],
    ['a thread that is none', { channel_id, thread_ts: 'now' }, 'invalid_thread_ts'],
  ])('does not end in %s, and can still be completed', async (_, where, error) => {
    const { upload_url, file_id } = await announce();
    await send(upload_url);
    expect(await errorOf(complete(file_id, where))).toBe(error);
    expect(await errorOf(complete(file_id))).toBe('no error');
    expect(slack.workspace.messages).toHaveLength(1);
  });
});
