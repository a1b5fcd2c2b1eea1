import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const root = join(import.meta.dirname, '../..');

/** The code of another release, which runs with the packages of this one. */
export interface OtherRelease {
  /** For `createAppProcess`. */
  script: string[];
  remove(): void;
}

function inDirectory(fill: (directory: string) => void): OtherRelease {
  const directory = mkdtempSync(join(tmpdir(), 'steward-release-'));
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  fill(directory);
  return {
    script: [join(directory, 'src/main.ts'), 'start'],
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** As it was kept in test/fixtures. */
export function earlierRelease(release: string): OtherRelease {
  return inDirectory((directory) => {
    const packed = readFileSync(join(root, 'test/fixtures', release, 'code.tar.br'));
    const { status, stderr } = spawnSync('tar', ['-x', '-C', directory], { input: brotliDecompressSync(packed) });
    if (status !== 0) throw new Error(String(stderr));
  });
}

/** This one, with the next number and a migration that adds a column, as the next one may have. */
export function nextRelease(): OtherRelease & { version: string } {
  const file = (name: string) => readFileSync(join(root, name), 'utf8');
  const own = JSON.parse(file('package.json')) as { version: string };
  const version = own.version.replace(/^(\d+)\.(\d+)\..*/, (_, major, minor) => `${major}.${Number(minor) + 1}.0`);
  const made = inDirectory((directory) => {
    cpSync(join(root, 'src'), join(directory, 'src'), { recursive: true });
    const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
    write('package.json', JSON.stringify({ ...own, version }));
    const releases = 'src/store/releases.ts';
    write(releases, file(releases).replace(/(releaseBefore = ')[^']+/, `$1${own.version}`));
    const journal = 'src/store/migrations/meta/_journal.json';
    const { entries, ...rest } = JSON.parse(file(journal)) as { entries: { idx: number; when: number }[] };
    const last = entries.at(-1);
    if (last === undefined) throw new Error('There are no migrations.');
    const next = { ...last, idx: last.idx + 1, when: last.when + 1, tag: 'next' };
    write(journal, JSON.stringify({ ...rest, entries: [...entries, next] }));
    write('src/store/migrations/next.sql', `ALTER TABLE "requests" ADD COLUMN "of_the_next" text;`);
  });
  return { ...made, version };
}
