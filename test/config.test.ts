import fc from 'fast-check';
import { configSecrets, readConfig } from '../src/config.ts';

const socket = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  DOMO_CLIENT_ID: 'id',
  DOMO_CLIENT_SECRET: 'client-secret',
};
const noFiles = (path: string): string => {
  throw new Error(`ENOENT: no such file or directory, open '${path}'`);
};

function problems(env: Record<string, string | undefined>, readFile = noFiles): string[] {
  const result = readConfig(env, readFile);
  return result.ok ? [] : result.problems;
}

describe('readConfig', () => {
  test('the least that is needed, with the defaults', () => {
    expect(readConfig(socket, noFiles)).toEqual({
      ok: true,
      config: {
        slack: { botToken: 'xoxb-1', transport: { mode: 'socket', appToken: 'xapp-1' }, apiUrl: undefined },
        domo: {
          clientId: 'id',
          clientSecret: 'client-secret',
          apiUrl: 'https://api.domo.com',
          instanceUrl: undefined,
          requestsPerSecond: 5,
          concurrency: 4,
        },
        database: { url: undefined, dataDir: './data' },
        redisUrl: undefined,
        auditKey: undefined,
        auditKeysBefore: [],
        port: 3000,
        policyFile: './policy.yml',
        logLevel: 'info',
      },
    });
  });

  test('everything given, over HTTP', () => {
    const result = readConfig(
      {
        ...socket,
        SLACK_APP_TOKEN: '',
        SLACK_SIGNING_SECRET: 'sign',
        SLACK_API_URL: 'http://127.0.0.1:1/api/',
        DOMO_API_URL: 'http://127.0.0.1:2/',
        DOMO_INSTANCE_URL: 'http://localhost:3/',
        DOMO_REQUESTS_PER_SECOND: '0.5',
        DOMO_CONCURRENCY: '8',
        DATABASE_URL: 'postgres://u:p@db/steward',
        DATA_DIR: '/data',
        REDIS_URL: 'rediss://cache',
        AUDIT_KEY: '0123456789abcdef',
        AUDIT_KEY_PREVIOUS: 'the first key\nthe second\n',
        PORT: '0',
        POLICY_FILE: '/etc/policy.yml',
        LOG_LEVEL: 'debug',
      },
      noFiles,
    );
    expect(result).toEqual({
      ok: true,
      config: {
        slack: {
          botToken: 'xoxb-1',
          transport: { mode: 'http', signingSecret: 'sign' },
          apiUrl: 'http://127.0.0.1:1/api/',
        },
        domo: {
          clientId: 'id',
          clientSecret: 'client-secret',
          apiUrl: 'http://127.0.0.1:2',
          instanceUrl: 'http://localhost:3',
          requestsPerSecond: 0.5,
          concurrency: 8,
        },
        database: { url: 'postgres://u:p@db/steward', dataDir: '/data' },
        redisUrl: 'rediss://cache',
        auditKey: '0123456789abcdef',
        auditKeysBefore: ['the first key', 'the second'],
        port: 0,
        policyFile: '/etc/policy.yml',
        logLevel: 'debug',
      },
    });
    if (result.ok)
      expect(configSecrets(result.config)).toEqual([
        'xoxb-1',
        'sign',
        'client-secret',
        '0123456789abcdef',
        'the first key',
        'the second',
      ]);
  });

  test('an access token goes to a host of Domo alone, or beside a Domo on this machine to one there', () => {
    const withToken = (env: Record<string, string>) =>
      readConfig({ ...socket, DOMO_ACCESS_TOKEN: 'access', ...env }, noFiles);
    const read = withToken({ DOMO_INSTANCE_URL: 'https://acme.domo.com' });
    expect(read).toMatchObject({
      config: { domo: { product: { url: 'https://acme.domo.com', accessToken: 'access' } } },
    });
    if (read.ok) expect(configSecrets(read.config)).toContain('access');
    const local = { DOMO_API_URL: 'http://127.0.0.1:2', DOMO_INSTANCE_URL: 'http://localhost:3' };
    expect(withToken(local)).toMatchObject({ ok: true });
    for (const url of [
      'https://domo.acme.com',
      'https://acme.domo.com.evil.org',
      'https://acme.domo.com:8443',
      'https://a.b.domo.com',
    ])
      expect(withToken({ DOMO_INSTANCE_URL: url })).toMatchObject({
        ok: false,
        problems: [expect.stringContaining('DOMO_ACCESS_TOKEN')],
      });
    expect(withToken({})).toMatchObject({ ok: false, problems: [expect.stringContaining('DOMO_INSTANCE_URL')] });
  });

  test('an app token means Socket Mode, also beside a signing secret', () => {
    const result = readConfig({ ...socket, SLACK_SIGNING_SECRET: 'sign' }, noFiles);
    expect(result).toMatchObject({ config: { slack: { transport: { mode: 'socket' } } } });
  });

  test('an empty environment: everything that is missing, at once, each by its name', () => {
    const found = problems({});
    expect(found).toHaveLength(4);
    for (const name of ['SLACK_BOT_TOKEN', 'DOMO_CLIENT_ID', 'DOMO_CLIENT_SECRET', 'SLACK_APP_TOKEN and SLACK_SIGNING'])
      expect(found.some((problem) => problem.startsWith(name))).toBe(true);
  });

  test('empty and blank values count as absent', () => {
    expect(problems({ ...socket, DOMO_CLIENT_ID: '', PORT: ' ', LOG_LEVEL: '' })).toEqual([
      expect.stringMatching(/^DOMO_CLIENT_ID is missing/),
    ]);
  });

  test.each([
    ['SLACK_BOT_TOKEN', 'xapp-1'],
    ['SLACK_APP_TOKEN', 'xoxb-1'],
    ['SLACK_API_URL', 'slack.com/api'],
    ['DOMO_API_URL', 'ftp://domo'],
    ['DOMO_API_URL', 'https://me:pw@api.domo.com'],
    ['DOMO_INSTANCE_URL', 'acme.domo.com'],
    ['DOMO_INSTANCE_URL', 'http://acme.domo.com'],
    ['DOMO_INSTANCE_URL', 'http://localhost:3'],
    ['DOMO_INSTANCE_URL', 'https://acme.domo.com/admin'],
    ['DOMO_INSTANCE_URL', 'https://me:pw@acme.domo.com'],
    ['DOMO_INSTANCE_URL', "javascript:alert('domo.com')"],
    ['DOMO_REQUESTS_PER_SECOND', '0'],
    ['DOMO_REQUESTS_PER_SECOND', '-1'],
    ['DOMO_REQUESTS_PER_SECOND', 'five'],
    ['DOMO_CONCURRENCY', '1.5'],
    ['DATABASE_URL', 'mysql://u:hunter2@db/x'],
    ['REDIS_URL', 'http://cache'],
    ['AUDIT_KEY', 'short'],
    ['PORT', '65536'],
    ['PORT', '0x10'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is one problem, which names it', (name, value) => {
    const found = problems({ ...socket, [name]: value });
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${name} must `))]);
    expect(found[0]).not.toMatch(/hunter2|pw@/);
  });

  test('many problems of many kinds come together', () => {
    const found = problems({
      SLACK_BOT_TOKEN_FILE: '/gone',
      PORT: 'x',
      DOMO_CLIENT_ID: 'a',
      DOMO_CLIENT_ID_FILE: '/b',
    });
    expect(found.map((problem) => problem.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN_FILE',
      'DOMO_CLIENT_ID',
      'DOMO_CLIENT_SECRET',
      'PORT',
      'SLACK_APP_TOKEN',
    ]);
  });

  test('a secret from a file, without the newline at its end', () => {
    const { SLACK_BOT_TOKEN: _, ...rest } = socket;
    const result = readConfig({ ...rest, SLACK_BOT_TOKEN_FILE: '/run/secrets/bot' }, (path) => `xoxb-from:${path}\n`);
    expect(result).toMatchObject({ ok: true, config: { slack: { botToken: 'xoxb-from:/run/secrets/bot' } } });
  });

  test('a secret file that is unreadable, empty, or given beside the secret: one problem each, and no "missing"', () => {
    const { DOMO_CLIENT_SECRET: _, ...rest } = socket;
    expect(problems({ ...rest, DOMO_CLIENT_SECRET_FILE: '/no' })).toEqual([
      "DOMO_CLIENT_SECRET_FILE names /no, which can't be read: ENOENT: no such file or directory, open '/no'.",
    ]);
    expect(problems({ ...rest, DOMO_CLIENT_SECRET_FILE: '/no' }, () => '\n')).toEqual([
      'DOMO_CLIENT_SECRET_FILE names /no, which is empty.',
    ]);
    expect(problems({ ...socket, DOMO_CLIENT_SECRET_FILE: '/no' })).toEqual([
      'DOMO_CLIENT_SECRET and DOMO_CLIENT_SECRET_FILE are both given: keep one of them.',
    ]);
    const { SLACK_APP_TOKEN: __, ...domoOnly } = socket;
    expect(problems({ ...domoOnly, SLACK_APP_TOKEN_FILE: '/no' })).toHaveLength(1);
  });

  test.each([
    ['https://acme.domo.com', undefined, true],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4001', true],
    [undefined, undefined, false],
    ['http://127.0.0.1:4000', undefined, false],
    ['https://acme.domo.com.evil.example', undefined, false],
    ['https://acme.domo.com:8443', undefined, false],
    ['https://domo.acme.example', undefined, false],
    ['https://a.b.domo.com', undefined, false],
  ])('the access token goes to %s beside an API at %s: %s', (DOMO_INSTANCE_URL, DOMO_API_URL, taken) => {
    const env = { ...socket, DOMO_INSTANCE_URL, DOMO_API_URL, DOMO_ACCESS_TOKEN: 'hunter2' };
    const result = readConfig(env, noFiles);
    expect(result.ok).toBe(taken);
    const found = result.ok ? [] : result.problems;
    expect(found.filter((problem) => problem.startsWith('DOMO_ACCESS_TOKEN needs '))).toHaveLength(taken ? 0 : 1);
    expect(found.join()).not.toContain('hunter2');
    if (result.ok) expect(configSecrets(result.config)).toContain('hunter2');
  });

  test('whatever the values, it answers; and no secret is in a problem', () => {
    const names = [
      ...Object.keys(socket),
      'PORT',
      'AUDIT_KEY',
      'AUDIT_KEY_PREVIOUS',
      'DATABASE_URL',
      'REDIS_URL',
      'LOG_LEVEL',
      'DOMO_API_URL',
      'DOMO_INSTANCE_URL',
      'DOMO_ACCESS_TOKEN',
    ];
    const env = fc.dictionary(fc.constantFrom(...names), fc.string());
    fc.assert(
      fc.property(env, (values) => {
        const result = readConfig(
          { ...values, DOMO_CLIENT_SECRET: 'S3CR3T-VALUE', DATABASE_URL: 'S3CR3T-VALUE' },
          noFiles,
        );
        if (!result.ok) expect(result.problems.join()).not.toContain('S3CR3T-VALUE');
        expect(result.ok).toBe(false);
      }),
    );
  });
});
