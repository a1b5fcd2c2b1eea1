import { setTimeout as delay } from 'node:timers/promises';
import type { DomoLogger } from '../options.ts';
import { soonEnding } from './soon-ending.ts';
import type { Product } from './types.ts';

export interface AccessTokenWatch {
  /** What an admin should know of the access token; undefined: nothing. Asks Domo once an hour. Never rejects. */
  warning(): Promise<string | undefined>;
}

const remembered = 60 * 60_000;
/** A probe is waiting, in ms. */
const patience = 3_000;

/** Warns in time of an access token that ends, in the log and to whoever asks. */
export function createAccessTokenWatch(
  product: Pick<Product, 'me' | 'tokenEnds'>,
  { logger, now }: { logger: DomoLogger; now: () => Date },
): AccessTokenWatch {
  let asked: { at: number; warning: Promise<string | undefined> } | undefined;

  async function look(): Promise<string | undefined> {
    const warning = await lookAt(product, now());
    if (warning !== undefined) logger.warn({ warning }, 'the access token of Domo needs an admin');
    return warning;
  }

  return {
    async warning() {
      const at = now().getTime();
      if (asked === undefined || Math.abs(at - asked.at) > remembered) asked = { at, warning: look() };
      return Promise.race([asked.warning, delay(patience, undefined, { ref: false })]);
    },
  };
}

async function lookAt(product: Pick<Product, 'me' | 'tokenEnds'>, now: Date): Promise<string | undefined> {
  const once = { once: true, priority: 'soon' } as const;
  try {
    await product.me(once);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  // Its user may not be allowed to list tokens.
  const [first] = await product.tokenEnds(once).catch(() => []);
  return first && soonEnding(first, now);
}
