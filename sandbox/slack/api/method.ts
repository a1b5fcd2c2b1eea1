import type { SlackContext } from '../context.ts';
import type { JsonObject } from '../types.ts';

/** One method of the Web API. */
export interface Method {
  /** The bot scope it needs; null: none. Several: any of them will do. */
  scope: string | string[] | null;
  /** Null: it needs none. */
  token: 'bot' | 'app' | null;
  /** Whether it takes a JSON body; those that don't see no arguments in one. */
  json: boolean;
  run(ctx: SlackContext, args: Args): JsonObject;
}

export type Methods = Record<string, Method>;

/** A bot method that writes, and so takes JSON. */
export function writes(scope: string | null, run: Method['run']): Method {
  return { scope, token: 'bot', json: true, run };
}

/** A bot method that reads, and so takes no JSON. */
export function reads(scope: string | string[] | null, run: Method['run']): Method {
  return { scope, token: 'bot', json: false, run };
}

/** What Slack answers with `ok: false`. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: JsonObject;

  constructor(code: string, extra: JsonObject = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.extra = extra;
  }

  static withMessages(code: string, messages: string[], extra: JsonObject = {}): SlackError {
    return new SlackError(code, { ...extra, response_metadata: { messages } });
  }
}

/** The arguments of a call. A form sends every value as a string; JSON sends them as they are. */
export interface Args {
  raw: JsonObject;
  text(name: string): string | undefined;
  /** Throws `invalid_arguments` when it is not there. */
  needText(name: string): string;
  flag(name: string): boolean;
  number(name: string): number | undefined;
  /** A structured argument, which a form sends as JSON text. Throws `error` when that is no JSON. */
  json(name: string, error?: string): unknown;
}

export function createArgs(raw: JsonObject): Args {
  const text = (name: string) => {
    const value = raw[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return {
    raw,
    text,
    needText: (name) => {
      const value = text(name);
      if (value) return value;
      throw SlackError.withMessages('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
    },
    flag: (name) => ['true', '1'].includes(text(name) ?? ''),
    number: (name) => {
      const value = text(name);
      return value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value);
    },
    json: (name, error = 'invalid_arguments') => {
      const value = raw[name];
      if (typeof value !== 'string') return value ?? undefined;
      try {
        return JSON.parse(value);
      } catch {
        throw new SlackError(error);
      }
    },
  };
}
