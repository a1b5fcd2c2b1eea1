/**
 * The advisory locks of this database: any numbers that nothing else in it locks, pg-boss included. They are the same for all
 * releases: processes of two releases share a database while one replaces the other.
 */
export const locks = {
  migration: 7_201_001,
  /** Two appenders that saw the same last entry would fork the chain. */
  audit: 7_201_002,
  /** Requests are numbered one after the other. */
  number: 7_201_003,
  /** Held by each live process, so that the others can count it. */
  process: 7_201_004,
  /** Held beside it, with the number of its release as a second one, by each process since 0.2.0. */
  release: 7_201_005,
} as const;
