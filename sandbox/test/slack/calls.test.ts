import { freshSlack } from '../fresh.ts';

const channel = 'C0123456789';
const slack = freshSlack();

interface Answer {
  ok: boolean;
  error?: string;
}

/** A call without an SDK; returns what Slack says, `ok` or its error. */
async function call(method: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(slack.apiUrl + method, { method: 'POST', ...init });
  const { ok, error } = (await response.json()) as Answer;
  return ok ? 'ok' : String(error);
}

const bearer = () => ({ authorization: `Bearer ${slack.botToken}` });
const json = { 'content-type': 'application/json; charset=utf-8' };

describe('a token', () => {
  test('counts in the header and in a form', async () => {
    expect(await call('auth.test', { headers: bearer() })).toBe('ok');
    expect(await call('auth.test', { body: new URLSearchParams({ token: slack.botToken }) })).toBe('ok');
    const form = new FormData();
    form.set('token', slack.botToken);
    expect(await call('auth.test', { body: form })).toBe('ok');
  });

  test('does not count in the query, where it is seen, nor in JSON, where it is not', async () => {
    const query = `auth.test?token=${slack.botToken}`;
    expect(await call(query)).toBe('invalid_auth');
    expect(await call(query, { method: 'GET' })).toBe('invalid_auth');
    expect(await call(query, { headers: bearer() })).toBe('ok');
    expect(await call('auth.test', { headers: json, body: JSON.stringify({ token: slack.botToken }) })).toBe(
      'not_authed',
    );
  });

  test('is in no log', async () => {
    await call(`auth.test?token=${slack.botToken}`);
    await call('auth.test', { body: new URLSearchParams({ token: slack.botToken }) });
    expect(JSON.stringify(slack.calls)).not.toContain(slack.botToken);
  });
});

describe('a body', () => {
  test('may be a multipart form', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ channel, text: 'x' })) form.set(name, value);
    expect(await call('chat.postMessage', { headers: bearer(), body: form })).toBe('ok');
    expect(slack.as('Emmy').messages('domo-changes')).toMatchObject([{ text: 'x' }]);
  });

  test.each([
    ['text/plain', '{}', 'invalid_post_type'],
    ['application/xml', '<channel/>', 'invalid_post_type'],
    ['', '{}', 'missing_post_type'],
    ['application/json', '{', 'invalid_json'],
    ['application/json', '[]', 'json_not_object'],
    ['multipart/form-data; boundary=x', 'y', 'invalid_form_data'],
  ])('as %j of %j: %s', async (type, body, error) => {
    const headers = { ...bearer(), 'content-type': type };
    expect(await call('chat.postMessage', { headers, body: Buffer.from(body) })).toBe(error);
    expect(slack.calls).toMatchObject([{ method: 'chat.postMessage', error }]);
  });

  test('that is empty may be of any type', async () => {
    expect(await call('auth.test', { headers: { ...bearer(), 'content-type': 'text/plain' } })).toBe('ok');
  });
});
