import { verifyAudit } from '../../../src/audit/verify.ts';
import { isOpen } from '../../../src/change/states.ts';
import type { Database } from '../../../src/store/database.ts';
import { audit, holds, items, messages, questions, requests, votes } from '../../../src/store/tables.ts';
import { auditKey, type Company } from './company.ts';
import { wronglyShown } from './shown.ts';
import type { Stored } from './stored.ts';
import { wronglyWritten } from './written.ts';

export interface Findings {
  wrong: string[];
  requests: number;
  votes: number;
}

/** Holds Domo, Slack, the database and the log against each other and against what was done; a sentence for each that is wrong. */
export async function findings(company: Company, { db }: Database): Promise<Findings> {
  const stored: Stored = {
    requests: await db.select().from(requests).orderBy(requests.number),
    items: await db.select().from(items),
    votes: await db.select().from(votes),
    questions: await db.select().from(questions),
    messages: await db.select().from(messages),
    audit: await db.select().from(audit).orderBy(audit.seq),
  };
  const verdict = await verifyAudit(db, { key: auditKey });
  const held = await db.select().from(holds);
  const wrong = [
    ...(verdict.ok ? [] : [`The audit log doesn't prove: ${JSON.stringify(verdict)}`]),
    ...(verdict.ok && verdict.tampered.length > 0
      ? [`Requests are called tampered with: ${JSON.stringify(verdict.tampered)}`]
      : []),
    ...held.map(({ datasetId }) => `${datasetId} is still held`),
    ...wronglyAsked(company, stored),
    ...wronglyVoted(company, stored),
    ...wronglyTalked(company, stored),
    ...wronglyWritten(company, stored),
    ...wronglyShown(company, stored),
    ...company.leaks.found(),
    ...company.notes.wrong,
  ];
  return {
    wrong,
    requests: stored.requests.length,
    votes: stored.audit.filter(({ event }) => event === 'vote').length,
  };
}

function times<T>(of: readonly T[], key: (each: T) => string): Map<string, number> {
  return new Map([...Map.groupBy(of, key)].map(([each, all]) => [each, all.length]));
}

/** No request is lost, none is there twice or by itself, and numbers have no gaps. */
function wronglyAsked({ notes }: Company, stored: Stored): string[] {
  const byReason = times(stored.requests, ({ reason }) => reason);
  const asked = new Set(notes.asks.map(({ reason }) => reason));
  return [
    ...[...byReason]
      .filter(([, count]) => count > 1)
      .map(([reason]) => `"${reason}" was asked once, and is there more often`),
    ...[...byReason.keys()].filter((reason) => !asked.has(reason)).map((reason) => `Nobody asked for "${reason}"`),
    ...notes.asks
      .filter(
        ({ number, reason }) =>
          number !== undefined && stored.requests.every((row) => row.number !== number || row.reason !== reason),
      )
      .map(({ reason, number }) => `"${reason}" became #${number}, and is lost`),
    ...stored.requests.filter(({ number }, at) => number !== at + 1).map(({ number }) => `#${number} leaves a gap`),
    ...stored.requests.filter(({ state }) => isOpen(state)).map(({ number, state }) => `#${number} is still ${state}`),
  ];
}

/** Nobody voted who did not click, who clicked or was told so is in the log, and enough people approved what was approved. */
function wronglyVoted({ notes, slack }: Company, stored: Stored): string[] {
  const idOf = (who: string) => slack.as(who).id;
  const clicked = (what: string, number: number | null, slackId?: string) =>
    notes.clicks.some((click) => click.what === what && click.number === number && idOf(click.by) === slackId);
  const votesFor = (choice: 'approve' | 'reject') =>
    stored.audit.filter(({ event, detail }) => event === 'vote' && detail.choice === choice);
  const cast = votesFor('approve');
  const rejections = votesFor('reject');
  const approved = stored.audit.filter(({ event }) => event === 'request_approved');
  return [
    ...cast
      .filter(({ number, actor }) => !clicked('approve', number, actor?.slackId))
      .map(({ number, actor }) => `${actor?.slackId} approved #${number} without a click`),
    ...notes.clicks
      .filter(({ acked, fair, what }) => acked && fair && what === 'approve')
      .filter(({ number, by }) =>
        stored.audit.every((entry) => entry.number !== number || entry.actor?.slackId !== idOf(by)),
      )
      .map(({ number, by }) => `${by}'s approval of #${number} was acknowledged and is in no entry`),
    ...notes.clicks
      .filter(({ what }) => what === 'reject')
      .filter(
        ({ number, by }) => !rejections.some((vote) => vote.number === number && vote.actor?.slackId === idOf(by)),
      )
      .map(({ number, by }) => `${by}'s rejection of #${number} was taken, and is lost`),
    ...approved.flatMap((entry) => {
      const row = stored.requests.find(({ id }) => id === entry.requestId);
      const before = cast.filter(({ requestId, seq }) => requestId === entry.requestId && seq < entry.seq);
      const voters = new Set(before.map(({ actor }) => actor?.slackId));
      return [
        ...(voters.size === 0 ? [`#${entry.number} was approved by nobody`] : []),
        ...(voters.has(row?.requester.slackId) ? [`#${entry.number} was approved by who asked`] : []),
      ];
    }),
  ];
}

/** Each question and answer once, and none lost that was taken. */
function wronglyTalked({ notes }: Company, stored: Stored): string[] {
  const there = times(
    stored.questions.flatMap(({ text, answer }) => (answer === null ? [text] : [text, answer])),
    (text) => text,
  );
  return notes.talk.flatMap(({ what, text, told }) => {
    if (what === 'reply') return [];
    const count = there.get(text) ?? 0;
    if (count > 1) return [`The ${what} "${text}" is there ${count} times`];
    return told && count === 0 ? [`The ${what} "${text}" was taken, and is lost`] : [];
  });
}
