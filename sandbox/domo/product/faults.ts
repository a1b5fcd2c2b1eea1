/** What can be wrong with the product API beside the faults that both have. Unless said otherwise, none is so by default. */
export type ProductFault =
  /** The token is over; with `skip`, from such a call on. */
  | { kind: 'token_over' }
  /** The host is another instance's, or nobody's: as 403, 200 without a body, a page that says Blocked, or 303 to one. */
  | { kind: 'wrong_host'; as: 'forbidden' | 'empty' | 'html' | 'redirect' }
  /** The token is another instance's, and answers: its user is unknown here, and it sees no dataset of ours. */
  | { kind: 'other_instance' }
  /** Errors without the useful `localizedMessage`, or without any body. */
  | { kind: 'error_body'; as: 'message' | 'empty' }
  /**
   * A dataset of a `bulk/reassign` stays as it was: in `failed` with a text or an object, in neither map, or in `successful`
   * all the same.
   */
  | { kind: 'reassign_fails'; as: 'text' | 'object' | 'absent' | 'silent' }
  /** A whole `bulk/reassign` with such a dataset is a 400, and nothing of it is done. */
  | { kind: 'reassign_batch_fails' }
  /** The token's user may read and share, and nothing more: each dataset of a `bulk/reassign` is in `failed`. */
  | { kind: 'few_rights' }
  /** The former owner may still use it, as a co-owner. */
  | { kind: 'old_owner_keeps' }
  /** Permissions of many: each list in an object, or a 403. */
  | { kind: 'bulk_permissions'; as: 'wrapped' | 'forbidden' }
  /** Lineage leaves views out. */
  | { kind: 'views_left_out' }
  /** Lists of policies for columns come in an object, or with ids that are texts. */
  | { kind: 'policies'; as: 'wrapped' | 'text ids' }
  /** `schemas/latest` says which columns are keys of an upsert. */
  | { kind: 'upsert_keys_shown' };
