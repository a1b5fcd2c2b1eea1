import { quietUntil } from '../../change/quiet-hours.ts';
import type { NotifyChoice, PingReason } from '../../change/types.ts';
import { countVotes } from '../../change/votes/decide.ts';
import { eligibleFor } from '../../change/votes/stewards.ts';
import { type Candidate, type PingDue, whomToPing } from '../../change/votes/whom-to-ping.ts';
import { notifyChoices, type PingRow, pingsOf } from '../../store/pings.ts';
import type { RequestRow } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { electorateOf } from './electorate.ts';

/** Of each rule so many are looked at: five are called, and some may be away or asleep. */
const lookedAt = 12;

/** Whom a round calls: those who were not called yet and whom the policy lets decide it now, few at a time, in turn. */
export async function whomToAsk(ctx: Context, row: RequestRow, why: PingReason): Promise<PingDue[]> {
  const { rules, everyone } = await candidatesFor(ctx, row);
  const few = whomToPing(rules, ctx.now());
  if (why !== 'asked') return few;
  const named = new Set(few.map(({ slackId }) => slackId));
  const others = everyone.filter(({ slackId }) => !named.has(slackId));
  return [...few, ...others.map(({ slackId, quietUntil: until }) => ({ slackId, dueAt: until ?? ctx.now() }))];
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
  const undisturbed = await ctx.directory.doNotDisturb(able);
  const found = await Promise.all(able.map((id) => candidate(ctx, id, called.get(id))));
  return whomToPing([found.map((each) => ({ ...each, away: each.away || undisturbed.has(each.slackId) }))], ctx.now());
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

async function candidate(ctx: Context, slackId: string, called: PingRow | undefined): Promise<Candidate> {
  const { away = false } = await ctx.directory.member(slackId);
  return { slackId, away, quietUntil: await quietFor(ctx, slackId), pingedAt: called?.pingedAt ?? undefined };
}

/** Those who can decide a request now, by its open rules; `everyone`: of them those who want to hear of every request. */
async function candidatesFor(ctx: Context, row: RequestRow): Promise<{ rules: Candidate[][]; everyone: Candidate[] }> {
  const q = ctx.database.db;
  const [votes, called] = [
    await votesOn(q, row.id),
    new Map((await pingsOf(q, row.id)).map((each) => [each.slackId, each])),
  ];
  const choices = await notifyChoices(q);
  const voters = votes.map(({ voter }) => voter.slackId);
  const turn = (id: string) => turnOf(called.get(id), choices.get(id));
  const { rules, parties } = await electorateOf(ctx, row, voters, { able: lookedAt, turn });
  const count = countVotes(votes, rules, parties, row.fingerprint ?? '');
  const open = count.rules.filter(({ rule, given }) => given < rule.approvals).map(({ rule }) => rule);
  const able = open.map((rule) => {
    const ids = eligibleFor(rule, parties).eligible.map(({ person }) => person.slackId);
    return ids.filter((id) => !voters.includes(id));
  });
  const undisturbed = await ctx.directory.doNotDisturb([...new Set(able.flat())]);
  const found = able.map((ids) => Promise.all(ids.map((id) => candidate(ctx, id, called.get(id)))));
  const candidates = (await Promise.all(found)).map((each) => {
    return each.map((one) => ({ ...one, away: one.away || undisturbed.has(one.slackId) }));
  });
  return { rules: candidates, everyone: candidates.flat().filter(({ slackId }) => choices.get(slackId) === 'every') };
}
