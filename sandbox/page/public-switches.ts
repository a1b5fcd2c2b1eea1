import type { Fault, FaultScope } from '../domo/faults.ts';

/** One way in which Domo can be made to fail from the page, and the words that say so before it does. */
export interface Switch {
  label: string;
  hint: string;
  fault: Fault;
  /** Absent: it strikes every call. */
  scope?: FaultScope;
  /** Whether it needs a dataset to be about. */
  aboutOne?: boolean;
}

/** What can be made to go wrong with the public API. */
export const publicSwitches: Record<string, Switch> = {
  slow: {
    label: 'Slow',
    hint: 'Every answer takes 1.5 s longer',
    fault: { kind: 'slow', ms: 1500 },
  },
  'rate-limited': {
    label: 'Too many requests (429)',
    hint: 'Every answer is a 429 with Retry-After: 2',
    fault: { kind: 'status', status: 429, retryAfter: '2' },
  },
  refusing: {
    label: 'Refuse one dataset',
    hint: 'Access denied, in Domo’s own words: 400 “Infrastructure problem (403)”',
    fault: { kind: 'refused' },
    scope: { method: 'PUT' },
    aboutOne: true,
  },
  'fails after': {
    label: 'Does it, then answers 500',
    hint: 'A write takes effect, and its answer is a 500',
    fault: { kind: 'status', status: 500, when: 'after' },
    scope: { method: 'PUT' },
  },
  'owner ignored': {
    label: 'Says OK, keeps the old owner',
    hint: 'Writes answer 200, and the owner stays. Each batch is read again for a minute before it counts as not confirmed',
    fault: { kind: 'owner_ignored' },
  },
  'also moves': {
    label: 'Move more than asked',
    hint: 'The description changes along with each write',
    fault: { kind: 'also_moves', field: 'description' },
  },
  'any kind': {
    label: 'Change datasets of any kind',
    hint: 'Writes also change what connectors, DataFlows and the like have made; otherwise Domo answers 400',
    fault: { kind: 'any_kind_written' },
  },
  'notes lost': {
    label: 'Lose what is written about columns',
    hint: 'A write of columns empties their descriptions, tags and synonyms',
    fault: { kind: 'column_notes', as: 'lost' },
    scope: { method: 'PUT' },
  },
  'connector resets': {
    label: 'Connector resets schemas',
    hint: 'Right after each schema change a connector runs, and the old columns are back',
    fault: { kind: 'connector_resets_schema' },
  },
  'log comes late': {
    label: 'The activity log comes late',
    hint: 'Domo’s own log reports a change a minute late',
    fault: { kind: 'audit_late', ms: 60_000 },
  },
  'log comes twice': {
    label: 'The activity log echoes',
    hint: 'Domo’s own log has each line twice',
    fault: { kind: 'audit_twice' },
  },
};
