/**
 * What can go wrong with Domo, one class for each thing that a caller does differently. `message` is a sentence for
 * people; `toe` is Domo's own trace id, which its support asks for.
 */
export abstract class DomoError extends Error {
  abstract readonly code: string;
  readonly status: number | undefined;
  readonly toe: string | undefined;

  constructor(message: string, details: { status?: number; toe?: string | undefined; cause?: unknown } = {}) {
    // Other sentences follow it, or none: it is whole by itself.
    super(/[.!?]$/.test(message) ? message : `${message}.`, { cause: details.cause });
    this.name = new.target.name;
    this.status = details.status;
    this.toe = details.toe;
  }
}

/** Domo refuses the app's client id, secret or token. Nothing will work until an admin mends it. */
export class DomoCredentialsError extends DomoError {
  readonly code = 'domo_credentials';
}

/** Domo refuses the admin's access token, or it is another instance's: nothing goes through the product API until an admin mends it. */
export class DomoAccessTokenError extends DomoCredentialsError {}

/** The credentials are for another Domo instance than the client is bound to. Nothing of it is read. */
export class DomoInstanceError extends DomoError {
  readonly code = 'domo_instance';

  constructor(ours: string, theirs: string) {
    super(
      `This database belongs to the Domo instance “${ours}”, and the credentials are for “${theirs}”. Use that instance's credentials, or another database.`,
    );
  }
}

/** Domo understood and says no: access denied (also when it comes as 400 "Infrastructure problem (403)"), or a bad body. */
export class DomoRefusedError extends DomoError {
  readonly code = 'domo_refused';
}

/**
 * Domo refuses a write, and not for want of a right: for what the dataset is, or so it seems, since its API changes only
 * datasets made with it. Somebody can do the same in Domo's own pages.
 */
export class DomoKindError extends DomoRefusedError {}

/** No such dataset or user. */
export class DomoNotFoundError extends DomoError {
  readonly code = 'domo_not_found';
}

/** 429 through all retries, 5xx, a time-out, a broken connection. For a write, its outcome is unknown unless `sent` is false. */
export class DomoUnavailableError extends DomoError {
  readonly code = 'domo_unavailable';
  /** Whether Domo may have done what was asked. False: it surely did not (429, or no connection). */
  readonly sent: boolean;
  /** What Domo asked us to wait (`Retry-After`), in ms, before any cap. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    details: {
      status?: number;
      toe?: string | undefined;
      cause?: unknown;
      sent: boolean;
      retryAfterMs?: number | undefined;
    },
  ) {
    super(message, details);
    this.sent = details.sent;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * Domo answered with something that is not what its API promises: no JSON, other fields, a redirect; or a web page came with a
 * 4xx. After a write its outcome is unknown, as with `DomoUnavailableError`.
 */
export class DomoUnexpectedError extends DomoError {
  readonly code = 'domo_unexpected';
}
