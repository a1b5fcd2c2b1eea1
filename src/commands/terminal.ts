import type { Writable } from 'node:stream';
import type { Config } from '../config.ts';
import { type LedgerConfig, type Result, readConfig, readLedgerConfig } from '../config.ts';
import { StartupError } from '../errors.ts';

/** What a command has of the world around it; it answers with its exit code. */
export interface Terminal {
  env: Record<string, string | undefined>;
  out: Writable;
  err: Writable;
  /** Somebody sits at it: it is a terminal, and may be closed. */
  attached: boolean;
}

/** Throws a StartupError with every problem of the environment. */
export function requireConfig({ env }: Terminal): Config {
  return required(readConfig(env));
}

/** As much of it as the audit log's tools need. Throws as `requireConfig` does. */
export function requireLedgerConfig({ env }: Terminal): LedgerConfig {
  return required(readLedgerConfig(env));
}

function required<T>(read: Result<T>): T {
  if (!read.ok) throw new StartupError(read.problems);
  return read.config;
}
