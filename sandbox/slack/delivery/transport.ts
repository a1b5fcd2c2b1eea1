import type { DeliveryKind, JsonObject, Outcome } from '../types.ts';

/** One try at reaching the app. */
export interface Attempt {
  kind: DeliveryKind;
  payload: JsonObject;
  /** 0 for the first. */
  attempt: number;
  /** Why the try before failed, as in `http_timeout`. */
  retryReason: string | null;
}

/** The way to the app: resolves with its ack, or with why there was none within `ackMs`. Never rejects. */
export interface Transport {
  send(attempt: Attempt): Promise<Outcome>;
  /** Lets go of whatever still waits. */
  close(): void | Promise<void>;
}
