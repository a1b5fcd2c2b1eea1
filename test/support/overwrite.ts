import { statSync, writeFileSync } from 'node:fs';

/** Leaves a file as long as it is, with nothing in it that anybody wrote. */
export function overwrite(file: string): void {
  writeFileSync(file, Buffer.alloc(statSync(file).size, 'Z'));
}
