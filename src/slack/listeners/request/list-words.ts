import { readSince } from '../../../change/since.ts';
import type { ListAsked } from '../../../workflow/tell/lists.ts';

const choices = ['open', 'mine', 'to approve'] as const;

/** What stands behind `list`: `mine`, `to approve`, `schema`, `since 30d`, in any order; undefined: something else is among it. */
export function readListWords(words: string, now: Date): ListAsked | undefined {
  let rest = words.trim().toLowerCase().replace(/\s+/g, ' ');
  const asked: ListAsked = {};
  while (rest !== '') {
    const [, word = '', more = ''] = /^(to approve|since \S+|\S+) ?(.*)$/.exec(rest) ?? [];
    const which = choices.find((choice) => choice === word);
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
