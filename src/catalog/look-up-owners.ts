import { inArray } from 'drizzle-orm';
import { isGroup } from '../change/owner/group.ts';
import type { Standing } from '../change/types.ts';
import { absentAsUndefined } from '../domo/absent.ts';
import { DomoNotFoundError, DomoRefusedError, DomoUnexpectedError } from '../domo/errors.ts';
import type { CallOptions, Domo, DomoDataset, DomoUser } from '../domo/types.ts';
import type { Handle } from '../store/database.ts';
import { domoUsers } from '../store/tables.ts';
import { writeUsers } from './write-users.ts';

/**
 * Asks Domo, once each, who the owners of these datasets are that are in no user list: people deleted in Domo, or (standing
 * `unknown`) groups and ids that Domo does not tell. Throws what Domo's client throws when Domo is away.
 */
export async function lookUpOwners(q: Handle, domo: Domo, read: DomoDataset[], options: CallOptions): Promise<void> {
  // Groups come with their own list.
  const owners = new Map(read.flatMap(({ owner }) => (owner && !isGroup(owner.id) ? [[owner.id, owner.name]] : [])));
  if (owners.size === 0) return;
  const stored = await q
    .select({ id: domoUsers.id, name: domoUsers.name, standing: domoUsers.standing })
    .from(domoUsers)
    .where(inArray(domoUsers.id, [...owners.keys()]));
  const known = new Map(stored.map((row) => [row.id, row]));
  const found = await Promise.all(
    [...owners].map(async ([id, name]) => {
      const old = known.get(id);
      if (!old) return whoIs(domo, { id, name }, options);
      // Only the datasets tell a group's name; a user's is in the user list.
      return old.standing === 'unknown' ? { user: { id, name: name || old.name }, standing: old.standing } : undefined;
    }),
  );
  await writeUsers(
    q,
    found.filter((owner) => owner !== undefined),
  );
}

/** A user whom the list lacks, as Domo shows them alone. `named`: what is known of them when Domo shows nothing. */
export async function whoIs(
  domo: Domo,
  named: DomoUser,
  options: CallOptions,
): Promise<{ user: DomoUser; standing: Standing }> {
  const silent = [DomoNotFoundError, DomoRefusedError, DomoUnexpectedError];
  const user = await absentAsUndefined(domo.user(named.id, options), silent);
  if (user === undefined) return { user: named, standing: 'unknown' };
  if (user.deleted !== true) return { user, standing: 'active' };
  return { user: { ...user, name: user.name || named.name }, standing: 'deleted' };
}
