/** What all tests of a file share: opened before the first, closed behind the last. Jest opens and closes them in the order in which they stand. */
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

/** The same, which each test opens itself, with what it needs; one that is open already is closed first. */
export function opened<T extends object, Options>(
  open: (options: Options) => Promise<T>,
  close: (opened: T) => unknown,
) {
  const kept = keep(open, close);
  afterEach(kept.close);
  return kept;
}

/** `value` stands for whatever is open. What could not be opened is not closed. */
function keep<T extends object, Options = void>(open: (options: Options) => Promise<T>, close: (opened: T) => unknown) {
  let opened: T | undefined;
  const closeIt = async () => {
    if (opened !== undefined) await close(opened);
    opened = undefined;
  };
  return {
    open: async (options: Options) => {
      await closeIt();
      opened = await open(options);
    },
    close: closeIt,
    value: new Proxy({} as T, {
      get: (_, key) => {
        if (opened === undefined) throw new Error('It is not open: only hooks and tests may use it');
        return Reflect.get(opened, key);
      },
    }),
  };
}
