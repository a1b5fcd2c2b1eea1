/** What all tests of a file share: opened before the first, closed behind the last. */
export function shared<T extends object>(open: () => Promise<T>, close: (opened: T) => unknown): T {
  const kept = keep(open, close);
  beforeAll(kept.open);
  afterAll(kept.close);
  return kept.value;
}

/** The same, anew for each test. */
export function fresh<T extends object>(open: () => Promise<T>, close: (opened: T) => unknown): T {
  const kept = keep(open, close);
  beforeEach(kept.open);
  afterEach(kept.close);
  return kept.value;
}

/** `value` stands for whatever is open. What could not be opened is not closed. */
function keep<T extends object>(open: () => Promise<T>, close: (opened: T) => unknown) {
  let opened: T | undefined;
  return {
    open: async () => {
      opened = await open();
    },
    close: async () => {
      if (opened !== undefined) await close(opened);
      opened = undefined;
    },
    value: new Proxy({} as T, {
      get: (_, key) => {
        if (opened === undefined) throw new Error('It is not open: only hooks and tests may use it');
        return Reflect.get(opened, key);
      },
    }),
  };
}
