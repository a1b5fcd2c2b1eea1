import type { Endpoint, Instance } from '../api.ts';
import type { AccessToken } from './access-token.ts';

/** What the handlers of the product API work with. `clientUserId` is the user whom the access token acts as. */
export interface ProductInstance extends Instance {
  token: AccessToken;
}

export type ProductEndpoint = Endpoint<ProductInstance>;
