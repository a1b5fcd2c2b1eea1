// Puts more requests into a database whose app has ended, each with all that is stored of the one that is there.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { appendAudit, namesIn } from '../../src/audit/append.ts';
import { withNames } from '../../src/audit/names.ts';
import type { Person } from '../../src/change/types.ts';
import type { Transaction } from '../../src/store/database.ts';
import { type DatabaseConfig, openDatabase } from '../../src/store/open-database.ts';
import { audit, holds, items, messages, pings, requests } from '../../src/store/tables.ts';
import { readForm } from '../../src/workflow/ask/form.ts';
import { readFacts } from '../../src/workflow/facts.ts';
import { answerBench, optionsOf } from './answer.ts';

const database = await openDatabase(optionsOf<DatabaseConfig>());
const together = 50;

export const commands = {
  /** One by each of these, in their order. Cards and messages are those of the first: Slack has no others. */
  async add(requesters: Person[]): Promise<void> {
    for (let at = 0; at < requesters.length; at += together) {
      const some = requesters.slice(at, at + together);
      await database.transaction((tx) => addSome(tx, some, at));
    }
  },
};
export type MoreRequestsCommands = typeof commands;

answerBench(commands, () => database.close());

async function addSome(tx: Transaction, requesters: Person[], before: number): Promise<void> {
  const [first] = await tx.select().from(requests).orderBy(requests.number).limit(1);
  if (first === undefined) throw new Error('There is no request to go by');
  const of = sql`request_id = ${first.id}`;
  const [form, facts] = [readForm(first.form), readFacts(first.facts)];
  const added = requesters.map((requester, nth) => {
    const further = before + nth + 1;
    const own = { id: randomUUID(), number: first.number + further, requester, submissionKey: null };
    if (form.kind !== 'owner' || facts.from === undefined) throw new Error('It is no hand-over');
    // Each is of another owner's: rules count what else was asked for of theirs.
    const from = { ...facts.from, id: facts.from.id + further };
    return { ...first, ...own, form: { ...form, fromId: from.id }, facts: { ...facts, from } };
  });
  /** The same rows for each of the added. */
  const forEach = <T extends { requestId: string }>(rows: T[]) =>
    added.flatMap(({ id }) => rows.map((row) => ({ ...row, requestId: id })));
  const ofDatasets = <T extends { requestId: string; datasetId: string }>(rows: T[]) =>
    forEach(rows).map((row) => ({ ...row, datasetId: `${row.datasetId} in ${row.requestId}` }));
  await tx.insert(requests).values(added);
  await tx.insert(items).values(ofDatasets(await tx.select().from(items).where(of)));
  await tx.insert(holds).values(ofDatasets(await tx.select().from(holds).where(of)));
  await tx.insert(messages).values(forEach(await tx.select().from(messages).where(of)));
  await tx.insert(pings).values(forEach(await tx.select().from(pings).where(of)));
  const logged = await tx.select().from(audit).where(of).orderBy(audit.seq);
  const names = new Map([...(await namesIn(tx, logged))].map(([digest, { value }]) => [digest, value]));
  const entries = added.flatMap(({ id, number, requester }) =>
    logged.map(({ event, actor, policyHash, detail }) => ({
      event,
      requestId: id,
      number,
      ...(actor !== null && { actor: requester }),
      ...(policyHash !== null && { policyHash }),
      detail: withNames(detail, names) as Record<string, unknown>,
    })),
  );
  await appendAudit(tx, entries, { now: new Date() });
}
