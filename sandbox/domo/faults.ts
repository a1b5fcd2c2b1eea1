import type { ProductFault } from './product/faults.ts';
import type { EventKind } from './types.ts';

/**
 * What can be wrong with this Domo, each a switch. Faults that answer instead of Domo take `when`: `before` (the default), or
 * `after` the call has had its effect.
 */
export type Fault =
  | ProductFault
  /** PUT changes a dataset whatever it was made from; by default only those made with the API. */
  | { kind: 'any_kind_written' }
  /** PUT answers 200 and the owner stays. */
  | { kind: 'owner_ignored' }
  /** PUT answers 200 and the columns stay. */
  | { kind: 'schema_ignored' }
  /** Another field moves along with a PUT. */
  | { kind: 'also_moves'; field: 'name' | 'description' | 'schema' | 'pdpEnabled' | 'owner' }
  /** PUT empties the description it was not sent, and turns row security off. */
  | { kind: 'omitted_wiped' }
  /** Access denied, as 400 "Infrastructure problem (403)", or a plain 403. */
  | { kind: 'refused'; plain?: boolean }
  /** Any status. `retryAfter`: the header's value, seconds or a date. `html`: a proxy's page for a body; `empty`: none. */
  | { kind: 'status'; status: number; retryAfter?: string; body?: 'json' | 'html' | 'empty'; when?: When }
  /** The answer to a call that was done, as something on the way changed it. */
  | { kind: 'edited'; edit: (json: unknown) => unknown }
  /** 200 and spaces that never end; `packed`: by gzip, a thousand times smaller on the way. */
  | { kind: 'endless'; packed?: boolean }
  /** The answer to a call that was done, with a `Content-Length` of so many bytes more, or fewer, than it has. */
  | { kind: 'wrong_length'; by: number }
  /** Sent on to another address. */
  | { kind: 'redirect'; to: string; status?: number }
  /** No answer ever. */
  | { kind: 'hang'; when?: When }
  /** The connection breaks instead of an answer. */
  | { kind: 'reset'; when?: When }
  | { kind: 'slow'; ms: number }
  /** List pages without `owner`. */
  | { kind: 'list_without_owners' }
  /** A deleted user comes without a name. */
  | { kind: 'deleted_without_name' }
  /** A dataset comes without its policies, which are only at their own address. */
  | { kind: 'policies_apart' }
  /** A stream shows the keys by which an upsert tells rows apart, as `keyColumnNames`. */
  | { kind: 'stream_keys_shown' }
  /**
   * What people wrote about columns goes by their names, so that a rename by PUT leaves it behind: with this it follows a column that is renamed in its
   * place, or a PUT of columns loses all of it.
   */
  | { kind: 'column_notes'; as: 'followed' | 'lost' }
  /** Columns show what people wrote about them. */
  | { kind: 'column_notes_shown' }
  /** Between two list calls a dataset comes in front (rows come twice), or the first goes (a row is passed over). */
  | { kind: 'page_drift'; by: 'added' | 'removed' }
  /** The client is revoked: no new tokens, and the old ones die too. */
  | { kind: 'credentials_revoked' }
  /** After each schema change a connector run takes it back. */
  | { kind: 'connector_resets_schema' }
  /** The activity log's words for what happened; default `UPDATED` for every change of a dataset. */
  | { kind: 'audit_words'; words: Partial<Record<EventKind, string>> }
  /** Its lines about these datasets (in the fault's scope) never come. */
  | { kind: 'audit_gap' }
  /** Every line of it comes twice. */
  | { kind: 'audit_twice' }
  /** Its lines come so many ms after what happened. */
  | { kind: 'audit_late'; ms: number }
  /** Its ids are numbers where they look like numbers; default: texts. */
  | { kind: 'audit_number_ids' }
  /** Its times are not in UTC but so many minutes ahead of it; like those in UTC, they do not say so. */
  | { kind: 'audit_local_times'; aheadMinutes: number }
  /** Its oldest line comes first; default: the newest. */
  | { kind: 'audit_oldest_first' };

export type FaultKind = Fault['kind'];
export type When = 'before' | 'after';

/** Which calls a fault hits: by default all but those for a token, which only a `path` of `/oauth` can name. */
export interface FaultScope {
  datasets?: readonly string[] | undefined;
  method?: string | undefined;
  /** The path begins with this. */
  path?: string | undefined;
  /** Only each such call whose number divides by this. */
  every?: number | undefined;
  /** How often; default always. */
  times?: number | undefined;
  /** Lets this many such calls pass first. */
  skip?: number | undefined;
}

export interface ActiveFault {
  id: number;
  fault: Fault;
  scope: FaultScope;
  /** How often it has struck. */
  hits: number;
  remove(): void;
}

export interface FaultedCall {
  method: string;
  path: string;
  datasetId?: string | undefined;
}

export interface Faults {
  add(fault: Fault, scope?: FaultScope): ActiveFault;
  clear(kind?: FaultKind): void;
  list(): ActiveFault[];
  /** The first fault of this kind (and `when`) that hits the call; counts as a hit. */
  strike<K extends FaultKind>(kind: K, call: FaultedCall, when?: When): Extract<Fault, { kind: K }> | undefined;
}

export function createFaults(): Faults {
  const active = new Map<number, ActiveFault & { passed: number; met: number }>();
  let nextId = 1;

  return {
    add(fault, scope = {}) {
      const id = nextId++;
      const added = { id, fault, scope, hits: 0, passed: 0, met: 0, remove: () => void active.delete(id) };
      active.set(id, added);
      return added;
    },
    clear(kind) {
      for (const { id, fault } of active.values()) if (!kind || fault.kind === kind) active.delete(id);
    },
    list: () => [...active.values()],
    strike<K extends FaultKind>(kind: K, call: FaultedCall, when: When = 'before') {
      for (const entry of active.values()) {
        if (!isKind(entry.fault, kind) || whenOf(entry.fault) !== when || !covers(entry.scope, call)) continue;
        if (entry.passed < (entry.scope.skip ?? 0)) {
          entry.passed += 1;
          continue;
        }
        entry.met += 1;
        if (entry.met % (entry.scope.every ?? 1) !== 0) continue;
        entry.hits += 1;
        if (entry.hits >= (entry.scope.times ?? Number.POSITIVE_INFINITY)) active.delete(entry.id);
        return entry.fault;
      }
      return undefined;
    },
  };
}

function isKind<K extends FaultKind>(fault: Fault, kind: K): fault is Extract<Fault, { kind: K }> {
  return fault.kind === kind;
}

function whenOf(fault: Fault): When {
  return ('when' in fault && fault.when) || 'before';
}

function covers({ datasets, method, path }: FaultScope, call: FaultedCall): boolean {
  if (datasets && !(call.datasetId && datasets.includes(call.datasetId))) return false;
  if (method && method !== call.method) return false;
  return call.path.startsWith(path ?? '/v1');
}
