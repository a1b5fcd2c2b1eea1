import { z } from 'zod';
import { namesIn } from '../../audit/append.ts';
import { escalation } from '../../audit/entry-details.ts';
import { withNames } from '../../audit/names.ts';
import { type ItemCounts, noItems } from '../../change/states.ts';
import { itemStates, type Person, type RequestState, requestStates } from '../../change/types.ts';
import { type LoggedEntry, loggedLife } from '../../store/history.ts';
import type { Context } from '../context.ts';
import { exclusionReasons, ownersOverwritten, schemaOverwritten, voidReason } from './sentences.ts';

/** What happened to a request once, as people knew each other then. */
export type LifeEvent = { at: Date; who?: Person | undefined } & (
  | { what: 'asked' | 'stewards asked' | 'reminded' | 'taken back' | 'approved' | 'stopped' | 'resumed' | 'rechecked' }
  | { what: 'asked by hand' | 'taken by hand' | 'given back' }
  | { what: 'escalated' | 'all away'; rules: string[] }
  | { what: 'question' | 'answer' | 'recounted' | 'paused' | 'overwritten' | 'outside' | 'former access'; text: string }
  | {
      what: 'approve' | 'reject' | 'accept' | 'decline';
      text?: string | undefined;
      rules: string[];
      policyHash: string;
    }
  /** Votes were counted again; those of these people no longer counted. */
  | { what: 'began'; uncounted: { name: string; why: string }[] }
  | { what: 'ended'; state: RequestState; counts: ItemCounts; text?: string | undefined }
);

export interface Life {
  /** Oldest first. */
  events: LifeEvent[];
  /** The hash of the log's newest entry about its state. */
  auditHash?: string | undefined;
}

const erased = '(erased)';
/** What was erased is a digest by now. */
const text = z.string().catch(erased);
const person = z.object({
  slackId: z.string(),
  name: z.string().catch(erased),
  email: z.string().optional(),
  domoId: z.number().nullish(),
});
const said = z.looseObject({ choice: z.string().optional(), comment: text.optional(), problem: text.optional() });
const exclusions = z.looseObject({
  votes: z.array(z.looseObject({ slackId: z.string(), void: z.string().optional() })),
});
const ended = z.looseObject({
  counts: z.partialRecord(z.enum(itemStates), z.number()).default({}),
  problem: text.optional(),
});
const moved = z.looseObject({
  moved: z.array(z.looseObject({ datasetName: z.string(), owner: z.looseObject({ name: text }) })),
});
const outside = z.looseObject({
  datasetId: z.string(),
  by: z.looseObject({ name: text }),
  saidAt: z.string(),
  changes: z.array(z.looseObject({ words: z.string() })),
});
const accessWords = z.looseObject({ words: z.string() });
const nowShows = z.looseObject({ nowShows: z.enum(['before', 'other']) });

/** A request's whole life, from the log: votes that were taken back are not in the tables any more. */
export async function lifeOf(ctx: Context, requestId: string): Promise<Life> {
  const q = ctx.database.db;
  const entries = await loggedLife(q, requestId);
  const names = new Map([...(await namesIn(q, entries))].map(([digest, { value }]) => [digest, value]));
  const known = entries.map((entry) => ({
    ...entry,
    actor: person
      .optional()
      .catch(undefined)
      .parse(withNames(entry.actor ?? undefined, names)),
    detail: withNames(entry.detail, names),
  }));
  const people = new Map(known.flatMap(({ actor }) => (actor === undefined ? [] : [[actor.slackId, actor.name]])));
  return {
    events: known.flatMap((entry) => eventOf(entry, people) ?? []),
    auditHash: entries.findLast(({ event }) => event.startsWith('request_'))?.hash,
  };
}

type Known = Omit<LoggedEntry, 'actor' | 'detail'> & { actor: Person | undefined; detail: unknown };

function eventOf(
  { event, at, actor: who, policyHash, rules, detail }: Known,
  people: Map<string, string>,
): LifeEvent | undefined {
  const base = { at, who };
  switch (event) {
    case 'request_preparing':
      return { ...base, what: 'asked' };
    case 'request_pending': {
      const { problem } = said.parse(detail);
      return problem === undefined
        ? { ...base, what: 'stewards asked' }
        : { ...base, what: 'recounted', text: problem };
    }
    case 'escalated':
      return { ...base, what: 'escalated', rules: escalation.parse(detail).rules };
    case 'all_away':
      return { ...base, what: 'all away', rules: escalation.parse(detail).rules };
    case 'reminded':
      return { ...base, what: 'reminded' };
    case 'question':
    case 'answer':
      return { ...base, what: event, text: said.parse(detail).comment ?? '' };
    case 'vote':
    case 'acceptance': {
      const { choice, comment } = said.parse(detail);
      const what = z.enum(['approve', 'reject', 'accept', 'decline']).parse(choice);
      return { ...base, what, text: comment, rules, policyHash: policyHash ?? '' };
    }
    case 'vote_taken_back':
      return { ...base, what: 'taken back' };
    case 'request_approved':
      return { ...base, what: 'approved' };
    case 'request_applying':
      return { ...base, what: 'began', uncounted: uncountedIn(detail, people) };
    case 'by_hand_asked':
      return { ...base, what: 'asked by hand' };
    case 'by_hand_taken':
      return { ...base, what: 'taken by hand' };
    case 'by_hand_given_back':
      return { ...base, what: 'given back' };
    case 'stop':
      return { ...base, what: 'stopped' };
    case 'run_paused':
      return { ...base, what: 'paused', text: said.parse(detail).problem ?? '' };
    case 'run_resumed':
      return { ...base, what: 'resumed' };
    case 'schema_rechecked':
    case 'owner_rechecked':
      return { ...base, what: 'rechecked' };
    case 'schema_overwritten':
      return { ...base, what: 'overwritten', text: schemaOverwritten(nowShows.parse(detail).nowShows) };
    case 'owner_overwritten':
      return { ...base, what: 'overwritten', text: ownersOverwritten(moved.parse(detail).moved) };
    case 'former_access':
      return { ...base, what: 'former access', text: accessWords.parse(detail).words };
    case 'outside_change':
      return { ...base, what: 'outside', text: outsideText(detail) };
    // The vote or answer that it was rejected by says so.
    case 'request_rejected':
      return undefined;
    default: {
      const state = requestStates.find((each) => event === `request_${each}`);
      if (state === undefined) return undefined;
      const { counts, problem } = ended.parse(detail);
      return { ...base, what: 'ended', state, counts: { ...noItems(), ...counts }, text: problem };
    }
  }
}

function outsideText(detail: unknown): string {
  const { datasetId, by, saidAt, changes } = outside.parse(detail);
  const when = saidAt === '' ? '' : `, Domo says ${saidAt}`;
  const who = by.name === '' ? 'someone' : by.name;
  return `${datasetId} ${changes.map(({ words }) => words).join(', ')} (by ${who}${when})`;
}

function uncountedIn(detail: unknown, people: Map<string, string>): { name: string; why: string }[] {
  const { votes } = exclusions.catch({ votes: [] }).parse(detail);
  return votes.flatMap(({ slackId, void: why }) => {
    if (why === undefined) return [];
    return [{ name: people.get(slackId) ?? slackId, why: isVoid(why) ? voidReason(why) : why }];
  });
}

function isVoid(why: string): why is Parameters<typeof voidReason>[0] {
  return why === 'not_a_steward' || why === 'other_plan' || why in exclusionReasons;
}
