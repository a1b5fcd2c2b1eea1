import { PglitePreparedQuery } from 'drizzle-orm/pglite/session';

/** For the tests of this block, each query of the embedded database passes through `around`, which makes it by calling `query`. */
export function everyQuery(around: (query: () => Promise<unknown>) => Promise<unknown>): void {
  const queries: { execute(this: object, ...given: unknown[]): Promise<unknown> } = PglitePreparedQuery.prototype;
  const { execute } = queries;
  beforeAll(() => {
    queries.execute = function (...given) {
      return around(() => Reflect.apply(execute, this, given));
    };
  });
  afterAll(() => {
    queries.execute = execute;
  });
}
