import { readFileSync } from 'node:fs';

const page = readFileSync('docs/complaints.md', 'utf8');
const named = [...page.matchAll(/`([^`]+)` in \[[^\]]+\]\(\.\.\/([^)]+)\)/g)].map(([, title = '', file = '']) => ({
  title,
  file,
}));

test('docs/complaints.md tells of 24 complaints what test guards against each, or that there is none', () => {
  const rows = page.match(/^\| \d+ +\| .* \| (`.*|none yet) +\|$/gm) ?? [];
  expect(rows).toHaveLength(24);
  expect(rows.flatMap((row) => row.match(/` in \[/g) ?? [])).toHaveLength(named.length);
});

test.each(named)('$file has the test “$title”', ({ title, file }) => {
  expect(readFileSync(file, 'utf8')).toContain(`'${title}'`);
});
