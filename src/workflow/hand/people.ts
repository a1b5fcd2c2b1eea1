import { loggedHolder } from '../../audit/approved.ts';
import type { Person } from '../../change/types.ts';
import type { PingDue } from '../../change/votes/whom-to-ping.ts';
import type { Handle } from '../../store/database.ts';
import { allHandWork, type HandWork, handWorkOf } from '../../store/hand-work.ts';
import type { Context } from '../context.ts';
import { isAmong, peopleNamed } from '../vote/identify.ts';
import { whenToCall, whomToCall } from '../vote/whom-to-ask.ts';

/** Who has it, as people are shown: nobody, where who said that they do it may not do it any more. Asks Slack. */
export async function holderNow(ctx: Context, work: HandWork): Promise<Person | undefined> {
  const holder = await holderOf(ctx, ctx.database.db, work);
  return holder !== undefined && (await doesByHand(ctx, holder.slackId)) ? holder : undefined;
}

/** Who said that they do it, as table and log tell; undefined: nobody, or they gave it back. */
export async function holderOf(ctx: Context, q: Handle, { requestId, holder }: HandWork): Promise<Person | undefined> {
  if (holder === null) return undefined;
  const logged = await loggedHolder(ctx.authenticEntries, q, requestId);
  return logged === holder.slackId ? holder : undefined;
}

/** Whether the policy names this person to do by hand what Domo's API refuses. */
export function doesByHand(ctx: Context, slackId: string): Promise<boolean> {
  return isAmong(ctx, ctx.policy.byHand, slackId);
}

/** Requests of which something is for this person to do by hand: they have it, or nobody has. */
export async function toDoByHand(ctx: Context, slackId: string, limit: number): Promise<string[]> {
  const all = await allHandWork(ctx.database.db);
  if (all.length === 0 || !(await doesByHand(ctx, slackId))) return [];
  const found: string[] = [];
  for (const work of all) {
    if (found.length >= limit) break;
    const holder = await holderNow(ctx, work);
    if (holder === undefined || holder.slackId === slackId) found.push(work.requestId);
  }
  return found;
}

/** Whom a round calls: whoever has it; else some of those who may take it, few at a time, in turn. */
export async function whomToCallByHand(ctx: Context, requestId: string): Promise<PingDue[]> {
  const work = await handWorkOf(ctx.database.db, requestId);
  if (work === undefined) return [];
  const holder = await holderNow(ctx, work);
  if (holder === undefined) return whomToCall(ctx, requestId, await peopleNamed(ctx, ctx.policy.byHand));
  const due = await whenToCall(ctx, requestId, holder.slackId);
  return due === undefined ? [] : [due];
}
