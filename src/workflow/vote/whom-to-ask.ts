import { quietUntil } from '../../change/quiet-hours.ts';
import type { NotifyChoice, PingReason } from '../../change/types.ts';
import { type Candidate, type PingDue, whomToPing } from '../../change/votes/whom-to-ping.ts';
import { notifyChoices, type PingRow, pingsOf } from '../../store/pings.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { awayAmong } from './all-away.ts';
import { openRulesOf } from './open-rules.ts';

/** Of each rule so many are looked at: five are called, and some may be away or asleep. */
const lookedAt = 12;

/** Whom a round calls, and whether under some rule nobody of those who were looked at is there. */
export interface Round {
  due: PingDue[];
  nobodyThere: boolean;
}

/** A round of those who were not called yet and whom the policy lets decide it now, few at a time, in turn. */
export async function whomToAsk(ctx: Context, row: RequestRow, why: PingReason): Promise<Round> {
  const { rules, everyone } = await candidatesFor(ctx, row);
  const few = whomToPing(rules, ctx.now());
  const named = new Set(few.map(({ slackId }) => slackId));
  const others = why === 'asked' ? everyone.filter(({ slackId }) => !named.has(slackId)) : [];
  return {
    due: [...few, ...others.map(({ slackId, quietUntil: until }) => ({ slackId, dueAt: until ?? ctx.now() }))],
    nobodyThere: rules.some((candidates) => candidates.every(({ away }) => away)),
  };
}

/** Whom a round calls of all these people: members who want to be called, few at a time, in turn. */
export async function whomToCall(ctx: Context, requestId: string, slackIds: string[]): Promise<PingDue[]> {
  const q = ctx.database.db;
  const called = new Map((await pingsOf(q, requestId)).map((each) => [each.slackId, each]));
  const choices = await notifyChoices(q);
  const few = slackIds
    .map((id) => ({ id, turn: turnOf(called.get(id), choices.get(id)) }))
    .filter(({ turn }) => turn !== undefined)
    .toSorted((one, other) => (one.turn ?? 0) - (other.turn ?? 0))
    .slice(0, lookedAt)
    .map(({ id }) => id);
  const members = await Promise.all(few.map((id) => ctx.directory.member(id)));
  const able = members.filter(({ membership }) => membership === 'member').map(({ slackId }) => slackId);
  const away = await awayAmong(ctx, able);
  return whomToPing([await Promise.all(able.map((id) => candidate(ctx, id, called.get(id), away)))], ctx.now());
}

/** When to call somebody who is asked by name, such as the requester; undefined: they do not want to be called. */
export async function whenToCall(ctx: Context, requestId: string, slackId: string): Promise<PingDue | undefined> {
  const q = ctx.database.db;
  if ((await notifyChoices(q)).get(slackId) === 'never') return undefined;
  const called = (await pingsOf(q, requestId)).find((each) => each.slackId === slackId);
  return whomToPing([[await candidate(ctx, slackId, called)]], ctx.now())[0];
}

/** When this person's quiet hours end; undefined: they are not in any. */
export async function quietFor(ctx: Context, slackId: string): Promise<Date | undefined> {
  return quietUntil(ctx.policy.quietHours, await zoneOf(ctx, slackId), ctx.now());
}

/** The time zone that this person lives by. */
export async function zoneOf(ctx: Context, slackId: string): Promise<string> {
  return (await ctx.directory.member(slackId)).timeZone ?? ctx.policy.timeZone;
}

/** Who is looked up first: whoever wants to hear of it, then who was not called yet, then who was longest ago. */
function turnOf(called: PingRow | undefined, choice: NotifyChoice | undefined): number | undefined {
  if (choice === 'never') return undefined;
  return choice === 'every' ? -1 : (called?.pingedAt?.getTime() ?? 0);
}

async function candidate(
  ctx: Context,
  slackId: string,
  called: PingRow | undefined,
  away: ReadonlySet<string> = new Set(),
): Promise<Candidate> {
  const until = await quietFor(ctx, slackId);
  return { slackId, away: away.has(slackId), quietUntil: until, pingedAt: called?.pingedAt ?? undefined };
}

/** Those who can decide a request now, by its open rules; `everyone`: of them those who want to hear of every request. */
async function candidatesFor(ctx: Context, row: RequestRow): Promise<{ rules: Candidate[][]; everyone: Candidate[] }> {
  const q = ctx.database.db;
  const called = new Map((await pingsOf(q, row.id)).map((each) => [each.slackId, each]));
  const choices = await notifyChoices(q);
  const turn = (id: string) => turnOf(called.get(id), choices.get(id));
  const open = await openRulesOf(ctx, row, { able: lookedAt, turn });
  const able = open.map((rule) => rule.able.map(({ slackId }) => slackId));
  const away = await awayAmong(ctx, able.flat());
  const rules = await Promise.all(
    able.map((ids) => Promise.all(ids.map((id) => candidate(ctx, id, called.get(id), away)))),
  );
  return { rules, everyone: rules.flat().filter(({ slackId }) => choices.get(slackId) === 'every') };
}
