import { createHash } from 'node:crypto';
import { and, asc, eq, gt } from 'drizzle-orm';
import { canonicalJson } from '../change/fingerprint.ts';
import { acceptanceOf } from '../store/acceptance.ts';
import type { Reader } from '../store/database.ts';
import { readStoredPlan } from '../store/stored-plan.ts';
import { audit, handWork, requests, votes } from '../store/tables.ts';
import { wasAskedFor } from './asked-for.ts';
import type { AuditRow } from './chain.ts';
import { cast, escalation, frozen } from './entry-details.ts';
import { createLoggedStates, itemsToldBy } from './logged-states.ts';
import { withoutNames } from './names.ts';
import { createTalkAgreement } from './talk-agreement.ts';

/** The log and the tables beside it, held against each other: first `note` the log, then `compare`, then `note` what came since. */
export interface Agreement {
  /** `names`: what lies beside the log, by digest, where it is there. */
  note(row: AuditRow, names: ReadonlyMap<string, unknown>): void;
  /** Reads the tables, a page at a time. */
  compare(reader: Reader): Promise<void>;
  /** Of what the log tells otherwise than the tables, a few words each; at most a hundred. */
  differences(): string[];
}

interface Difference {
  what: string;
  /** Something that came into the log since the tables were read may explain it. */
  explained: () => boolean;
}

const atMost = 100;

/** Of a request: what must never change once the log has it, as a digest, since facts may be long. */
interface Kept {
  number: number | null;
  put?: string;
}

/** `head`: up to where the log was noted before the tables are read. */
export function createAgreement(head: number): Agreement {
  const kept = new Map<string, Kept>();
  const states = createLoggedStates(head, 'gone');
  const items = createLoggedStates(head, 'waiting');
  const ballots = createLoggedStates(head, 'no vote');
  const answers = createLoggedStates(head, 'no answer');
  /** Who has what is to be done by hand. */
  const holders = createLoggedStates(head, 'nobody');
  const stops = createLoggedStates(head, 'no Stop');
  const fallbacks = createLoggedStates(head, '[]');
  const talk = createTalkAgreement(head);
  /** By request: under which rules fallback approvers were asked so far. */
  const escalated = new Map<string, string[]>();
  /** Votes that the log has, with their requests' numbers. */
  const voters = new Map<string, number | null>();
  const found: Difference[] = [];

  const differ = (what: string, explained: () => boolean = () => false) => {
    if (found.length < atMost) found.push({ what, explained });
  };

  function noteRequest({ requestId, number, event, detail, seq }: AuditRow, id: string): void {
    states.note(id, event.replace('request_', ''), seq);
    const known = kept.get(id) ?? { number };
    kept.set(id, known);
    const put = frozen.safeParse(detail);
    // A recount freezes nothing.
    if (event === 'request_pending' && put.success && requestId !== null) {
      known.put = digest([put.data.fingerprint, put.data.facts]);
    }
  }

  async function compareRequest(reader: Reader, row: typeof requests.$inferSelect): Promise<void> {
    const name = `#${row.number}`;
    const { put } = kept.get(row.id) ?? {};
    const stateAgrees = () => states.agrees(row.id, row.state);
    if (!stateAgrees()) differ(`${name}, which is ${row.state} here`, stateAgrees);
    const answer = acceptanceOf(row);
    const answerAgrees = () =>
      answers.agrees(row.id, answer === undefined ? 'no answer' : toldAnswer(answer.owner, answer));
    if (!answerAgrees()) differ(`the new owner's answer to ${name}`, answerAgrees);
    const stopAgrees = () => stops.agrees(row.id, row.stoppedBy?.slackId ?? 'no Stop');
    if (!stopAgrees()) differ(`the Stop of ${name}`, stopAgrees);
    const fallbackAgrees = () => fallbacks.agrees(row.id, JSON.stringify(row.escalated));
    if (!fallbackAgrees()) differ(`the rules of ${name} that fallback approvers count for`, fallbackAgrees);
    const asking = await askingFor(reader, row.id);
    if (asking !== undefined && !(await wasAskedFor(reader, asking, row))) {
      differ(`who asked for ${name}, and for what`);
    }
    const holderAgrees = await holderAgreement(reader, row.id);
    if (!holderAgrees()) differ(`who does #${row.number} by hand`, holderAgrees);
    if (put === undefined) return;
    const plan = await readStoredPlan(reader, row);
    if (row.fingerprint !== plan.fingerprint || put !== digest([plan.fingerprint, row.facts])) {
      return differ(`the plan of ${name}`);
    }
    for (const [datasetId, { state }] of plan.items) {
      const agrees = () => items.agrees(`${row.id} ${datasetId}`, state);
      if (!agrees()) differ(`dataset ${datasetId} of ${name}, which is ${state} here`, agrees);
    }
  }

  async function holderAgreement(reader: Reader, id: string): Promise<() => boolean> {
    const [work] = await reader.select({ holder: handWork.holder }).from(handWork).where(eq(handWork.requestId, id));
    // What is over has no row.
    return () => work === undefined || holders.agrees(id, work.holder?.slackId ?? 'nobody');
  }

  async function compareVotes(reader: Reader, id: string, number: number): Promise<void> {
    const rows = await reader.select().from(votes).where(eq(votes.requestId, id));
    for (const { slackId, voter, choice, fingerprint } of rows) {
      const ballot = `${id} ${slackId}`;
      voters.delete(ballot);
      const agrees = () => voter.slackId === slackId && ballots.agrees(ballot, `${choice} ${fingerprint}`);
      if (!agrees()) differ(`the vote of ${slackId} on #${number}`, agrees);
    }
  }

  return {
    note(row, names) {
      const { requestId: id, event, actor, detail, seq } = row;
      if (id === null) return;
      talk.note(row, names);
      if (event.startsWith('request_')) noteRequest(row, id);
      const told = itemsToldBy(row);
      for (const datasetId of told?.datasetIds ?? []) items.note(`${id} ${datasetId}`, told?.state ?? '', seq);
      if (event === 'acceptance') answers.note(id, toldAnswer(actor, cast.parse(detail)), seq);
      if (event === 'by_hand_taken') holders.note(id, actor?.slackId ?? '', seq);
      if (event === 'by_hand_given_back') holders.note(id, 'nobody', seq);
      if (event === 'acceptance_dropped') answers.note(id, 'no answer', seq);
      if (event === 'stop') stops.note(id, `${actor?.slackId}`, seq);
      if (event === 'escalated') {
        const rules = [...(escalated.get(id) ?? []), ...escalation.parse(detail).rules];
        escalated.set(id, rules);
        fallbacks.note(id, JSON.stringify(rules), seq);
      }
      if (event !== 'vote' && event !== 'vote_taken_back') return;
      const ballot = `${id} ${actor?.slackId}`;
      const { data } = cast.safeParse(detail);
      ballots.note(ballot, event === 'vote' ? `${data?.choice} ${data?.fingerprint}` : 'no vote', seq);
      if (event === 'vote' && seq <= head) voters.set(ballot, row.number);
      else voters.delete(ballot);
    },

    async compare(reader) {
      const gone = new Map(kept);
      for await (const page of requestPages(reader)) {
        for (const { id, number } of page) {
          // One by one: a form and its facts may be as long as a plan.
          const [row] = await reader.select().from(requests).where(eq(requests.id, id));
          if (row === undefined) continue;
          gone.delete(id);
          await compareRequest(reader, row);
          await compareVotes(reader, id, number);
        }
        await talk.compare(reader, page, differ);
      }
      for (const { number } of gone.values()) differ(`#${number}, which is not here`);
      for (const [ballot, number] of voters) {
        const agrees = () => ballots.agrees(ballot, 'no vote');
        if (!agrees()) differ(`the vote of ${ballot.split(' ')[1]} on #${number}`, agrees);
      }
      talk.compareRest(differ);
    },

    differences: () => found.filter(({ explained }) => !explained()).map(({ what }) => what),
  };
}

function toldAnswer(
  owner: { slackId: string } | null,
  { choice, fingerprint }: { choice: string; fingerprint: string },
): string {
  return `${owner?.slackId} ${choice} ${fingerprint}`;
}

/** The entry that says who asked for a request, which was noted before: its form may be long. */
async function askingFor(reader: Reader, requestId: string): Promise<AuditRow | undefined> {
  const which = and(eq(audit.requestId, requestId), eq(audit.event, 'request_preparing'));
  const [entry] = await reader.select().from(audit).where(which).orderBy(asc(audit.seq)).limit(1);
  return entry?.actor == null ? undefined : entry;
}

/** Names may have been erased from the log; those of the plan are in its fingerprint. */
function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(withoutNames(value)))
    .digest('base64');
}

async function* requestPages(reader: Reader): AsyncGenerator<{ id: string; number: number }[]> {
  const { id, number } = requests;
  for (let after = -1; ; ) {
    const page = await reader
      .select({ id, number })
      .from(requests)
      .where(gt(number, after))
      .orderBy(asc(number))
      .limit(20);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.number;
  }
}
