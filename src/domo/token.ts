import { DomoUnavailableError, DomoUnexpectedError } from './errors.ts';
import type { TokenAnswer } from './responses.ts';
import type { DomoIdentity } from './types.ts';

export interface Tokens {
  /** A token that is good for a while yet. */
  get(): Promise<string>;
  /** Another token than `rejected`, which Domo did not accept. */
  renew(rejected: string): Promise<string>;
  identity(): Promise<DomoIdentity>;
}

interface Token {
  value: string;
  renewAt: number;
  expiresAt: number;
  answer: TokenAnswer;
}

/** Renewed so long before its end, in ms: longer than a call may take, and than two clocks may differ. */
const renewBefore = 300_000;

/**
 * Keeps one client-credentials token. It is renewed 300 s before it expires (a tenth of its life, if that is less); callers
 * who need one at the same time share one request. What `fetchToken` throws is passed on and not kept.
 */
export function createTokens(fetchToken: () => Promise<TokenAnswer>, now: () => Date): Tokens {
  let token: Token | undefined;
  let fetching: Promise<Token> | undefined;

  function fetchOnce(): Promise<Token> {
    fetching ??= fetchNew().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  async function fetchNew(): Promise<Token> {
    const asked = now().getTime();
    const answer = await fetchToken();
    const life = answer.expires_in * 1000;
    const renewAt = asked + life - Math.min(renewBefore, life / 10);
    token = { value: answer.access_token, renewAt, expiresAt: asked + life, answer };
    return token;
  }

  async function current(): Promise<Token> {
    const time = now().getTime();
    if (token && time < token.renewAt) return token;
    const old = token;
    try {
      return await fetchOnce();
    } catch (error) {
      // The old one is good to its end, while the token endpoint is away or answers with a proxy's page.
      const passing = error instanceof DomoUnavailableError || error instanceof DomoUnexpectedError;
      if (old && old === token && time < old.expiresAt && passing) return old;
      throw error;
    }
  }

  return {
    get: async () => (await current()).value,
    renew: async (rejected) => {
      if (token?.value === rejected) token = undefined;
      return (await current()).value;
    },
    identity: async () => identityOf((await current()).answer),
  };
}

/** For which instance and user a token is. Throws DomoUnexpectedError where Domo does not say. */
export function identityOf({ customer, userId, role, scope }: TokenAnswer): DomoIdentity {
  if (customer === undefined || userId === undefined) {
    throw new DomoUnexpectedError('Domo issued a token without saying for which instance and user it is');
  }
  return { customer, userId, role, scopes: scope?.split(/\s+/).filter(Boolean) ?? [] };
}
