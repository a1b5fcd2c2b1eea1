import fc from 'fast-check';
import { coerceError, StartupError } from '../src/errors.ts';
import { createLogger } from '../src/logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void, secrets: string[] = []): string {
  const lines: string[] = [];
  write(
    createLogger({
      level: 'info',
      destination: { write: (line: string) => void lines.push(line) },
      secrets: new Set(secrets),
    }),
  );
  for (const line of lines) JSON.parse(line);
  return lines.join('');
}

describe('createLogger', () => {
  test('what is not secret stays as it is', () => {
    const line = logged((log) =>
      log.info({ number: 42, fingerprint: 'a1b2c3d', path: '/v1/users?limit=500' }, 'applied'),
    );
    expect(JSON.parse(line)).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      number: 42,
      fingerprint: 'a1b2c3d',
      path: '/v1/users?limit=500',
      msg: 'applied',
    });
  });

  test.each<[string, unknown]>([
    ['a token at the top', { token: 'HIDDEN' }],
    ['a key deep down', { a: { b: { c: [{ d: { client_secret: 'HIDDEN' } }] } } }],
    ['camel case', { options: { signingSecret: 'HIDDEN', botToken: 'HIDDEN' } }],
    ['a value with quotes and backslashes', { password: 'HIDDEN"HIDDEN\\HIDDEN' }],
    [
      'headers',
      { req: { headers: { authorization: 'Bearer HIDDEN', Cookie: 'd=HIDDEN', 'x-slack-signature': 'HIDDEN' } } },
    ],
    ['a header as a list', { headers: { authorization: ['HIDDEN'] } }],
    ['JSON as text', { body: '{"access_token": "HIDDEN", "token_type":"bearer"}' }],
    ['a form', { body: 'grant_type=x&client_secret=HIDDEN&scope=data' }],
    ['a URL with a password', { url: 'postgres://steward:HIDDEN@db/x' }],
    ['a socket ticket', { url: 'wss://wss-primary.slack.com/link/?ticket=HIDDEN&app_id=1' }],
    ['a response URL', { body: { response_url: 'https://hooks.slack.com/commands/T1/2/HIDDEN' } }],
    ['a bot token in text', 'failed for xoxb-1-HIDDEN, again'],
    ['an app token in text', 'failed for xapp-1-A1-HIDDEN'],
    ['a rotated token in text', 'failed for xoxe.xoxb-1-HIDDEN'],
    ['a bearer in text', 'sent authorization: bearer HIDDEN.x'],
    ['basic credentials in text', 'Basic HIDDENHIDDEN=='],
    ['a JWT in text', 'got eyJhbGciOiJI.eyJHIDDEN.HIDDEN'],
    ['an error', new Error('refused: Bearer HIDDEN')],
    ['an error with a cause', new Error('outer', { cause: new Error('token=HIDDEN') })],
    ['an error beside other facts', { number: 42, err: new Error('xoxp-HIDDEN') }],
  ])('hides %s', (_, entry) => {
    const line = logged((log) => (typeof entry === 'string' ? log.info(entry) : log.info(entry, 'said')));
    expect(line).not.toContain('HIDDEN');
    expect(line).toContain('[redacted]');
  });

  test('child loggers hide as well', () => {
    expect(logged((log) => log.child({ token: 'HIDDEN' }).info('xoxb-HIDDEN'))).not.toContain('HIDDEN');
  });

  test('the configured secrets are hidden whatever they look like, and the line stays JSON', () => {
    const wild = fc.string({ minLength: 6, unit: 'grapheme' }).map((text) => `§§${text}§§`);
    fc.assert(
      fc.property(wild, fc.string(), (secret, around) => {
        const line = logged((log) => log.info({ deep: { around, text: `${around} ${secret}!` } }), [secret]);
        expect(JSON.stringify(JSON.parse(line))).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });

  test('a long text is cut, and the line stays JSON', () => {
    const long = '💥'.repeat(100_000);
    const line = logged((log) => log.error({ err: new Error(long), deep: { long } }, long));
    expect(line.length).toBeLessThan(50_000);
    expect(JSON.parse(line)).toMatchObject({
      level: 50,
      err: { type: 'Error' },
      msg: expect.stringContaining('(200000 characters)'),
    });
  });

  test('below the level nothing is written', () => {
    expect(logged((log) => log.debug('quiet'))).toBe('');
  });
});

describe('errors', () => {
  test('anything thrown becomes an Error, and keeps what it was', () => {
    const error = new Error('x');
    expect(coerceError(error)).toBe(error);
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        const coerced = coerceError(thrown);
        expect(coerced).toBeInstanceOf(Error);
        expect(typeof coerced.message).toBe('string');
      }),
    );
    expect(coerceError('why')).toMatchObject({ message: 'why', cause: 'why' });
  });

  test('a start that failed carries its problems', () => {
    const error = new StartupError(['A is missing.', 'B is wrong.']);
    expect(error).toMatchObject({ name: 'StartupError', message: 'A is missing.\nB is wrong.' });
    expect(error.problems).toHaveLength(2);
  });
});
