import { eq } from 'drizzle-orm';
import type { Handle, Reader } from './database.ts';
import { settings } from './tables.ts';

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
