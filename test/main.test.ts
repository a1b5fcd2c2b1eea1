import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { openStage, type Stage } from '../sandbox/stage.ts';
import { type TestStorage, testStorage } from './support/database.ts';
import { freshDirectory } from './support/directory.ts';

let stage: Stage | undefined;
let storage: TestStorage | undefined;
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await stage?.close();
  await storage?.remove();
  stage = undefined;
  storage = undefined;
});

const directory = freshDirectory();

/** A process of its own that sees only this environment. */
function begin(command: string, args: string[], env: Record<string, string>, cwd = process.cwd()) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, { env: { PATH, HOME, ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

/** The directory as a clone of its own: npm's scripts read the `.env` of theirs, which here may be somebody's real one. */
async function linkClone(): Promise<string> {
  for (const name of ['package.json', 'bin', 'src', 'node_modules']) {
    await symlink(join(process.cwd(), name), join(directory.path, name));
  }
  return directory.path;
}

async function run(args: string[], env: Record<string, string> = {}) {
  const child = begin(process.execPath, ['src/main.ts', ...args], {
    POLICY_FILE: join(directory.path, 'policy.yml'),
    ...env,
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, out, err };
}

describe('the command line', () => {
  test('shows what there is when it is asked for nothing', async () => {
    const { code, err } = await run([]);
    expect(err).toContain('npm start');
    expect(code).toBe(1);
  });

  test('names every problem of the environment at once, without a stack trace', async () => {
    const { code, out, err } = await run(['start'], { PORT: 'many' });
    expect(err.split('\n').filter(Boolean)).toEqual([
      expect.stringContaining('SLACK_BOT_TOKEN is missing'),
      expect.stringContaining('DOMO_CLIENT_ID is missing'),
      expect.stringContaining('DOMO_CLIENT_SECRET is missing'),
      expect.stringContaining('PORT must be'),
      expect.stringContaining('SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both missing'),
    ]);
    expect(out).toBe('');
    expect(code).toBe(1);
  });

  test('says how to make a policy where there is none', async () => {
    stage = await openStage();
    const { code, err } = await run(['start'], { ...stage.env, POLICY_FILE: join(directory.path, 'policy.yml') });
    expect(err).toContain('copy policy.example.yml');
    expect(err).not.toContain('    at ');
    expect(code).toBe(1);
  });
});

test('what nobody foresaw is told with its cause, which is where the words of the database are', async () => {
  const body = 'SFATAL\0CXX000\0Mout of paper\0\0';
  const refusal = Buffer.from(`E....${body}`);
  refusal.writeInt32BE(body.length + 4, 1);
  const server = createServer((socket) => socket.once('data', () => socket.end(refusal)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const { code, err } = await run(['audit', 'verify'], { DATABASE_URL: `postgres://127.0.0.1:${port}/steward` });
  server.close();
  expect(err).toMatch(/^Error: Failed query: .*^Caused by: error: out of paper$/ms);
  expect(code).toBe(1);
});

test('a reader that has seen enough, as `| head` has, does not change how a command ends', async () => {
  const child = begin(process.execPath, ['src/main.ts', 'doctor'], { POLICY_FILE: join(directory.path, 'policy.yml') });
  child.stdout.destroy();
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ code, err }).toEqual({ code: 1, err: '' });
});

test('npm start, doctor and audit read .env; what is set already stays', async () => {
  const clone = await linkClone();
  await writeFile(join(clone, '.env'), 'AUDIT_KEY=short\nDATA_DIR=/nowhere\nPORT=many\n');
  for (const script of ['start', 'doctor', 'audit']) {
    const args = script === 'audit' ? ['--', 'verify'] : [];
    const child = begin('npm', ['run', '--silent', script, ...args], { PORT: '0' }, clone);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(out + err).toContain('AUDIT_KEY must have 16 characters');
    expect(out + err).not.toContain('PORT');
  }
});

// Sent to the process itself: see flows/process.test.ts.
test('SIGTERM sent to npm stops the service in order', async () => {
  stage = await openStage();
  storage = await testStorage();
  const { dataDir, databaseUrl } = storage.config;
  const own = { DATA_DIR: dataDir, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) };
  const child = begin('npm', ['start'], { ...stage.env, ...own }, await linkClone());
  await untilReady(await portOf(child));
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

/** From the line of the log that tells where the HTTP server listens. */
async function portOf(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('no output to read');
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /"port":(\d+).*"listening"/.exec(line);
    if (found) return Number(found[1]);
  }
  throw new Error('the service ended before it listened');
}

async function untilReady(port: number): Promise<void> {
  const signal = AbortSignal.timeout(15_000);
  while (!(await fetch(`http://127.0.0.1:${port}/readyz`, { signal })).ok);
}
