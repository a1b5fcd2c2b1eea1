import { z } from 'zod';
import { type Acceptance, requestStates, type Vote } from '../change/types.ts';
import type { Reader } from '../store/database.ts';
import type { RequestRow } from '../store/requests.ts';
import { readStoredPlan, type StoredPlan } from '../store/stored-plan.ts';
import { auditHead, auditPages, namesIn } from './append.ts';
import { wasAskedFor } from './asked-for.ts';
import { type AuthenticEntry, authenticEntries } from './authentic-entries.ts';
import { isAuthentic } from './chain.ts';
import { cast, escalation, frozen } from './entry-details.ts';
import { createLoggedStates, itemsToldBy } from './logged-states.ts';
import { sameButNames } from './names.ts';

/** What the log tells of some events of a request, as `authenticEntries` with the service's key gives it. */
export type ReadLog = (reader: Reader, requestId: string, events: string[]) => Promise<AuthenticEntry[]>;

/** `proveApproval` with the service's key. */
export type ProveApproval = (reader: Reader, row: RequestRow) => Promise<Proof>;

export interface Proof {
  plan: StoredPlan;
  /** Undefined: this plan was approved, for this once, and its items are what the log says of them. */
  disagreement: Disagreement | undefined;
}

/**
 * In what the tables are not as the log tells: what was asked for and put to the stewards; that it stands where its row says;
 * all that happened since; what became of its items.
 */
export type Disagreement = 'plan' | 'state' | 'log' | 'items';

const bound = z.looseObject({ fingerprint: z.string() });
const named = z.looseObject({ name: z.string() });

/** The events that say which state a request came into. */
export const requestEvents = requestStates.map((state) => `request_${state}`);

/** The events that say what became of a person's vote. */
const voteEvents = ['vote', 'vote_taken_back'];
/** And of the incoming owner's answer. */
const acceptanceEvents = ['acceptance', 'acceptance_dropped'];

/**
 * Those of a request's votes that are in the audit log too, and what that person last did there: a row that somebody added
 * to the table, or put back, is none.
 */
export async function loggedVotes(readLog: ReadLog, reader: Reader, requestId: string, votes: Vote[]): Promise<Vote[]> {
  const entries = await readLog(reader, requestId, voteEvents);
  const newest = new Map(entries.map((entry) => [entry.actor?.slackId, entry]));
  return votes.filter(({ voter, choice, fingerprint }) => {
    const entry = newest.get(voter.slackId);
    if (entry?.event !== 'vote') return false;
    const told = cast.parse(entry.detail);
    return told.choice === choice && told.fingerprint === fingerprint;
  });
}

/** Whether the audit log tells of this answer too, as what that person last said, and it was not dropped since. */
export async function loggedAcceptance(
  readLog: ReadLog,
  reader: Reader,
  requestId: string,
  given: Acceptance | undefined,
): Promise<boolean> {
  if (given === undefined) return true;
  const entries = await readLog(reader, requestId, acceptanceEvents);
  const newest = entries
    .filter(({ event, actor }) => event !== 'acceptance' || actor?.slackId === given.owner.slackId)
    .at(-1);
  if (newest?.event !== 'acceptance') return false;
  const told = cast.parse(newest.detail);
  return told.choice === given.choice && told.fingerprint === given.fingerprint;
}

/** The events that say who does by hand what is to be done so. */
const handEvents = ['by_hand_taken', 'by_hand_given_back'];

/** The Slack id of whoever said last that they do it, and did not give it back, as the audit log tells it. */
export async function loggedHolder(readLog: ReadLog, reader: Reader, requestId: string): Promise<string | undefined> {
  const newest = (await readLog(reader, requestId, handEvents)).at(-1);
  return newest?.event === 'by_hand_taken' ? newest.actor?.slackId : undefined;
}

/** The rules of a request under which fallback approvers count, as the audit log tells it. */
export async function loggedEscalation(readLog: ReadLog, reader: Reader, requestId: string): Promise<string[]> {
  const entries = await readLog(reader, requestId, ['escalated']);
  return entries.flatMap(({ detail }) => escalation.parse(detail).rules);
}

/**
 * Whoever stopped a run, by the audit log: what the request's row says of it anybody may have written there. A name that was erased is
 * the Slack id.
 */
export async function loggedStop(
  readLog: ReadLog,
  reader: Reader,
  requestId: string,
): Promise<{ name: string } | undefined> {
  const [entry] = await readLog(reader, requestId, ['stop']);
  if (entry === undefined) return undefined;
  const [name] = (await namesIn(reader, [entry])).values();
  return named.safeParse(name?.value ?? entry.actor).data ?? { name: entry.actor?.slackId ?? 'someone' };
}

/**
 * Holds a request that is to be carried out against the log, from its approval, or its begin when it is gone on with, to
 * the head. `row` was read before; a run of this request that goes on elsewhere may change its state meanwhile.
 */
export async function proveApproval(reader: Reader, row: RequestRow, key: string | undefined): Promise<Proof> {
  const head = await auditHead(reader);
  const plan = await readStoredPlan(reader, row);
  const entries = await authenticEntries(reader, row.id, requestEvents, key);
  const newest = entries.at(-1);
  const disagreement = (why: Disagreement) => ({ plan, disagreement: why });
  const asking = entries.find(({ event }) => event === 'request_preparing');
  if (asking === undefined || !(await wasAskedFor(reader, asking, row))) return disagreement('plan');
  if (!wasPut(entries, row, plan.fingerprint)) return disagreement('plan');
  if (newest?.event !== `request_${row.state}`) return disagreement('state');
  if (bound.safeParse(newest.detail).data?.fingerprint !== plan.fingerprint) return disagreement('plan');

  const states = createLoggedStates(head.seq, 'waiting');
  let last: { seq: number; hash: string } | undefined;
  for await (const page of auditPages(reader, newest.seq - 1)) {
    for (const entry of page) {
      const follows = last === undefined || (entry.seq === last.seq + 1 && entry.prevHash === last.hash);
      if (!follows || !isAuthentic(entry, key)) return disagreement('log');
      last = entry;
      const told = entry.requestId === row.id ? itemsToldBy(entry) : undefined;
      for (const id of told?.datasetIds ?? []) states.note(id, told?.state ?? '', entry.seq);
    }
  }
  if (last === undefined || last.seq < head.seq) return disagreement('log');
  const agree = [...plan.items].every(([id, { state }]) => states.agrees(id, state));
  return { plan, disagreement: agree ? undefined : 'items' };
}

/** This plan was put to the stewards, with the facts by which its rules are found. A recount freezes nothing. */
function wasPut(entries: AuthenticEntry[], { facts }: RequestRow, fingerprint: string): boolean {
  return entries.some(({ event, detail }) => {
    const { data } = frozen.safeParse(detail);
    return event === 'request_pending' && data?.fingerprint === fingerprint && sameButNames(data.facts, facts);
  });
}
