import { coerceError } from './errors.ts';

export interface ResolvedEnvironment {
  values: Record<string, string>;
  problems: string[];
  /** The names whose value cannot be known, each with a problem of its own. */
  unusable: Set<string>;
}

/**
 * The environment with empty values gone and each of `secrets` read from its file where `NAME_FILE` names one. White space
 * around a file's text is cut off, since editors and `echo` end a file with a newline.
 */
export function resolveEnvironment(
  env: Record<string, string | undefined>,
  secrets: string[],
  readFile: (path: string) => string,
): ResolvedEnvironment {
  const values = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const problems: string[] = [];
  const unusable = new Set<string>();
  const refuse = (name: string, problem: string) => {
    unusable.add(name);
    problems.push(problem);
  };

  for (const name of secrets) {
    const path = values[`${name}_FILE`];
    if (path === undefined) continue;
    if (values[name] !== undefined) {
      refuse(name, `${name} and ${name}_FILE are both given: keep one of them.`);
      continue;
    }
    try {
      const text = readFile(path).trim();
      if (text === '') refuse(name, `${name}_FILE names ${path}, which is empty.`);
      else values[name] = text;
    } catch (thrown) {
      refuse(name, `${name}_FILE names ${path}, which can't be read: ${coerceError(thrown).message}.`);
    }
  }
  return { values, problems, unusable };
}
