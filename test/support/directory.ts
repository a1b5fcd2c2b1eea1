import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fresh, shared } from './shared.ts';

interface Directory {
  path: string;
}

/** An empty directory for all tests of a file. */
export function sharedDirectory(): Directory {
  return shared(make, remove);
}

/** The same, anew for each test. */
export function freshDirectory(): Directory {
  return fresh(make, remove);
}

async function make(): Promise<Directory> {
  return { path: await mkdtemp(join(tmpdir(), 'steward-')) };
}

function remove({ path }: Directory): Promise<void> {
  return rm(path, { recursive: true });
}
