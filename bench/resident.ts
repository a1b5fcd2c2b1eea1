import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The memory that a process occupies, in MB, as its system counts it. */
export async function residentMB(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}
