import { DomoNotFoundError, DomoRefusedError } from './errors.ts';

/** What Domo answers, or undefined where it knows no such thing or does not let us see it. Throws every other error. */
export async function absentAsUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DomoNotFoundError || error instanceof DomoRefusedError) return undefined;
    throw error;
  }
}
