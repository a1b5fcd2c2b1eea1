import { setTimeout as delay } from 'node:timers/promises';
import { inArray, sql } from 'drizzle-orm';
import { openStates } from '../../../src/change/types.ts';
import type { Database } from '../../../src/store/database.ts';
import { openDatabase } from '../../../src/store/open-database.ts';
import { items, requests } from '../../../src/store/tables.ts';
import { openForTool } from '../../../src/store/tool-database.ts';
import { channel } from '../../support/steward.ts';
import { numberOf } from './acts.ts';
import { doByHand } from './by-hand.ts';
import type { Company } from './company.ts';
import { isAcked, noteUnstored } from './notes.ts';

/** Work that must be done before all is told, each begun as soon as it is stored; what comes by the clock may wait. */
const work = sql`('prepare', 'apply', 'paint', 'tell', 'remind')`;

/**
 * After the weather: lets everything come to its end. Stewards approve what waits, reject what they can't approve, and do
 * what is left to people, and all messages are sent. All processes are stopped then. Throws when something doesn't end.
 */
export async function calm(company: Company): Promise<void> {
  const { apps, notes } = company;
  if (apps.some((app) => app.state() === 'stopped')) notes.wrong.push('A process ended that nobody had ended');
  await againAtOnce(company);
  await untilSettled(company, ['preparing', 'approved', 'applying']);
  // The card of what was asked last comes a moment after its request waits.
  for (let round = 0; round < 12; round += 1) {
    if ((await openRequests(company, ['pending'])).length === 0) break;
    for (const who of ['emmy', 'ada']) await pressAll(company, who, round < 8 ? 'Approve' : 'Reject');
    await untilSettled(company, ['preparing', 'approved', 'applying']);
    await delay(500);
  }
  await untilSettled(company, openStates);
  for (let tries = 0; tries < 10; tries += 1) {
    await untilQuiet(company);
    const left = await againAtOnce(company, { start: false });
    if (left.length === 0) return;
    company.notes.story.push(`still to be done: ${left}`);
    for (const app of company.apps) await app.start();
  }
  throw new Error('There is work that is never done');
}

async function pressAll({ slack, notes }: Company, who: string, button: 'Approve' | 'Reject'): Promise<void> {
  const person = slack.as(who);
  for (const card of person.messages(channel).filter(({ buttons }) => buttons.includes(button))) {
    await person.closeModal('all');
    if (button === 'Approve') {
      const { outcome } = await person.press(card, button, { confirm: true, stale: true });
      notes.clicks.push({ what: 'approve', number: numberOf(card), by: who, acked: isAcked(outcome), fair: true });
      continue;
    }
    await person.press(card, button, { stale: true });
    const view = await person.modal();
    if (!view.fields.includes('Reason')) continue;
    await person.fill('Reason', 'The walk is over');
    await person.submit();
  }
  await person.closeModal('all');
}

async function openRequests({ database }: Company, states: readonly (typeof openStates)[number][]) {
  const tool = await openForTool(database);
  const { number, state, problem } = requests;
  const open = inArray(state, [...states]);
  return await tool.db.select({ number, state, problem }).from(requests).where(open).finally(tool.close);
}

async function untilSettled(company: Company, states: readonly (typeof openStates)[number][]): Promise<void> {
  const deadline = Date.now() + 150_000;
  for (;;) {
    const open = await openRequests(company, states);
    if (open.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`Not settled: ${JSON.stringify({ open, ...(await leftWork(company)) })}`);
    await doByHand(company);
    await delay(300);
  }
}

/** What is left to do, and the last that Domo was asked. */
async function leftWork({ database, domo }: Company) {
  const tool = await openForTool(database);
  const { datasetId, state, door, reason, change } = items;
  const unsettled = inArray(state, ['waiting', 'writing', 'by_hand']);
  const left = await tool.db
    .select({ datasetId, state, door, reason, change })
    .from(items)
    .where(unsettled)
    .finally(tool.close);
  return { at: new Date(), left, calls: domo.calls.recent().slice(-4), faults: domo.faults.list() };
}

/** Nothing was called for two seconds: then nothing is under way that doesn't wait for its turn. */
async function untilQuiet({ slack }: Company): Promise<void> {
  for (let calls = -1; calls !== slack.calls.length; ) {
    calls = slack.calls.length;
    await delay(2_000);
  }
}

/** Kills all processes; what waits for its next try is due when they start again. Resolves to the work that is left. */
async function againAtOnce({ apps, database, notes, slack }: Company, { start = true } = {}): Promise<string[]> {
  noteUnstored(notes, slack.calls);
  await Promise.all(apps.map((app) => app.kill()));
  const left = await inDatabase(database, async ({ db }) => {
    await db.execute(sql`update pgboss.job set start_after = now() where state = 'retry'`);
    const { rows } = await db.execute<{ name: string }>(
      sql`select name from pgboss.job where state in ('created', 'retry', 'active') and name in ${work}`,
    );
    return rows.map(({ name }) => name);
  });
  if (start) for (const app of apps) await app.start();
  return left;
}

export async function inDatabase<T>(config: Company['database'], look: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(config);
  return await look(database).finally(database.close);
}
