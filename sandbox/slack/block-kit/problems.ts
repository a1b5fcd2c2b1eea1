import type { z } from 'zod';

/** One thing that Slack would refuse, and where. */
export interface Problem {
  /** JSON pointer from the argument, as in `/blocks/0/text/text`. */
  pointer: string;
  message: string;
}

/** Puts what zod found into the words that Slack uses in `response_metadata.messages`. */
export function problemsOf(error: z.ZodError, root: string): Problem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(issue, root));
}

/** One line of `response_metadata.messages`. */
export function problemLine(problem: Problem): string {
  return `[ERROR] ${problem.message} [json-pointer:${problem.pointer}]`;
}

function problemsOfIssue(issue: z.core.$ZodIssue, root: string): Problem[] {
  const pointer = root + issue.path.map((step) => `/${String(step)}`).join('');
  const parent =
    root +
    issue.path
      .slice(0, -1)
      .map((step) => `/${String(step)}`)
      .join('');
  const name = String(issue.path.at(-1) ?? '');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ pointer, message: `invalid additional property: ${key}` }));
    case 'too_big':
      return [{ pointer, message: tooMuch(issue) }];
    case 'too_small':
      return [{ pointer, message: tooLittle(issue) }];
    case 'invalid_union':
      return [{ pointer: `${parent}/${name}`, message: `unsupported type: ${typeAt(issue.input, name)}` }];
    case 'invalid_type':
      if (issue.input === undefined) return [{ pointer: parent, message: `missing required field: ${name}` }];
      return [{ pointer, message: `must provide ${article(issue.expected)} ${issue.expected}` }];
    default:
      return [{ pointer, message: issue.message }];
  }
}

function tooMuch(issue: z.core.$ZodIssueTooBig): string {
  if (issue.origin === 'string') return `must be less than ${Number(issue.maximum) + 1} characters`;
  if (issue.origin === 'array') return `no more than ${issue.maximum} items allowed`;
  return `must be at most ${issue.maximum}`;
}

function tooLittle(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === 'string') return `must be more than ${Number(issue.minimum) - 1} characters`;
  if (issue.origin === 'array') return `no fewer than ${issue.minimum} items allowed`;
  return `must be at least ${issue.minimum}`;
}

/** What stands where a block's type belongs; whatever is no text is called by its kind. */
function typeAt(input: unknown, name: string): string {
  const found = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[name] : input;
  return typeof found === 'string' ? found : typeof found;
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}
