import type { Reader } from '../store/database.ts';
import { readSetting, settleOnce } from '../store/settings.ts';
import type { Context } from './context.ts';

const setting = 'customer';

/** The credentials are for another Domo instance than this database's. */
export class WrongInstance extends Error {
  readonly code = 'wrong_instance';

  constructor(ours: string, theirs: string) {
    super(
      `This database belongs to the Domo instance “${ours}”, and the credentials are for “${theirs}”. Use that instance's credentials, or another database.`,
    );
    this.name = 'WrongInstance';
  }
}

/** The Domo instance that this database belongs to: the first one it was used with. Throws `WrongInstance` and `DomoError`. */
export async function ownInstance(ctx: Pick<Context, 'database' | 'domo'>, signal?: AbortSignal): Promise<string> {
  const { customer } = await ctx.domo.identity({ signal });
  const ours = await settleOnce(ctx.database.db, setting, customer);
  if (ours !== customer) throw new WrongInstance(ours, customer);
  return customer;
}

/** The Domo instance that a database belongs to; undefined until it was first used. */
export function instanceOf(reader: Reader): Promise<string | undefined> {
  return readSetting(reader, setting);
}
