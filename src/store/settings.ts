import { eq } from 'drizzle-orm';
import type { Handle, Reader } from './database.ts';
import { settings } from './tables.ts';

/** The setting that names the Domo instance of a database. */
const instance = 'customer';

/** Keeps a fact once: the first value stays, and is what every later call returns. */
export async function settleOnce(q: Handle, key: string, value: string): Promise<string> {
  await q.insert(settings).values({ key, value }).onConflictDoNothing();
  return (await readSetting(q, key)) ?? value;
}

export async function readSetting(reader: Reader, key: string): Promise<string | undefined> {
  const [row] = await reader.select().from(settings).where(eq(settings.key, key));
  return row?.value;
}

export async function writeSetting(q: Handle, key: string, value: string): Promise<void> {
  await q.insert(settings).values({ key, value }).onConflictDoUpdate({ target: settings.key, set: { value } });
}

export async function forgetSetting(q: Handle, key: string): Promise<void> {
  await q.delete(settings).where(eq(settings.key, key));
}

/** Gives a database to the first Domo instance that it is used with. Resolves to the one that it belongs to. */
export function bindInstance(q: Handle, customer: string): Promise<string> {
  return settleOnce(q, instance, customer);
}

/** The Domo instance that a database belongs to; undefined until it was first used. */
export function instanceOf(reader: Reader): Promise<string | undefined> {
  return readSetting(reader, instance);
}
