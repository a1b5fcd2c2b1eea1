import { AsyncLocalStorage } from 'node:async_hooks';

/** Knows whether the running code is inside a transaction, and keeps it from using another handle there. */
export interface TransactionScope {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** The same client, whose named methods throw inside a transaction. */
  guard<C extends object>(client: C, methods: (keyof C)[]): C;
}

/**
 * Inside a transaction a query through another handle waits for ever on PGlite's one connection, and can wait for
 * ever on a full pool: it is refused on both, so that the mistake is found by the first test that meets it.
 */
export function createTransactionScope(): TransactionScope {
  const scopes = new AsyncLocalStorage<{ open: boolean }>();

  return {
    async run(work) {
      const scope = { open: true };
      try {
        return await scopes.run(scope, work);
      } finally {
        scope.open = false;
      }
    },

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
