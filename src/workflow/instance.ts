import type { Handle, Reader } from '../store/database.ts';
import { readSetting, settleOnce } from '../store/settings.ts';

const setting = 'customer';

/** Gives a database to the first Domo instance that it is used with. Resolves to the one that it belongs to. */
export function bindInstance(q: Handle, customer: string): Promise<string> {
  return settleOnce(q, setting, customer);
}

/** The Domo instance that a database belongs to; undefined until it was first used. */
export function instanceOf(reader: Reader): Promise<string | undefined> {
  return readSetting(reader, setting);
}
