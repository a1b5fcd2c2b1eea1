import { absentAsUndefined } from '../domo/absent.ts';
import type { CallOptions, Domo, DomoUser } from '../domo/types.ts';
import type { Handle } from '../store/database.ts';
import { domoUsers } from '../store/tables.ts';
import { addressIn, findByEmails } from './search-users.ts';
import type { Confirmed } from './types.ts';
import { writeUsers } from './write-users.ts';

/** As many as Domo shows in one page of its list. */
const page = 500;

/**
 * Who people are by Domo's own word: a user of the local copy counts only as Domo shows them now, and so do `among`, whatever the copy
 * says of them. Where Domo has fewer people than a page holds, one call shows them all; else each is asked for once. What Domo shows is
 * taken over. Throws DomoError when Domo is away.
 */
export function confirmEmails(
  { q, domo }: { q: Handle; domo: Domo },
  among: number[],
  options: CallOptions,
): Confirmed {
  const asked = new Map<number, Promise<DomoUser | undefined>>();
  let everyone: Promise<Map<number, DomoUser> | undefined> | undefined;

  function user(id: number): Promise<DomoUser | undefined> {
    const known = asked.get(id) ?? ask(id);
    asked.set(id, known);
    return known;
  }

  async function ask(id: number): Promise<DomoUser | undefined> {
    everyone ??= readEveryone();
    const all = await everyone;
    return all === undefined ? absentAsUndefined(domo.user(id, options)) : all.get(id);
  }

  /** Undefined: they are more than one page shows, or Domo doesn't show its list. */
  async function readEveryone(): Promise<Map<number, DomoUser> | undefined> {
    if ((await q.$count(domoUsers)) >= page) return undefined;
    const shown = await absentAsUndefined(domo.userPage(0, options));
    if (shown === undefined || shown.length >= page) return undefined;
    return new Map(shown.map((each) => [each.id, each]));
  }

  return {
    active: async (id) => {
      const shown = await user(id);
      return shown?.deleted === true ? undefined : shown;
    },
    usersByEmails: async (emails) => {
      const copied = [...(await findByEmails(q, emails)).values()].flat().map(({ id }) => id);
      const shown = await Promise.all([...new Set([...among, ...copied])].map(user));
      const active = shown.filter((each) => each !== undefined).filter((each) => each.deleted !== true);
      await writeUsers(
        q,
        active.map((each) => ({ user: each, standing: 'active' })),
      );
      const owners = active.map(({ id, name, email }) => ({ id, name, email, standing: 'active' as const }));
      const named = (address: string) =>
        owners.filter(({ email = '' }) => address !== '' && addressIn(email) === address);
      return new Map(emails.map((email) => [email, named(addressIn(email))]));
    },
  };
}
