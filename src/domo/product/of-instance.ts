import { absentAsUndefined } from '../absent.ts';
import { DomoAccessTokenError, DomoNotFoundError } from '../errors.ts';
import type { Domo } from '../types.ts';
import type { ProductOptions } from './client.ts';

/**
 * Whether an access token is of the instance that the OAuth client works on: both know its user by the same number and email. Throws
 * DomoAccessTokenError if not.
 */
export function ofInstance(domo: Pick<Domo, 'user'>): ProductOptions['check'] {
  return async ({ id, email = '' }) => {
    const here = await absentAsUndefined(domo.user(id, { priority: 'person' }), [DomoNotFoundError]);
    if (here !== undefined && here.deleted !== true && sameEmail(here.email, email)) return;
    throw new DomoAccessTokenError(
      "The access token belongs to another Domo than the app's API client. Make one in the same Domo.",
    );
  };
}

function sameEmail(one: string | undefined, other: string): boolean {
  return other !== '' && one?.toLowerCase() === other.toLowerCase();
}
