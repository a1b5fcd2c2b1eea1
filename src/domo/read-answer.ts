import type { z } from 'zod';
import { DomoUnexpectedError } from './errors.ts';
import { type Answer, parseJson } from './failures.ts';
import type { DomoCall } from './transport.ts';

/** The JSON of a good answer, by its shape. Throws DomoUnexpectedError, which says what could not be read. */
export function readAnswer<T>(call: DomoCall, answer: Answer, schema: z.ZodType<T>): T {
  const json = parseJson(answer.text);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const whole = json === undefined ? 'not JSON' : 'not as its API promises';
  const where = parsed.error.issues.map((issue) => issue.path.join('.') || whole).slice(0, 3);
  const words = `I couldn't understand Domo's answer when asking it to ${call.deed} (${answer.status}; ${where.join(', ')})`;
  throw new DomoUnexpectedError(words, { status: answer.status, cause: parsed.error });
}

/** Takes secrets out of a text that something on the way may have echoed. */
export function scrub(...secrets: string[]): (text: string) => string {
  return (text) => secrets.reduce((clean, secret) => (secret ? clean.replaceAll(secret, '[secret]') : clean), text);
}
