import { createHash } from 'node:crypto';
import { storable } from '../../audit/chain.ts';
import { canonicalJson } from '../../change/fingerprint.ts';
import { DomoCredentialsError, DomoRefusedError } from '../../domo/errors.ts';
import type { DomoActivity } from '../../domo/types.ts';
import { forgetActivity, keepActivity, type NewActivity } from '../../store/activity.ts';
import { forgetSetting, readSetting, writeSetting } from '../../store/settings.ts';
import type { Context } from '../context.ts';
import { readAgain } from './read-again.ts';

const [readUntil, refusedAt] = ['activity log read until', 'activity log refused at'];

const minute = 60_000;
/** How long Domo takes to tell of a change isn't documented: so much is read once more each time. */
const overlap = 10 * minute;
/** Read in one piece, so that what was read stays read when the rest can't be had. */
const span = 60 * minute;
/** What is older than this when the app comes back is left to the reading of all of Domo. */
const oldest = 7 * 24 * 60 * minute;
/** A look has so many pages at most, and begins no more pieces then: the next one, a minute later, goes on. */
const mostPages = 30;
/** A client that was not made with the scope is asked again this much later, and at a start. */
const askAgainAfter = 60 * minute;
const remembered = 24 * 60 * minute;

/**
 * Follows Domo's activity log, where the app's client has the scope `audit`: a line about a dataset says no more than that it is worth
 * reading again. From where the last look ended, also after a restart; one look at a time among all processes. Throws `DomoError`.
 */
export async function follow(ctx: Context, _: unknown, signal: AbortSignal): Promise<void> {
  const q = ctx.database.db;
  const now = ctx.now().getTime();
  const refused = Number(await readSetting(q, refusedAt)) || 0;
  if (now - refused < askAgainAfter && now >= refused) return;
  try {
    await collect(ctx, now, signal);
  } catch (error) {
    if (!(error instanceof DomoCredentialsError || error instanceof DomoRefusedError)) throw error;
    ctx.logger.info({ reason: error.message }, "Domo's activity log is not followed");
    return writeSetting(q, refusedAt, String(now));
  }
  await readAgain(ctx, signal);
  await forgetActivity(q, new Date(now - remembered));
}

/** At a start the client may be another one, with the scope. */
export async function followAnew(ctx: Context): Promise<void> {
  await forgetSetting(ctx.database.db, refusedAt);
  await ctx.enqueue(ctx.database.db, 'follow', {});
}

async function collect(ctx: Context, now: number, signal: AbortSignal): Promise<void> {
  const q = ctx.database.db;
  const last = Number(await readSetting(q, readUntil)) || now;
  let from = Math.max(Math.min(last, now), now - oldest) - overlap;
  const alike = new Map<string, number>();
  for (let pages = 0; from < now && pages < mostPages; ) {
    const to = Math.min(from + span, now);
    for await (const page of ctx.domo.activity(from, to, { signal })) {
      pages += 1;
      await keepActivity(
        q,
        page.flatMap((line) => asRow(line, ctx.now(), alike)),
      );
    }
    await writeSetting(q, readUntil, String(to));
    from = to;
  }
}

/**
 * Of a dataset, and more than a look at it: `VIEWED` is the one action that Domo documents. `alike`: how many lines of this look are
 * word for word the same. Domo's times are to the second, so that they may be two changes; an echo only has the dataset read once more.
 */
function asRow(line: DomoActivity, seenAt: Date, alike: Map<string, number>): NewActivity[] {
  const { objectType, objectId, actionType, userId: id, userName: name, time, eventText } = line;
  if (!/^data[_ ]?(source|set)$/i.test(objectType) || /^viewed$/i.test(actionType)) return [];
  const told = storable({ datasetId: objectId, action: actionType, by: { id, name }, saidAt: time, words: eventText });
  const text = canonicalJson(told);
  const nth = (alike.get(text) ?? 0) + 1;
  alike.set(text, nth);
  const digest = createHash('sha256')
    .update(nth === 1 ? text : `${text} ${nth}`)
    .digest('hex');
  return [{ ...told, digest, seenAt }];
}
