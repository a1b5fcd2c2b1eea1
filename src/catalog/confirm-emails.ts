import { absentAsUndefined } from '../domo/absent.ts';
import type { CallOptions, Domo, DomoUser } from '../domo/types.ts';
import type { Handle } from '../store/database.ts';
import { addressIn, findByEmails } from './search-users.ts';
import type { Catalog } from './types.ts';
import { writeUsers } from './write-users.ts';

/**
 * `usersByEmails` by Domo's own word: a user of the local copy counts only as Domo shows them now, and so do `among`, whatever the copy
 * says of them. Each is asked for once, and what Domo shows is taken over. Throws DomoError when Domo is away.
 */
export function confirmEmails(
  { q, domo }: { q: Handle; domo: Domo },
  among: number[],
  options: CallOptions,
): Catalog['usersByEmails'] {
  const asked = new Map<number, Promise<DomoUser | undefined>>();

  function ask(id: number): Promise<DomoUser | undefined> {
    const known = asked.get(id) ?? absentAsUndefined(domo.user(id, options));
    asked.set(id, known);
    return known;
  }

  return async (emails) => {
    const copied = [...(await findByEmails(q, emails)).values()].flat().map(({ id }) => id);
    const shown = await Promise.all([...new Set([...among, ...copied])].map(ask));
    const active = shown.filter((user) => user !== undefined).filter((user) => user.deleted !== true);
    await writeUsers(
      q,
      active.map((user) => ({ user, standing: 'active' })),
    );
    const owners = active.map(({ id, name, email }) => ({ id, name, email, standing: 'active' as const }));
    const named = (address: string) =>
      owners.filter(({ email = '' }) => address !== '' && addressIn(email) === address);
    return new Map(emails.map((email) => [email, named(addressIn(email))]));
  };
}
