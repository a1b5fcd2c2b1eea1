import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PGlite, Transaction } from '@electric-sql/pglite';

/** How long statements may follow each other before everything else in the process gets a turn, in ms. */
const slice = 5;

type Statements = 'query' | 'exec';

/**
 * The same client, which lets the event loop turn between statements. PGlite works inside this process and answers within
 * the same turn: whoever asks again and again, or many who queue up, would hold up every other work until the last is done.
 * In the order of asking, as PGlite has it; a transaction counts as one, and gives turns between its statements.
 */
export function withTurns(client: PGlite): PGlite {
  const breathe = createBreath();
  let last: Promise<unknown> = Promise.resolve();

  /** Queued here, not in PGlite: what waits there goes on without a turn between. */
  function queued<T>(work: () => Promise<T>): Promise<T> {
    const run = last.then(breathe).then(work);
    last = run.catch(() => undefined);
    return run;
  }

  return new Proxy(client, {
    get(target, key) {
      if (key === 'query' || key === 'exec') {
        return (...args: Parameters<PGlite[Statements]>) => queued(() => Reflect.apply(target[key], target, args));
      }
      if (key === 'transaction') {
        return <T>(work: (tx: Transaction) => Promise<T>) =>
          queued(() => target.transaction((tx) => work(breathing(tx, breathe))));
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function breathing(tx: Transaction, breathe: () => Promise<void>): Transaction {
  return new Proxy(tx, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key !== 'query' && key !== 'exec') return value.bind(target);
      return async (...args: Parameters<Transaction[Statements]>) => {
        await breathe();
        return Reflect.apply(value, target, args);
      };
    },
  });
}

/** Resolves at once until the loop has not turned for a slice; then after a turn. */
function createBreath(): () => Promise<void> {
  let turnBegan: number | undefined;

  return async () => {
    if (turnBegan === undefined) {
      turnBegan = performance.now();
      setImmediate(() => {
        turnBegan = undefined;
      });
      return;
    }
    if (performance.now() - turnBegan > slice) await nextTurn();
  };
}
