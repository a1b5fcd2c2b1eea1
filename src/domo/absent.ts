import { DomoError, DomoNotFoundError, DomoRefusedError } from './errors.ts';

/**
 * What Domo answers, or undefined where it knows no such thing or does not let us see it. Throws every other error.
 * `silent`: the errors that mean so to the caller.
 */
export async function absentAsUndefined<T>(
  asked: Promise<T>,
  silent: (abstract new (...args: never[]) => Error)[] = [DomoNotFoundError, DomoRefusedError],
): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (silent.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

/** The same of every error of Domo's: for what nobody waits for. Throws what is no `DomoError`. */
export function failedAsUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  return absentAsUndefined(asked, [DomoError]);
}
