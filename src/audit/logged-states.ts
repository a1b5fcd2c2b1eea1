import { z } from 'zod';
import type { AuditRow } from './chain.ts';

/** `item_verified` tells of one dataset, `items_stopped` of several. */
const told = z.union([
  z.looseObject({ datasetId: z.string() }).transform(({ datasetId }) => [datasetId]),
  z.looseObject({ datasetIds: z.array(z.string()) }).transform(({ datasetIds }) => datasetIds),
]);

/** What became of which datasets by this entry; undefined: it tells of none. */
export function itemsToldBy({
  event,
  detail,
}: Pick<AuditRow, 'event' | 'detail'>): { state: string; datasetIds: string[] } | undefined {
  const state = /^items?_(.+)$/.exec(event)?.[1];
  return state === undefined ? undefined : { state, datasetIds: told.parse(detail) };
}

/** States as the log tells of them, beside tables that were read while others went on. */
export interface LoggedStates {
  note(id: string, state: string, seq: number): void;
  /** Whether a table that was read after `head` may show this. */
  agrees(id: string, state: string): boolean;
}

/**
 * What was read after the entry `head` shows a state that the log had then, or one that came since. `first`: the state of
 * which there is no entry.
 */
export function createLoggedStates(head: number, first?: string): LoggedStates {
  const states = new Map<string, (string | undefined)[]>();
  return {
    note(id, state, seq) {
      const before = seq > head ? (states.get(id) ?? [first]) : [];
      states.set(id, [...before, state]);
    },
    agrees: (id, state) => (states.get(id) ?? [first]).includes(state),
  };
}
