import type { z } from 'zod';

/** One thing that Slack would refuse, and where. */
export interface Problem {
  /** JSON pointer from the argument, as in `/blocks/0/text/text`. */
  pointer: string;
  message: string;
  /** Which rule it is, as `blocks.validate` says it. */
  constraint?: { type: string; expected?: string | number | string[]; got?: string | number };
  /** Slack takes this; the sandbox has not learned it. */
  isMissingHere?: true;
}

/** Types that Slack has and the sandbox has not: see README.md. */
const missingHere = new Set([
  ...['call', 'container', 'context_actions', 'data_visualization', 'file', 'video'],
  ...['datetimepicker', 'email_text_input', 'feedback_buttons', 'file_input', 'icon_button', 'rich_text_input'],
  ...['timepicker', 'url_text_input', 'workflow_button', 'url_source', 'slack_file'],
]);

/** What `error` says of these problems: never that Slack refuses what only the sandbox does not know. */
export function errorFor(problems: Problem[], error: string): string {
  return problems.some((each) => each.isMissingHere) ? 'not_in_this_sandbox' : error;
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
      return issue.keys.map((key) => unknownKey(pointer, key));
    case 'too_big':
      return [{ pointer, message: tooMuch(issue), constraint: measured('max', issue.origin, issue.maximum) }];
    case 'too_small':
      return [{ pointer, message: tooLittle(issue), constraint: measured('min', issue.origin, issue.minimum) }];
    case 'invalid_union':
      return [unsupported(`${parent}/${name}`, typeAt(issue.input, name))];
    case 'invalid_value':
      if (issue.input === undefined) return [{ pointer: parent, message: `missing required field: ${name}` }];
      if (name === 'type') return [unsupported(pointer, typeAt(issue.input, name))];
      return [oneOf(pointer, issue.values.map(String))];
    case 'invalid_format':
      return [{ pointer, message: issue.format === 'regex' ? issue.message : `must be a valid ${issue.format}` }];
    case 'invalid_type':
      if (issue.input === undefined) return [{ pointer: parent, message: `missing required field: ${name}` }];
      return [
        {
          pointer,
          message: `must provide ${article(issue.expected)} ${issue.expected}`,
          constraint: { type: 'type', expected: issue.expected },
        },
      ];
    default:
      return [{ pointer, message: issue.message }];
  }
}

/** A type that Slack refuses here, or one that only the sandbox does not know. */
export function unsupported(pointer: string, type: string): Problem {
  if (missingHere.has(type)) return { pointer, message: `not in this sandbox: ${type}`, isMissingHere: true };
  return { pointer, message: `unsupported type: ${type}`, constraint: { type: 'enum', got: type } };
}

function unknownKey(pointer: string, key: string): Problem {
  if (missingHere.has(key)) return { pointer, message: `not in this sandbox: ${key}`, isMissingHere: true };
  return { pointer, message: `invalid additional property: ${key}` };
}

function oneOf(pointer: string, expected: string[]): Problem {
  return { pointer, message: `must be one of: ${expected.join(', ')}`, constraint: { type: 'enum', expected } };
}

function measured(end: 'min' | 'max', origin: string, expected: number | bigint): Problem['constraint'] {
  const what = origin === 'string' ? 'length' : origin === 'array' ? 'items' : 'value';
  return { type: `${end}_${what}`, expected: Number(expected) };
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
