import type { NotifyChoice } from '../../change/types.ts';
import { homesOpenedSince, rememberHome, saveHomePaint } from '../../store/homes.ts';
import { notifyChoices, saveNotifyChoice } from '../../store/pings.ts';
import { readsAll, rightsOf } from '../ask/rights.ts';
import type { Context } from '../context.ts';
import { toDoByHand } from '../hand/people.ts';
import type { Outcome } from '../refuse.ts';
import { type HomeShown, homeList } from './home-content.ts';
import { linesOf, listFor, recent, waitingFor } from './lists.ts';
import { paintOf } from './living-notice.ts';
import { opensFor } from './readers.ts';

/** Slack tells when a Home is opened and never when it is closed: after so long it is taken to be closed, in ms. */
const staysOpen = 12 * 60 * 60_000;
/** As many as Slack takes at once: it allows about 100 `views.publish` in a minute. */
const mostOpen = 50;

/** Shows a person their Home as things are now, and remembers that they have it open. */
export async function openHome(ctx: Context, slackId: string): Promise<void> {
  const shown = await homeFor(ctx, slackId);
  await ctx.notifier.showHome(slackId, shown);
  const openedAt = ctx.now();
  const closed = new Date(openedAt.getTime() - staysOpen);
  await rememberHome(ctx.database.db, { slackId, openedAt, painted: paintOf(shown) }, closed);
}

/** What this person wants to hear of from now on. */
export async function chooseNotify(ctx: Context, slackId: string, notify: NotifyChoice): Promise<Outcome> {
  const { toLook } = await rightsOf(ctx, slackId);
  if (toLook !== undefined) return { ok: false, refusal: toLook };
  await saveNotifyChoice(ctx.database.db, slackId, notify);
  return { ok: true };
}

/** Brings the Homes that are open up to date, those that would show something else. Throws `NotifierUnavailable`. */
export async function repaintHomes(ctx: Context): Promise<void> {
  const since = new Date(ctx.now().getTime() - staysOpen);
  for (const home of await homesOpenedSince(ctx.database.db, since, mostOpen)) {
    const shown = await homeFor(ctx, home.slackId);
    const painted = paintOf(shown);
    if (painted === home.painted) continue;
    await ctx.notifier.showHome(home.slackId, shown);
    await saveHomePaint(ctx.database.db, { ...home, painted });
  }
}

/** Of each part one more than is shown. Opening Home is no click, so a refusal is not audited. */
async function homeFor(ctx: Context, slackId: string): Promise<HomeShown> {
  const { toAsk, toLook } = await rightsOf(ctx, slackId);
  const limit = homeList + 1;
  const toDo = await linesOf(ctx, await toDoByHand(ctx, slackId, limit));
  if (toLook !== undefined && toLook.why === 'not_a_requester' && toDo.length > 0) return { ok: true, toDo };
  if (toLook !== undefined) return { ok: false, refusal: toLook };
  const [toApprove, yours, orphaned, ended, choices] = await Promise.all([
    waitingFor(ctx, slackId, { limit }),
    listFor(ctx, slackId, { which: 'mine' }, { limit }),
    ctx.catalog.ownersNotActive(limit),
    recent(ctx, slackId, limit),
    notifyChoices(ctx.database.db),
  ]);
  const opens = await opensFor(ctx, slackId);
  const shown = ended.map((request) => ({ ...request, opens: opens(request) }));
  return {
    ok: true,
    content: {
      toApprove,
      toDo,
      yours,
      orphaned,
      recent: shown,
      readsAll: await readsAll(ctx, slackId),
      asks: toAsk === undefined,
      notify: choices.get(slackId) ?? 'needed',
    },
  };
}
