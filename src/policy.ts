import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isCollection, isMap, isScalar, LineCounter, type Node, parseDocument, type YAMLParseError } from 'yaml';
import type { z } from 'zod';
import type { Policy } from './change/types.ts';
import { coerceError, StartupError } from './errors.ts';
import { policySchema } from './policy-schema.ts';

export type PolicyResult = { ok: true; policy: Policy } | { ok: false; problems: string[] };

/** The policy in the file at `path`, or what is wrong with it; where there is no file, how to make one. */
export async function loadPolicy(path: string): Promise<PolicyResult> {
  try {
    return parsePolicy(await readFile(path, 'utf8'));
  } catch (thrown) {
    const error = coerceError(thrown);
    if (!('code' in error && error.code === 'ENOENT'))
      return { ok: false, problems: [`I can't read the policy file ${path}: ${error.message}.`] };
    const problem =
      `There is no policy file at ${path}. Make one: copy policy.example.yml to ${path}, put in your own channel and ` +
      'approvers, and start again; or set POLICY_FILE to the path of the one you have.';
    return { ok: false, problems: [problem] };
  }
}

/** The same, for what can't go on without it. Throws a StartupError with all that is wrong. */
export async function readPolicy(path: string): Promise<Policy> {
  const read = await loadPolicy(path);
  if (!read.ok) throw new StartupError(read.problems);
  return read.policy;
}

/** `policy.yml` as a Policy, or every problem in it, each with its line where that is known. Throws nothing. */
export function parsePolicy(text: string): PolicyResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true });
  const at = (offset: number) => `line ${lines.linePos(offset).line}`;
  if (document.errors.length > 0)
    return { ok: false, problems: document.errors.map((error) => `policy, ${at(error.pos[0])}: ${explain(error)}`) };
  if (document.contents === null)
    return { ok: false, problems: ['The policy is empty. policy.example.yml shows what it needs.'] };

  let value: unknown;
  try {
    value = document.toJS();
  } catch (thrown) {
    return { ok: false, problems: [`policy: ${coerceError(thrown).message}.`] };
  }
  const parsed = policySchema.safeParse(value);
  if (parsed.success) return { ok: true, policy: { ...parsed.data, hash: sha256(text), text } };

  const problems = parsed.error.issues.flatMap(tell).map(({ path, message }) => {
    const offset = offsetOf(document.contents, path);
    const where = [offset === undefined ? [] : [at(offset)], path.length === 0 ? [] : [spell(path)]].flat();
    return `policy, ${[...where, message].join(': ')}`;
  });
  return { ok: false, problems };
}

/** The library's words, but where they are for whoever calls it. */
function explain({ code, message }: YAMLParseError): string {
  if (code !== 'MULTIPLE_DOCS') return `${message}.`;
  return "a second document begins here. Remove the line --- and what doesn't belong to the policy.";
}

type Issue = z.core.$ZodIssue;
type Path = PropertyKey[];

/** One sentence an unknown key, at the place of that key. */
function tell(issue: Issue): { path: Path; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'there is no such setting.' }));
}

/** Where the key or the entry that `path` names begins; for one that is missing, where that which should have it begins. */
function offsetOf(root: Node | null, path: Path): number | undefined {
  let node: unknown = root;
  let offset: number | undefined;
  for (const step of path) {
    if (!isCollection(node)) return offset;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) return offset;
      if (isScalar(pair.key)) offset = pair.key.range?.[0];
      node = pair.value;
    } else {
      node = node.get(step, true);
      if (isScalar(node) || isCollection(node)) offset = node.range?.[0];
    }
  }
  return offset;
}

/** `rules[1].when.items`, counting from 1 as people do. */
function spell(path: Path): string {
  return path.reduce<string>((spelt, step) => {
    if (typeof step === 'number') return `${spelt}[${step + 1}]`;
    return spelt === '' ? String(step) : `${spelt}.${String(step)}`;
  }, '');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
