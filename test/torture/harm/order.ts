import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
const begun = (dataDir: string) => join(dataDir, 'order-begun.json');
const done = (dataDir: string) => join(dataDir, 'order-done.txt');

/** Replaces the one before. */
export function giveOrder(dataDir: string, what: Order): void {
  takePlace(dataDir);
  writeWhole(given(dataDir), JSON.stringify(what));
}

/** True: it will never be done. False: it is not there any more, so it was done, or is being done right now. */
export function withdrawOrder(dataDir: string): boolean {
  try {
    rmSync(given(dataDir));
    return true;
  } catch {
    return false;
  }
}

/** No reader ever finds a part of it. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.draft`, text);
  renameSync(`${file}.draft`, file);
}

/** Where it was done; undefined: it is not done yet. Tells it once. */
export function takePlace(dataDir: string): string | undefined {
  const place = textOf(done(dataDir));
  rmSync(done(dataDir), { force: true });
  return place;
}

/** These are done to the connection of a statement, and wait for one. */
const toConnection = ['be cut off', 'lose the answer'];

/** Within the process: calls back with the order whose moment has come. To be told of each moment. */
export function createObedience(dataDir: string, obey: (what: Order, connection?: Connection) => void): OnMoment {
  let text: string | undefined;
  let taken: Order | undefined;
  return (place, connection) => {
    const now = textOf(given(dataDir));
    // A withdrawn one is forgotten, and so is one in whose place another came.
    if (now !== text) taken = now === undefined ? undefined : order.parse(JSON.parse(now));
    text = now;
    if (taken === undefined) return;
    taken.after -= 1;
    if (taken.after >= 0 || (toConnection.includes(taken.deed) && connection === undefined)) return;
    try {
      renameSync(given(dataDir), begun(dataDir));
    } catch {
      // It was withdrawn a moment ago.
      return;
    }
    const what = taken;
    [text, taken] = [undefined, undefined];
    writeWhole(done(dataDir), place);
    obey(what, connection);
  };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
