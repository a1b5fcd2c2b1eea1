import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type AppManifest, readManifest } from './slack/manifest.ts';

/** What `manifest.yml` declares: the workspace has installed the app just as a real one would, with its `optional` scopes or without. */
export async function ownManifest(granted: { optional?: boolean } = {}): Promise<AppManifest> {
  return readManifest(parse(await readFile(join(import.meta.dirname, '../manifest.yml'), 'utf8')), granted);
}
