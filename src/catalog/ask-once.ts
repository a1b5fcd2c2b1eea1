import type { Owner } from '../change/types.ts';
import type { Catalog } from './types.ts';

/** The same look-up, which reads each e-mail once: for one click, that asks several times who the same people are. */
export function askOnce(usersByEmails: Catalog['usersByEmails']): Catalog['usersByEmails'] {
  const asked = new Map<string, Promise<Owner[]>>();

  return async (emails) => {
    const unknown = emails.filter((email) => !asked.has(email));
    if (unknown.length > 0) {
      const found = usersByEmails(unknown);
      for (const email of unknown)
        asked.set(
          email,
          found.then((users) => users.get(email) ?? []),
        );
    }
    const users = emails.map(async (email) => [email, (await asked.get(email)) ?? []] as const);
    return new Map(await Promise.all(users));
  };
}
