import type { World } from '../../sandbox/domo/world.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { namesIn } from '../../src/audit/append.ts';
import { withNames } from '../../src/audit/names.ts';
import { audit } from '../../src/store/tables.ts';
import { besideApp } from './beside-app.ts';
import { numberIn } from './schema.ts';
import { decidableCard, ended, type Outcome, type Steward } from './steward.ts';
import { until } from './until.ts';

/** Ids of the people whom `addLeavers` adds. */
export const firstLeaver = 2001;

/** More datasets than a card and `Details` show at once: the list of such a plan is posted as a file too. */
export const longPlan = 21;

/**
 * Domo users who own some datasets each, so that tests can share an app: each takes an owner of its own, and no
 * dataset is in two requests.
 */
export function addLeavers(world: World, people: number, datasets = 2, first = firstLeaver): void {
  for (let nth = 0; nth < people; nth += 1) {
    const id = first + nth;
    world.addUser({ id, name: `Leaver ${id}` });
    for (let each = 1; each <= datasets; each += 1) {
      world.addDataset({ id: datasetOf(id, each), name: `Dataset ${each} of ${id}`, ownerId: id });
    }
  }
}

/** The id of a leaver's dataset; they are counted from 1. */
export function datasetOf(leaver: number, nth: number): string {
  return `${String(leaver).padStart(8, '0')}-5eed-4000-8000-${String(nth).padStart(12, '0')}`;
}

/**
 * Fits the call that posts the card of what a leaver owns, and no other message: an earlier test's last word may still
 * be on its way.
 */
export function postsCardOf(leaver: number): (args: { metadata?: unknown; text?: unknown }) => boolean {
  return ({ metadata, text }) => metadata !== undefined && String(text).includes(`Leaver ${leaver}`);
}

export interface Asked {
  from: number;
  /** By default Carl Friedrich Gauss, 28. */
  to?: number;
  by?: string;
  reason?: string;
}

/** Asks for all that somebody owns, by the command that fills the form in; resolves to the request's number. */
export async function ask(
  { slack }: Pick<Steward, 'slack'>,
  { from, to = 28, by = 'sophie', reason }: Asked,
): Promise<number> {
  const person = slack.as(by);
  await person.closeModal('all');
  await person.command(`/domo-owner ${from} ${to}`);
  await person.modal('Change dataset owner');
  await person.fill('Reason', reason ?? `${from} has left`);
  const errors = await person.submit();
  if (errors !== null) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  return numberIn(await person.dismiss(/#\d+ is being prepared/));
}

/** The same, and waits for the card that can be decided. */
export async function askAndSee(
  steward: Pick<Steward, 'slack'>,
  asked: Asked,
): Promise<{ number: number; card: SeenMessage }> {
  const number = await ask(steward, asked);
  return { number, card: await decidableCard(steward.slack, number) };
}

/** Presses `Approve`, confirmed. */
export async function approve({ slack }: Pick<Steward, 'slack'>, card: SeenMessage, as = 'emmy'): Promise<void> {
  await slack.as(as).press(slack.as(as).now(card), 'Approve', { confirm: true });
}

/** The same, and waits until the card reads so; of an outcome: until the run is over and ended just so. */
export async function approveUntil(
  steward: Pick<Steward, 'slack'>,
  card: SeenMessage,
  shows: Outcome | RegExp,
  as?: string,
): Promise<SeenMessage> {
  await approve(steward, card, as);
  return steward.slack.as('emmy').seesChange(card, shows instanceof RegExp ? shows : ended(shows));
}

/** Presses `Approve` and resolves to what the person is told in private. */
export async function refusedApproval(steward: Pick<Steward, 'slack'>, card: SeenMessage, as: string): Promise<string> {
  const person = steward.slack.as(as);
  await approve(steward, card, as);
  const { text } = await person.dismiss();
  return text;
}

export interface AuditLine {
  event: string;
  number: number | null;
  slackId: string | undefined;
  policyHash: string | null;
  hash: string;
  detail: Record<string, unknown>;
}

/** The audit log so far, read beside the running app as the command-line tool does. */
export function auditLines(steward: { config: Pick<Steward['config'], 'database'> }): Promise<AuditLine[]> {
  return besideApp(steward, async (db) => {
    const rows = await db.select().from(audit).orderBy(audit.seq);
    const names = new Map([...(await namesIn(db, rows))].map(([digest, { value }]) => [digest, value]));
    return rows.map(({ event, number, actor, policyHash, hash, detail }) => ({
      event,
      policyHash,
      hash,
      number,
      slackId: actor?.slackId,
      detail: withNames(detail, names) as Record<string, unknown>,
    }));
  });
}

/** What the log has of a request. */
export async function eventsOf(steward: Pick<Steward, 'config'>, number: number): Promise<string[]> {
  return (await auditLines(steward)).filter((line) => line.number === number).map(({ event }) => event);
}

/** What the log has of refusals that are so, once there are `count`: they are stored after the answer. */
export async function refusals(
  steward: Pick<Steward, 'config'>,
  isSo: (line: AuditLine) => boolean,
  count = 1,
): Promise<AuditLine[]> {
  let found: AuditLine[] = [];
  await until(async () => {
    found = (await auditLines(steward)).filter((line) => line.event === 'refused' && isSo(line));
    return found.length >= count;
  });
  return found;
}
