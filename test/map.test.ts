import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

const files = globSync('{src,bench,ops,sandbox,test}{,/**/*}', { exclude: ['**/node_modules/**'] });
const known = new Set([...files, ...files.map((file) => basename(file))]);

/** Files and folders that a text names between backticks: a whole path, or a file's bare name. */
function named(text: string): string[] {
  const quoted = [...text.matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => name);
  return quoted.filter((name) => /\.tsx?$|^\w[\w-]*\/([\w-]+\/)*$/.test(name)).map((name) => name.replace(/\/$/, ''));
}

test.each([
  { map: 'CONTRIBUTING.md', from: ['', 'src/'] },
  { map: 'sandbox/README.md', from: ['', 'sandbox/'] },
])('$map names only files that are there', async ({ map, from }) => {
  const names = named(await readFile(map, 'utf8'));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !from.some((folder) => known.has(`${folder}${name}`)))).toEqual([]);
});
