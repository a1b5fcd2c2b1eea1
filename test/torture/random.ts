import { randomFrom } from '../support/random.ts';

/** Choices that are the same for the same seed. */
export interface Random {
  /** From 0 to below `limit`. */
  below(limit: number): number;
  chance(of: number): boolean;
  pick<T>(items: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  const next = randomFrom(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (of) => next() < of,
    pick(items) {
      const found = items[below(items.length)];
      if (found === undefined) throw new Error('There is nothing to pick from');
      return found;
    },
  };
}
