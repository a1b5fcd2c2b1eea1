import { AsyncLocalStorage } from 'node:async_hooks';

/** Knows whether the running code is inside a transaction, and keeps it from using another handle there. */
export interface TransactionScope {
  /** Runs a transaction, which does its work through `inside`, and then what is to follow its commit. */
  transaction<T>(begin: (inside: <U>(work: () => Promise<U>) => Promise<U>) => Promise<T>): Promise<T>;
  /** Runs `work` as the last of the transaction around this call, before it commits. Throws outside of one. */
  beforeCommit(work: () => Promise<void>): void;
  /** Runs `work` once the transaction around this call has committed; never, when it is rolled back. Throws outside of one. */
  afterCommit(work: () => void): void;
  /** The same client, whose named methods throw inside a transaction. */
  guard<C extends object>(client: C, methods: (keyof C)[]): C;
}

interface Scope {
  open: boolean;
  before: (() => Promise<void>)[];
  after: (() => void)[];
}

/**
 * Inside a transaction a query through another handle waits for ever on PGlite's one connection, and can wait for
 * ever on a full pool: it is refused on both, so that the mistake is found by the first test that meets it.
 */
export function createTransactionScope(): TransactionScope {
  const scopes = new AsyncLocalStorage<Scope>();

  function current(): Scope {
    const scope = scopes.getStore();
    if (!scope?.open) throw new Error('Only inside a transaction there is a commit to wait for.');
    return scope;
  }

  return {
    async transaction(begin) {
      const scope: Scope = { open: true, before: [], after: [] };
      const result = await begin(async (work) => {
        try {
          return await scopes.run(scope, async () => {
            const done = await work();
            for (const last of scope.before) await last();
            return done;
          });
        } finally {
          scope.open = false;
        }
      });
      for (const follow of scope.after) follow();
      return result;
    },

    beforeCommit: (work) => void current().before.push(work),
    afterCommit: (work) => void current().after.push(work),

    guard(client, methods) {
      const guarded = new Set<PropertyKey>(methods);
      return new Proxy(client, {
        get(target, key) {
          if (guarded.has(key) && scopes.getStore()?.open) {
            throw new Error('Inside a transaction only its own handle may be used.');
          }
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
  };
}
