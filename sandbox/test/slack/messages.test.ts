import type { WebClient } from '@slack/web-api';
import { freshSlack } from '../fresh.ts';
import { clientWith, errorOf } from './web-client.ts';

const channel = 'C0123456789';
let client: WebClient;
const slack = freshSlack();

beforeEach(() => {
  client = clientWith(slack);
});

describe('a thread', () => {
  test('is named by the ts of its first message', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'one' });
    const answer = await client.chat.postMessage({ channel, text: 'two', thread_ts: ts });
    expect(answer.message?.thread_ts).toBe(ts);
  });

  test.each(['1700000000', 'p1700000000.000100', '1700000000.', 'two'])('not by %j', async (thread_ts) => {
    const text = 'x';
    expect(await errorOf(client.chat.postMessage({ channel, text, thread_ts }))).toBe('invalid_thread_ts');
    const alone = { channel, text, thread_ts, user: 'U0EMMY00001' };
    expect(await errorOf(client.chat.postEphemeral(alone))).toBe('invalid_thread_ts');
    expect(slack.workspace.messages).toEqual([]);
  });
});

describe('what a message says', () => {
  test('markdown is a message of its own', async () => {
    const post = (rest: object) => client.chat.postMessage({ channel, markdown_text: '**a**', ...rest } as never);
    expect(await errorOf(post({ text: 'b' }))).toBe('markdown_text_conflict');
    await post({});
    expect(slack.workspace.messages[0]?.blocks).toMatchObject([{ type: 'markdown', text: '**a**' }]);
  });

  test('what only the sandbox lacks is not said to be refused by Slack', async () => {
    const attachments = [{ text: 'a' }];
    expect(await errorOf(client.chat.postMessage({ channel, text: 'x', attachments }))).toBe('not_in_this_sandbox');
    const blocks = [{ type: 'video' }] as never;
    expect(await errorOf(client.chat.postMessage({ channel, text: 'x', blocks }))).toBe('not_in_this_sandbox');
  });

  test('blocks.validate needs no token, and names the rule', async () => {
    const answer = await clientWith(slack, '')
      .apiCall('blocks.validate', { blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] })
      .catch((error) => error.data);
    expect(answer.errors).toEqual([
      {
        pointer: '/0/text/text',
        code: 'failed_constraint',
        message: 'must be less than 151 characters',
        constraint: { type: 'max_length', expected: 150 },
      },
    ]);
  });
});

describe('metadata', () => {
  const metadata = { event_type: 'request', event_payload: { id: 42 } };
  const post = (given: unknown) => client.chat.postMessage({ channel, text: 'x', metadata: given as typeof metadata });
  const kept = () => slack.workspace.messages[0]?.metadata;

  test('stays over an update until an empty object takes it away', async () => {
    const { ts = '' } = await post(metadata);
    expect(kept()).toEqual(metadata);
    await client.chat.update({ channel, ts, text: 'y' });
    expect(kept()).toEqual(metadata);
    await client.chat.update({ channel, ts, text: 'y', metadata: { ...metadata, event_type: 'decision' } });
    expect(kept()).toEqual({ ...metadata, event_type: 'decision' });
    await client.chat.update({ channel, ts, text: 'y', metadata: {} as never });
    expect(kept()).toBeNull();
  });

  test.each([
    ['a type that is no text', { ...metadata, event_type: 1 }],
    ['no type', { event_payload: {} }],
    ['no payload', { event_type: 'request' }],
    ['a list for a payload', { ...metadata, event_payload: [] }],
    ['a text for a payload', { ...metadata, event_payload: '42' }],
    ['no object', 7],
  ])('is refused with %s', async (_, given) => {
    expect(await errorOf(post(given))).toBe('invalid_metadata_schema');
  });

  test('is refused when it is no JSON', async () => {
    expect(await errorOf(post('{'))).toBe('invalid_metadata_format');
  });
});
