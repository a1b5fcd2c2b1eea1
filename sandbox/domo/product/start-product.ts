import type { HttpOptions } from '../http.ts';
import { listenOnLoopback } from '../http.ts';
import type { World } from '../world.ts';
import { createAccessToken } from './access-token.ts';
import { createProductDispatch } from './dispatch.ts';

export interface ProductOptions {
  /** Default: any free one. */
  port?: number | undefined;
  /** Whom the access token acts as; default: the user of the OAuth client. */
  userId?: number | undefined;
}

/** Domo's product API on loopback, as `DOMO_INSTANCE_URL` and `DOMO_ACCESS_TOKEN` reach it. */
export interface ProductServer {
  url: string;
  token: string;
  /** Moves the end of the token: a time that has passed ends it. */
  expireTokenAt(at: Date): void;
  close(): Promise<void>;
}

export async function startProduct(
  { world, clientUserId, userId = clientUserId, port = 0 }: ProductOptions & { world: World; clientUserId: number },
  shared: Pick<HttpOptions, 'faults' | 'calls' | 'now'>,
): Promise<ProductServer> {
  const { faults, now } = shared;
  const token = createAccessToken(userId, now());
  const answer = createProductDispatch({ world, faults, now, clientUserId: userId, token });
  const http = await listenOnLoopback({ ...shared, port, answer });
  return {
    url: http.url,
    token: token.value,
    expireTokenAt: (at) => {
      token.expiresAt = at;
    },
    close: http.close,
  };
}
