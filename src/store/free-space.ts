import { statfs } from 'node:fs/promises';

const mb = 1024 * 1024;

/** Below it the embedded database may stop any day: its log alone grows by 16 MB at a time. */
const scarce = 200 * mb;

export interface FreeSpace {
  isScarce: boolean;
  /** `12.3 GB free`. */
  text: string;
}

/** What the disk of this directory has left for whoever asks. */
export async function freeSpace(dataDir: string): Promise<FreeSpace> {
  const { bavail, bsize } = await statfs(dataDir);
  const bytes = bavail * bsize;
  const text = bytes < 1024 * mb ? `${Math.floor(bytes / mb)} MB` : `${(bytes / 1024 / mb).toFixed(1)} GB`;
  return { isScarce: bytes < scarce, text: `${text} free` };
}
