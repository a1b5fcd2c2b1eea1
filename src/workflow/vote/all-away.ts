import type { AllAway, Person } from '../../change/types.ts';
import type { RequestRow } from '../../store/requests.ts';
import type { Context } from '../context.ts';
import { type OpenRule, openRulesOf } from './open-rules.ts';

/** Of a rule so many people are looked at: of a larger group nobody says that all of it is away. */
const lookedAt = 40;

/** Those of these people whose status in Slack says that they are away, or who don't want to be disturbed now. */
export async function awayAmong(
  { directory }: Pick<Context, 'directory'>,
  ids: string[],
): Promise<ReadonlySet<string>> {
  const members = await Promise.all([...new Set(ids)].map((id) => directory.member(id)));
  const [away, others] = [members.filter((each) => each.away), members.filter((each) => !each.away)];
  const undisturbed = await directory.doNotDisturb(others.map(({ slackId }) => slackId));
  return new Set([...away.map(({ slackId }) => slackId), ...undisturbed]);
}

/** The open rules of a pending request all of whose people are away now, and who joins them. */
export async function allAwayOf(ctx: Context, row: RequestRow): Promise<AllAway> {
  const open = await openRulesOf(ctx, row, { able: Number.POSITIVE_INFINITY, most: lookedAt });
  const away = await awayAmong(
    ctx,
    open.flatMap(({ able }) => able.map(({ slackId }) => slackId)),
  );
  const empty = open.filter(({ able, whole }) => {
    return whole && able.length > 0 && able.every(({ slackId }) => away.has(slackId));
  });
  return { rules: empty.map(({ name }) => name), joining: await joining(ctx, row, empty.length > 0 ? empty : open) };
}

async function joining(ctx: Context, row: RequestRow, open: OpenRule[]): Promise<AllAway['joining']> {
  const { fallbackApprovers, escalateAfter } = ctx.policy;
  if (fallbackApprovers.length === 0 || row.pendingAt === null) return undefined;
  const at = new Date(row.pendingAt.getTime() + escalateAfter);
  if (row.expiresAt !== null && at >= row.expiresAt) return undefined;
  const escalated = [...new Set([...row.escalated, ...open.map(({ name }) => name)])];
  const then = await openRulesOf(ctx, row, { able: Number.POSITIVE_INFINITY, most: lookedAt, escalated });
  const people = new Map<string, Person>();
  for (const { name, able } of open) {
    const before = new Set(able.map(({ slackId }) => slackId));
    const now = then.find((rule) => rule.name === name)?.able ?? [];
    for (const person of now) if (!before.has(person.slackId)) people.set(person.slackId, person);
  }
  return people.size === 0 ? undefined : { people: [...people.values()], at };
}
