import { readSince } from '../../change/since.ts';
import type { ListAsked } from '../../workflow/tell/lists.ts';
import type { Command } from '../refusals.ts';

/** A person as somebody named them. */
export type Whom =
  | { by: 'slack'; slackId: string }
  | { by: 'email'; email: string }
  | { by: 'id'; id: number }
  | { by: 'name'; name: string };

export type CommandText =
  | { does: 'open'; people: Whom[] }
  | { does: 'help' }
  | { does: 'list'; asked: ListAsked }
  | { does: 'status'; number: number }
  /** `person`: a mention, an email or a Domo ID, which no dataset is called by. */
  | { does: 'history'; of: string; person?: Whom }
  /** `of`: as it was typed; each command reads its own. */
  | { does: 'who'; of: string }
  /** Understood as far as the sentence says; mrkdwn. */
  | { does: 'explain'; problem: string };

/** As Slack sends it: an arrow that was typed comes as `-&gt;`. */
const arrow = '[-=]+(?:&gt;|>)|[→⇒]|,';
const tokens = new RegExp(
  [
    '<@(?<slack>[UW][A-Z0-9]+)(?:\\|[^>]*)?>',
    '<mailto:(?<mailto>[^|>]+)(?:\\|[^>]*)?>',
    '["“”](?<quoted>[^"“”]+)["“”]',
    `(?<separator>${arrow})`,
    `(?<word>(?:(?!${arrow}|<@|<mailto:)\\S)+)`,
  ].join('|'),
  'g',
);
const lists = ['open', 'mine', 'to approve'] as const;
const separatingWords = new Set(['to', 'and']);

/** What stands behind `/domo-owner`, as Slack escapes it; or a subcommand of `command`, which has the same ones. */
export function readCommandText(text: string, now: Date, command: Command = '/domo-owner'): CommandText {
  const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  const word = first.toLowerCase();
  if (word === 'help' && rest === '') return { does: 'help' };
  const asked = word === 'list' ? readListWords(rest, now) : undefined;
  if (asked !== undefined) return { does: 'list', asked };
  if (word === 'status') return readStatus(rest, command);
  if (word === 'who') return { does: 'who', of: rest };
  if (word === 'history') return readHistory(rest, command);
  const people = readPeople(text);
  if (people.length <= 2) return { does: 'open', people };
  return {
    does: 'explain',
    problem: 'Name up to two people: current owner, then new owner. Put names in "quotes".',
  };
}

/** What stands behind `list`: `mine`, `to approve`, `schema`, `since 30d`, in any order; undefined: something else is among it. */
function readListWords(words: string, now: Date): ListAsked | undefined {
  let rest = words.trim().toLowerCase().replace(/\s+/g, ' ');
  const asked: ListAsked = {};
  while (rest !== '') {
    const [, word = '', more = ''] = /^(to approve|since \S+|\S+) ?(.*)$/.exec(rest) ?? [];
    const which = lists.find((choice) => choice === word);
    const [, since] = /^since (.+)$/.exec(word) ?? [];
    if (which !== undefined) asked.which = which;
    else if (word === 'owner' || word === 'schema') asked.kind = word;
    else if (since !== undefined) asked.since = readSince(since, now);
    else return undefined;
    if (since !== undefined && asked.since === undefined) return undefined;
    rest = more;
  }
  return asked;
}

function readStatus(rest: string, command: Command): CommandText {
  const number = /^#?(\d{1,9})$/.exec(rest.trim())?.[1];
  if (number !== undefined) return { does: 'status', number: Number(number) };
  return { does: 'explain', problem: `Say which request: \`${command} status 42\`.` };
}

function readHistory(rest: string, command: Command): CommandText {
  const [person, ...others] = readPeople(rest);
  if (person !== undefined && person.by !== 'name' && others.length === 0) return { does: 'history', of: rest, person };
  const of = unescaped(rest)
    .replace(/^["“”](.*)["“”]$/s, '$1')
    .trim();
  if (of !== '') return { does: 'history', of };
  return { does: 'explain', problem: `Name the dataset or person: \`${command} history NAME\`.` };
}

/** Words without quotes that follow each other are one name, unless `to` or the like stands between. */
export function readPeople(text: string): Whom[] {
  const people: Whom[] = [];
  let name: string[] = [];
  const endName = () => {
    if (name.length > 0) people.push({ by: 'name', name: name.join(' ') });
    name = [];
  };
  for (const { groups = {} } of text.matchAll(tokens)) {
    const { slack, mailto, quoted, separator, word = '' } = groups;
    const whole = slack ?? mailto ?? quoted;
    const separates = separator !== undefined || separatingWords.has(word.toLowerCase());
    if (whole === undefined && !separates && !isWhole(word)) {
      name.push(unescaped(word).replace(/^@/, ''));
      continue;
    }
    endName();
    if (separates) continue;
    if (slack !== undefined) people.push({ by: 'slack', slackId: slack });
    else people.push(readWord(unescaped(mailto ?? quoted ?? word).trim()));
  }
  endName();
  return people;
}

function isWhole(word: string): boolean {
  return /^\d{1,15}$/.test(word) || isEmail(word);
}

function readWord(word: string): Whom {
  if (isEmail(word)) return { by: 'email', email: word };
  return /^\d{1,15}$/.test(word) ? { by: 'id', id: Number(word) } : { by: 'name', name: word };
}

function isEmail(word: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(word);
}

/** What a person typed, where Slack escaped it. */
export function unescaped(text: string): string {
  return text
    .replace(/<(?:mailto:|https?:|#|@|!)[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
