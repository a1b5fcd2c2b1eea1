// The service as hurried-process.ts runs it, and it does to itself what it is ordered to by a file in its DATA_DIR, at a
// counted moment: so a kill can be put between any two statements or calls.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Connection, watchMoments } from './moments.ts';
import { createObedience, type Order } from './order.ts';

const { DATA_DIR = '', DATABASE_URL = '' } = process.env;

function obey({ deed, ms = 0 }: Order, connection?: Connection): void {
  if (deed === 'die') process.kill(process.pid, 'SIGKILL');
  if (deed === 'stand still') process.kill(process.pid, 'SIGSTOP');
  // As on a full disk, no file may grow.
  if (deed === 'fill the disk') spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=65536']);
  if (deed === 'set the clock') void import(`../../../sandbox/later-clock.ts?ms=${ms}`);
  if (deed === 'be cut off') {
    spawnSync(process.execPath, [join(import.meta.dirname, 'cut-off.ts'), DATABASE_URL, String(connection?.pid)]);
  }
  // The statement goes out in this turn of the event loop.
  if (deed === 'lose the answer') setImmediate(() => connection?.drop());
}

watchMoments(createObedience(DATA_DIR, obey));
await import('../../support/hurried-process.ts');
