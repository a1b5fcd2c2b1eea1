import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../errors.ts';

export interface DataDirLock {
  release(): void;
}

/** SQLite's result code for "another connection has it", https://www.sqlite.org/rescode.html#busy */
const busy = 5;

/**
 * Takes `dataDir` for this process, and makes the directory when it is not there. PGlite has no lock of its own, and a
 * second process there, even one that only reads, can destroy the database.
 *
 * The lock is SQLite's on an empty file of its own, for that is the kernel's: it is gone the moment its process is,
 * however it ended, and never taken from a live one, also between containers, where process ids say nothing.
 *
 * Throws `StartupError` when a live process has it, or when it cannot be written.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // SQLite locks a file that it cannot write as well, but PGlite then fails without saying why.
    checkWritable(dataDir);
    lock = new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if (isBusy(error)) {
      throw new StartupError([`Another process is using ${dataDir}. Stop it, or set another DATA_DIR.`], error);
    }
    throw cannotBeWritten(dataDir, error);
  }
  const held = lock;
  return { release: () => held.close() };
}

/** Throws what `lockDataDir` would, of a directory that is still to be made or filled, and makes nothing. */
export function checkWritable(dataDir: string): void {
  let place = resolve(dataDir);
  try {
    while (statSync(place, { throwIfNoEntry: false }) === undefined) place = dirname(place);
    // A file has no place in it, whatever its rights.
    accessSync(`${place}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw cannotBeWritten(dataDir, error);
  }
}

function cannotBeWritten(dataDir: string, cause: unknown): StartupError {
  return new StartupError([`I can't write to ${dataDir}. Check DATA_DIR and who owns it.`], cause);
}

/** For a directory, or a socket in it, that this user may not open. */
export function anothersDirectory(dataDir: string, cause: unknown): StartupError {
  return new StartupError(
    [`${dataDir} belongs to another user. Run this as the user that the service runs as.`],
    cause,
  );
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === busy;
}
