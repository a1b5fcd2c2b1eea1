import { globSync, readFileSync } from 'node:fs';

// How the app speaks: the rules of its voice that a machine can check, over every sentence in `src`, the sandbox's page and story, the docs and the manifest.
const rules: [rule: RegExp, instead: string][] = [
  [/\bshall\b/i, 'will, should, or the plain verb'],
  [/\bafresh\b|\banew\b/i, 'again'],
  [/\bwhom\b/i, 'who'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\bat the most\b/i, 'up to'],
  [/\bby itself\b/i, 'automatically, or alone'],
  [/\bpress(?:es|ed)?\b/i, 'click'],
  [/(?<!there) is no (?!longer\b|one\b)\w+/i, "isn't a …"],
  [/\bno (?:steward|member|subcommand) any more\b/i, 'no longer a …'],
  [/\bso\.$/i, 'say what, directly'],
  [/\bpatience\b/i, 'say what happened'],
  [/\be-mails?\b/i, 'email'],
  [/\bDomo id\b/, 'Domo ID'],
  [/\b(?:present|former|outgoing|incoming) owner\b/i, 'current owner, new owner'],
  [/\bchange of (?:owner|schema)\b/i, 'owner change, schema change'],
  [/\b(?:nobody|somebody) else\b/i, 'someone else'],
  [/\bdrifted\b|\bunverified\b|\bbefore-image\b/i, 'what people read for it'],
  [/\b(?:fingerprint|recount)\b(?! there)/i, 'plan'],
  [/^(?:Not done|Failed|Error)\.?$/, 'a title that says what happened'],
  [/\bwhen it should\b/i, 'when asked to'],
  [/\bfor one, is\b/i, 'for example'],
  [/\bRebase\b/, "Redo on today's columns"],
  [/\bCaution\b|\bBlocked\b/, 'Check first, Not possible'],
];

/** Words of the inside that are no sentences, or whose reader is a developer: SQL, thrown at a mistake in the code, ids. */
const insiders = [/^src\/store\//, /^src\/audit\//, /^src\/jobs\//, /^src\/http\//, /migrations/];

const strings = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** What stands between quotation marks in a file and has a blank in it, or is one capitalized word: a sentence, or a title. */
function sentencesOf(file: string): string[] {
  const all = readFileSync(file, 'utf8').match(strings) ?? [];
  return all
    .filter((each) => !each.startsWith('/'))
    .map((each) => each.slice(1, -1))
    .filter((each) => /[A-Za-z]{2,} [A-Za-z]|^[A-Z][a-z]+$/.test(each));
}

const files = globSync(['src/**/*.ts', 'sandbox/page/**/*.{ts,tsx}', 'sandbox/play/*.ts', 'sandbox/story-steps.ts'])
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !insiders.some((inside) => inside.test(file)));

test.each(files.filter((file) => sentencesOf(file).length > 0))('%s speaks as the app does', (file) => {
  const amiss = sentencesOf(file).flatMap((sentence) =>
    rules.flatMap(([rule, instead]) => (rule.test(sentence) ? [`“${sentence}”: ${instead}`] : [])),
  );
  expect(amiss).toEqual([]);
});

/** What somebody reads who installs and runs it; log states, code and commands between backticks are what they are called. */
const pages = ['README.md', 'SECURITY.md', 'manifest.yml', 'policy.example.yml', ...globSync('docs/*.md')];

/** The part of the changelog that is not released yet, without which old words would have to be rewritten. */
function unreleased(): string {
  return readFileSync('CHANGELOG.md', 'utf8').split(/^## (?!Unreleased)/m, 1)[0] ?? '';
}

/** Each line without what is code in it, or an address. */
function proseOf(text: string): string[] {
  return text
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`]*`|<[^>]*>|\]\([^)]*\)/g, '')
    .split('\n');
}

test.each([...pages, 'CHANGELOG.md'])('%s speaks so too', (file) => {
  const text = file === 'CHANGELOG.md' ? unreleased() : readFileSync(file, 'utf8');
  const amiss = proseOf(text).flatMap((line) =>
    rules.flatMap(([rule, instead]) => (rule.test(line) ? [`“${line.trim()}”: ${instead}`] : [])),
  );
  expect(amiss).toEqual([]);
});

test('there are sentences to look at', () => {
  expect(files.flatMap(sentencesOf).length).toBeGreaterThan(500);
});

test('README can be read in a few minutes: under 1,200 words', () => {
  expect(readFileSync('README.md', 'utf8').split(/\s+/).filter(Boolean).length).toBeLessThan(1200);
});
