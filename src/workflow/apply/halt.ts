import { isGroup, typeAndNumber } from '../../change/owner/group.ts';
import { hasLostRole } from '../../change/owner/plan.ts';
import { DomoInstanceError, DomoNotFoundError, DomoRefusedError } from '../../domo/errors.ts';
import { countByDoor, countWrites, hasWritten } from '../../store/door-counts.ts';
import { itemsFrom } from '../../store/items.ts';
import { readFacts } from '../facts.ts';
import { stoppedBy } from '../stopped.ts';
import { deadlineOf } from './patience.ts';
import { overdueReason } from './pauses.ts';
import type { Run } from './run.ts';

/** Why nothing more may be written. */
export interface Halt {
  state: 'stopped' | 'refused' | 'failed';
  reason: string;
  /** The run ends by itself, and the card says so. */
  byItself: boolean;
  /** What Domo refused for what it is seems to be refused for want of a right: nobody is to do it by hand. */
  noChores?: boolean;
}

/** Once Domo said that the incoming owner is active, it is believed for so many ms: by the usual rate 50 datasets. */
const newOwnerBelieved = 20_000;

/** When more than the asked field changed in so many datasets, something is wrong with all of them. */
export const tooManyMoved = 3;

/** When all of so many first writes are refused, something is wrong with the app. */
const firstWrites = 3;
/** So long Domo's yes to a write shows that the app may write, in ms. */
const provenFor = 30 * 24 * 60 * 60_000;

/** Checks, before each batch, all that may forbid another write. Throws `DomoAway` and `CheckAgain`. */
export async function haltOf(run: Run): Promise<Halt | undefined> {
  return (
    (await stopOf(run)) ??
    (await overdue(run)) ??
    (await movedAlong(run)) ??
    (await noRight(run)) ??
    (await domoHalt(run))
  );
}

/** `Stop`, as clicked by the requester or a steward. */
export async function stopOf({ ctx, row }: Run): Promise<Halt | undefined> {
  const stopper = await stoppedBy(ctx, row.id);
  return stopper ? { state: 'stopped', reason: `Stopped by ${stopper.name}.`, byItself: false } : undefined;
}

async function overdue({ ctx, row }: Run): Promise<Halt | undefined> {
  if (ctx.now().getTime() < deadlineOf(ctx, row)) return undefined;
  return { state: 'failed', reason: overdueReason(row), byItself: true };
}

/** In the first dataset that was written by a door, or in any three. */
export async function movedAlong({ ctx, row }: Run): Promise<Halt | undefined> {
  const doors = await countByDoor(ctx.database.db, row.id);
  const isFirst = doors.some(({ moved, verified }) => moved > 0 && verified === 0);
  if (!isFirst && doors.reduce((sum, { moved }) => sum + moved, 0) < tooManyMoved) return undefined;
  const reason = 'Stopped automatically: Domo changed more than we asked.';
  return { state: 'stopped', reason, byItself: true };
}

/**
 * The first writes were all refused: a right may be missing. A refusal without a reason is taken to be about the dataset where the right
 * is known to be there: Domo took a write not long ago, or somebody retries what was stopped for this.
 */
async function noRight({ ctx, row }: Run): Promise<Halt | undefined> {
  const q = ctx.database.db;
  for (const { door, refused, kind, taken } of await countWrites(q, row.id)) {
    if (taken > 0 || refused + kind < firstWrites) continue;
    const lately = new Date(ctx.now().getTime() - provenFor);
    if (refused < firstWrites && (row.originPurpose === 'retry' || (await hasWritten(q, lately)))) continue;
    const whose = door === 'product' ? 'the user of the access token' : 'the app';
    const reason = `Stopped automatically: Domo refused the first ${refused + kind} changes. A right may be missing. Ask an admin to check that ${whose} has “Manage DataSet”, then retry.`;
    return { state: 'stopped', reason, byItself: true, noChores: true };
  }
  return undefined;
}

async function domoHalt(run: Run): Promise<Halt | undefined> {
  try {
    return await run.patience.through(async () => {
      await run.ctx.domo.identity(run.calls);
      return lostOwner(run);
    }, 'lost without');
  } catch (error) {
    if (!(error instanceof DomoInstanceError) && !(error instanceof DomoRefusedError)) throw error;
    return { state: 'refused', reason: error.message, byItself: true };
  }
}

/** An owner who was deleted meanwhile gets nothing more. */
async function lostOwner(run: Run): Promise<Halt | undefined> {
  const { ctx, row, calls } = run;
  const now = ctx.now().getTime();
  const ago = now - (run.newOwnerSeen ?? Number.NEGATIVE_INFINITY);
  if (!run.patience.waited() && ago >= 0 && ago < newOwnerBelieved) return undefined;
  const [first] = await itemsFrom(ctx.database.db, row.id, 0, 1);
  if (first?.change.kind !== 'owner') return undefined;
  const { id, name } = first.change.after;
  const reason = `${name} is no longer active in Domo.`;
  try {
    if (isGroup(id)) {
      // Without that door people do it, who see in Domo whether the group is there.
      await run.product?.group(typeAndNumber(id).id, calls);
      run.newOwnerSeen = now;
      return undefined;
    }
    const user = await ctx.domo.user(id, calls);
    if (user.deleted === true) return { state: 'refused', reason, byItself: true };
    if (hasLostRole(user.role, readFacts(row.facts).toRole)) {
      const changed = `${name}'s role in Domo is ${user.role} now, which may not be allowed to own datasets. Request it again.`;
      return { state: 'refused', reason: changed, byItself: true };
    }
    run.newOwnerSeen = now;
    return undefined;
  } catch (error) {
    if (error instanceof DomoNotFoundError) return { state: 'refused', reason, byItself: true };
    throw error;
  }
}
