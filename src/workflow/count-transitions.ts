import type { Kind, RequestState } from '../change/types.ts';
import type { Transaction } from '../store/database.ts';
import type { Context } from './context.ts';

type Made = [kind: Kind, state: RequestState];

/** Counts transitions once their transaction has committed: one that was rolled back has not been. */
export function countTransitions(
  database: Context['database'],
  count: (...made: Made) => void,
): Pick<Context, 'database' | 'onTransition'> {
  const madeIn = new WeakMap<Transaction, Made[]>();
  return {
    database: {
      ...database,
      async transaction(work) {
        const made: Made[] = [];
        const result = await database.transaction((tx) => {
          madeIn.set(tx, made);
          return work(tx);
        });
        for (const each of made) count(...each);
        return result;
      },
    },
    onTransition: (tx, ...made) => void madeIn.get(tx)?.push(made),
  };
}
