/** What can be wrong with the product API beside the faults that both have. Unless said otherwise, none is so by default. */
export type ProductFault =
  /** How a token that is not taken is answered; default 401 in JSON. `html`: the login page, with this 401. */
  | { kind: 'token_refused_as'; as: 'forbidden' | 'html' }
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
  /** Datasets whose `type` is one of these come back in `failed`. */
  | { kind: 'type_refuses_owner'; types: readonly string[] }
  /** The token's user may read and share, and nothing more: each dataset of a `bulk/reassign` is in `failed`. */
  | { kind: 'few_rights' }
  /** The former owner stays in the row policy `All Rows`. */
  | { kind: 'all_rows_kept' }
  /** The former owner may still use it. */
  | { kind: 'old_owner_keeps'; level: 'CAN_EDIT' | 'CO_OWNER' }
  /** An id that Domo does not know fails alone, and not the whole batch. */
  | { kind: 'unknown_fails_alone' }
  /** A new owner who is unknown or deleted is taken. */
  | { kind: 'unknown_owner_stored' }
  /** More ids than a call takes: the rest is left out, or taken. */
  | { kind: 'over_limit'; as: 'truncated' | 'accepted' }
  /** `_metadata`, and formulas nested once. */
  | { kind: 'other_spelling' }
  /** Deleted datasets answer 410. */
  | { kind: 'deleted_gone' }
  /** A deleted user is called active; only the e-mail says that they are not. */
  | { kind: 'deleted_user_active' }
  /** Permissions of many: each list in an object, or nothing to be had. */
  | { kind: 'bulk_permissions'; as: 'wrapped' | 'forbidden' | 'not found' }
  /** Only the cards that the token's user may see are listed. */
  | { kind: 'cards_seen_only' }
  /** Counts of what uses a dataset: not yet complete, a month old, or a 500. */
  | { kind: 'impacts'; as: 'partial' | 'stale' | 'failing' }
  /** Lineage names children twice, or leaves views out. */
  | { kind: 'lineage'; as: 'repeated' | 'without views' }
  /** Beast Modes come twice across pages, or the search says that it is degraded. */
  | { kind: 'functions'; as: 'repeated' | 'degraded' }
  /** Lists of policies for rows and columns come in an object, or with ids that are texts. */
  | { kind: 'policies'; as: 'wrapped' | 'text ids' }
  /** `schemas/latest` says which columns are keys of an upsert. */
  | { kind: 'upsert_keys_shown' }
  /** The activity log names the types of objects with a translation each. */
  | { kind: 'audit_types_as_objects' };
