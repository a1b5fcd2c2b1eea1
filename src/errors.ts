import { types } from 'node:util';

/** Whatever was thrown, as an Error: anything but an Error becomes its message, and is kept as the cause. */
export function coerceError(thrown: unknown): Error {
  // isNativeError also knows errors that were made in another realm, where instanceof fails.
  if (types.isNativeError(thrown) || thrown instanceof Error) return thrown;
  return new Error(describe(thrown), { cause: thrown });
}

function describe(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

/**
 * The app cannot start, and a person can mend it. `problems` are whole sentences, all that were found; the command line
 * prints them, without a stack trace, and exits with 1.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly problems: string[];

  constructor(problems: string[], cause?: unknown) {
    super(problems.join('\n'), { cause });
    this.problems = problems;
  }
}
