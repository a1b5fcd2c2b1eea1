import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Connection, OnMoment } from './moments.ts';

/** What a process is to do to itself, once so many of its moments have gone by. */
const order = z.object({
  deed: z.enum(['die', 'stand still', 'fill the disk', 'set the clock', 'be cut off', 'lose the answer']),
  after: z.int(),
  /** By how much the clock is set, in ms. */
  ms: z.int().optional(),
});
export type Order = z.infer<typeof order>;

const given = (dataDir: string) => join(dataDir, 'order.json');
const done = (dataDir: string) => join(dataDir, 'order-done.txt');

/** Replaces the one before. */
export function giveOrder(dataDir: string, what: Order): void {
  takePlace(dataDir);
  const draft = `${given(dataDir)}.draft`;
  writeFileSync(draft, JSON.stringify(what));
  renameSync(draft, given(dataDir));
}

export function withdrawOrder(dataDir: string): void {
  rmSync(given(dataDir), { force: true });
}

/** Where it was done; undefined: it is not done yet. Tells it once. */
export function takePlace(dataDir: string): string | undefined {
  if (!existsSync(done(dataDir))) return undefined;
  const place = readFileSync(done(dataDir), 'utf8');
  rmSync(done(dataDir));
  return place;
}

/** These are done to the connection of a statement, and wait for one. */
const toConnection = ['be cut off', 'lose the answer'];

/** Within the process: calls back with the order whose moment has come. To be told of each moment. */
export function createObedience(dataDir: string, obey: (what: Order, connection?: Connection) => void): OnMoment {
  let taken: Order | undefined;
  return (place, connection) => {
    // A withdrawn one is forgotten.
    if (!existsSync(given(dataDir))) {
      taken = undefined;
      return;
    }
    taken ??= order.parse(JSON.parse(readFileSync(given(dataDir), 'utf8')));
    taken.after -= 1;
    if (taken.after >= 0 || (toConnection.includes(taken.deed) && connection === undefined)) return;
    const what = taken;
    taken = undefined;
    rmSync(given(dataDir));
    writeFileSync(done(dataDir), place);
    obey(what, connection);
  };
}
