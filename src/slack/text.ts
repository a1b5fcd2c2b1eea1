import { isNameless, nameOfId } from '../change/owner/name-of-id.ts';
import { showName } from '../change/show-name.ts';
import type { Owner, Person } from '../change/types.ts';

/** What is cut or kept as one: an entity, a token of ours such as `<@U1>`, `<!date^…>` or a link, else a code point. */
const atoms = /&(?:amp|lt|gt);|<(?:[@!#]|https:)[^<>\n]{1,600}>|./gsu;
const ellipsis = '…';
const zeroWidthSpace = '\u200b';
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Foreign text for a mrkdwn field: no link, mention or entity of its own, and no pair of `*`, `_`, `~`, backticks or
 * colons that Slack would turn into formatting or an emoji. Use with `verbatim`, so that `@here` stays a word.
 */
export function escapeMrkdwn(text: string): string {
  return text
    .replace(
      // Between two plain letters or digits a mark is none, but a backtick is; a blank inside its edge, though unseen, undoes it.
      /\u0060|(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])/g,
      `${zeroWidthSpace}$&${zeroWidthSpace}`,
    )
    .replace(/:(?=[\p{L}\p{M}\p{N}_+'-]+:)/gu, `:${zeroWidthSpace}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/**
 * A name as it was before `escapeMrkdwn`, where somebody copied it from a message; one that is `known` is meant as it is.
 * Entities are none in what is copied.
 */
export function asCopied(name: string, known: string[]): string {
  if (known.includes(name)) return name;
  return name.replace(/\u200b([*_~\u0060])\u200b/g, '$1').replace(/:\u200b/g, ':');
}

/** The text in at most `max` UTF-16 units, which is how Slack counts; never through a code point, an entity or a mention. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return take(text.match(atoms) ?? [], max - ellipsis.length) + (max > 0 ? ellipsis : '');
}

/** The whole text in pieces of at most `max` UTF-16 units, divided where `cut` may cut. */
export function pieces(text: string, max: number): string[] {
  if (text.length <= max) return [text];
  const head = take(text.match(atoms) ?? [], max);
  return head === '' ? [cut(text, max)] : [head, ...pieces(text.slice(head.length), max)];
}

/** As `cut`, with the beginning and the end kept: names differ at their ends. */
export function cutMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max <= 0) return '';
  const parts = text.match(atoms) ?? [];
  const room = max - ellipsis.length;
  const head = take(parts, Math.ceil(room / 2));
  const tail = take(parts.toReversed(), room - head.length, (taken) => taken.toReversed());
  return head + ellipsis + tail;
}

function take(parts: string[], room: number, order: (taken: string[]) => string[] = (taken) => taken): string {
  const taken: string[] = [];
  let length = 0;
  for (const part of parts) {
    if (length + part.length > room) break;
    taken.push(part);
    length += part.length;
  }
  return order(taken).join('');
}

/** A foreign name as one line of at most `max` units, isolated where it is written from right to left. Plain, not escaped. */
export function oneLine(name: string, max = 80): string {
  const visible = showName(name, Number.POSITIVE_INFINITY).trim() || '(no name)';
  if (!rightToLeft.test(visible)) return cutMiddle(visible, max);
  return `\u2068${cutMiddle(visible, max - 2)}\u2069`;
}

/** As `name · e-mail · Domo id 29`, so that twins can be told apart. Plain, at most `max` units, the id always whole. */
export function showOwner(owner: Owner, max = 200): string {
  const standing = { active: '', deleted: ' (left)', group: '', unknown: ' (unknown owner)' };
  const id = `${nameOfId(owner.id)}${standing[owner.standing ?? 'active']}`;
  return isNameless(owner) ? id : named(owner.name, owner.email, id, max);
}

/** As `Leonhard Euler (Domo id 29)`, within a sentence. Plain, the name in at most 40 units. */
export function ownerInSentence(owner: Owner): string {
  return isNameless(owner) ? nameOfId(owner.id) : `${oneLine(owner.name, 40)} (${nameOfId(owner.id)})`;
}

/** As `name · e-mail · Domo id 31`. Plain, at most `max` units. */
export function showPerson(person: Person, max = 200): string {
  const id = person.domoId ? nameOfId(person.domoId) : 'no Domo user';
  return named(person.name, person.email, person.domoId === undefined ? '' : id, max);
}

/** As `Sales daily · 2f09a073…59f0`. Plain, at most `max` units, the id always whole. */
export function showDataset(dataset: { id: string; name: string }, max = 110): string {
  // A dataset that Domo does not list is called by its id.
  if (dataset.name === dataset.id) return oneLine(dataset.id, max);
  return named(dataset.name, undefined, shortId(dataset.id), max);
}

/** As `Sales daily`; with its id where another name looks the same, or where it is cut. Plain, the name in at most `max` units. */
export function datasetInSentence(dataset: { id: string; name: string; alike?: boolean }, max: number): string {
  const name = oneLine(dataset.name, max);
  const isWhole = name === oneLine(dataset.name, Number.POSITIVE_INFINITY);
  return dataset.alike || !isWhole ? `${name} (${shortId(dataset.id)})` : name;
}

/** As `2f09a073…59f0`: both ends of a dataset's UUID, so that twins can be told apart also where ids begin alike. */
export function shortId(datasetId: string): string {
  return datasetId.length <= 13
    ? oneLine(datasetId, 13)
    : `${oneLine(datasetId.slice(0, 8))}…${oneLine(datasetId.slice(-4))}`;
}

function named(name: string, email: string | undefined, id: string, max: number): string {
  const behind = id === '' ? '' : ` · ${id}`;
  const room = Math.max(0, max - behind.length);
  const mail = email ? ` · ${oneLine(email, 60)}` : '';
  // A short line keeps the name and the id; the e-mail goes first.
  const kept = mail.length <= room - 20 ? mail : '';
  return cutMiddle(oneLine(name, Math.min(80, Math.max(3, room - kept.length))), room) + kept + behind;
}

/** A moment in each reader's own time zone; mrkdwn fields only. */
export function slackDate(date: Date): string {
  const seconds = Math.floor(date.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty} at {time}|${plainDate(date)}>`;
}

/** A moment where Slack cannot put it into the reader's zone: plain text, CSV. */
export function plainDate(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** In UTC, as it will be quoted later, and in each reader's own time. */
export function moment(at: Date): string {
  return `${plainDate(at)} (${slackDate(at)})`;
}

/** `1,000`. */
export function showNumber(value: number): string {
  return value.toLocaleString('en-US');
}

/** A line for each of the first `most`, and where there are more a last one about that. */
export function firstLines<T>(
  all: readonly T[],
  most: number,
  line: (each: T) => string,
  more: (count: number) => string,
): string[] {
  const rest = all.length - most;
  return [...all.slice(0, most).map(line), ...(rest > 0 ? [more(rest)] : [])];
}

/** `1 dataset`, `37 datasets`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${showNumber(count)} ${count === 1 ? one : many}`;
}

/** Mentions a person or a user group, by its Slack id; an id that is none is shown as text. Notifies only when first posted. */
export function mention(slackId: string): string {
  if (/^S[A-Z0-9]+$/.test(slackId)) return `<!subteam^${slackId}>`;
  return /^[UW][A-Z0-9]+$/.test(slackId) ? `<@${slackId}>` : escapeMrkdwn(slackId);
}

/** The same text without markup, for a message's plain fallback: links by their words, mentions by id, dates in UTC. */
export function withoutMarkup(mrkdwn: string): string {
  return mrkdwn
    .replace(/<https?:[^|>]+\|([^>]*)>/g, '$1')
    .replace(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<!subteam\^(\w+)>/g, '@$1')
    .replace(/(^|\s)\*([^*\n]+)\*/g, '$1$2')
    .replaceAll(zeroWidthSpace, '');
}

/** A sentence that ends with somebody's words, which may have brought their own full stop. */
export function withFullStop(sentence: string): string {
  return /[.!?…]”?$/u.test(sentence) ? sentence : `${sentence}.`;
}
