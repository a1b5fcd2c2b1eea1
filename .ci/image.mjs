// Builds the image and runs it against the sandbox's servers: its own start command must get ready, its own health check
// must answer, and SIGTERM must end it with 0.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const builder = '../shared/tools/build-image';
accessSync(builder, constants.X_OK);

/** A Dockerfile instruction's JSON array. */
function instruction(name) {
  const text = readFileSync('Dockerfile', 'utf8').replaceAll('\\\n', ' ');
  const found = new RegExp(`^${name}\\b[^[\\n]*(\\[.*\\])$`, 'm').exec(text);
  if (!found) throw new Error(`The Dockerfile has no ${name} as a JSON array.`);
  return JSON.parse(found[1]);
}

const start = [...instruction('ENTRYPOINT'), ...instruction('CMD')];
const healthCheck = instruction('HEALTHCHECK');

const servers = spawn(process.execPath, ['sandbox/main.ts', '--servers'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const exited = once(servers, 'exit');
try {
  const lines = createInterface({ input: servers.stdout });
  const line = await Promise.race([
    once(lines, 'line', { signal: AbortSignal.timeout(60_000) }).then(([first]) => first),
    exited.then(() => Promise.reject(new Error('The sandbox servers ended by themselves.'))),
  ]);
  const inside = readFileSync('.ci/inside-image.mjs', 'utf8');
  const task = JSON.stringify({ ...JSON.parse(line), start, healthCheck });
  const run = spawnSync(builder, ['.', '--', 'node', '--input-type=module', '--eval', inside, task], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  process.exitCode = run.status ?? 1;
} finally {
  servers.kill('SIGTERM');
  await exited;
}
