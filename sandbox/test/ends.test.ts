import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

let temporary: string;
let sandbox: ChildProcess;

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'steward-ends-'));
  sandbox = spawn(process.execPath, ['sandbox/main.ts', '--port', '0'], {
    env: { PATH: process.env.PATH, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
});

afterEach(async () => {
  sandbox.kill('SIGKILL');
  await rm(temporary, { recursive: true, force: true });
});

/** What stands in the data directory; the app takes it away when it is the last to end. */
async function kept(): Promise<string[]> {
  return (await readdir(temporary, { recursive: true })).map((path) => path.split('/').slice(1).join('/'));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('It did not come true in 60 s');
    await delay(50);
  }
}

const nothingIsLeft = () => until(async () => (await readdir(temporary)).length === 0);
const appRuns = () => until(async () => (await kept()).length > 2);

// SIGHUP comes when the terminal is closed.
test.each(['SIGINT', 'SIGHUP'] as const)(
  '%s in the first second: the app that is starting ends too',
  async (signal) => {
    await until(async () => (await kept()).includes('policy.yml'));
    sandbox.kill(signal);
    expect(await once(sandbox, 'exit')).toEqual([0, null]);
    await nothingIsLeft();
  },
);

test('kill -9: the app ends by itself, and takes its data along', async () => {
  await appRuns();
  sandbox.kill('SIGKILL');
  await nothingIsLeft();
});
