import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '../change/fingerprint.ts';

/**
 * What names people lies beside the log, where it can be erased, and the entry holds a digest of it: `named` in place of a
 * person's or owner's name and e-mail, `told` in place of a text, which may name anybody. Ids stay in the entry.
 */
export interface Name {
  /** Hex SHA-256 of salt and value. */
  digest: string;
  /** 128 random bits: without it nobody can find a name that was erased by trying. */
  salt: string;
  /** Slack id, or Domo id as `domo:27`; null: a text. */
  who: string | null;
  value: unknown;
}

type Fields = Record<string, unknown>;

/** Under these keys entries hold sentences of people, or of ours about them. */
const texts = new Set(['reason', 'comment', 'problem', 'warnings']);
const ownerTypes: unknown[] = [undefined, 'user', 'group', 'unknown'];

/** Hex digest by which an entry holds a name. */
export function nameDigest(salt: string, value: unknown): string {
  return createHash('sha256')
    .update(`${salt}${canonicalJson(value)}`)
    .digest('hex');
}

/** Gives each name its digest; the same one again while it is remembered, so that a long run does not keep it a thousand times. */
export type NameKeeper = (who: string | null, value: unknown) => Name;

const remembered = 1_000;

export function createNameKeeper(): NameKeeper {
  const known = new Map<string, Name>();
  return (who, value) => {
    const key = canonicalJson([who, value]);
    const salt = randomBytes(16).toString('hex');
    const name = known.get(key) ?? { who, value, salt, digest: nameDigest(salt, value) };
    if (known.size >= remembered) known.clear();
    known.set(key, name);
    return name;
  };
}

/** The value with digests in place of names and texts; `keep` is told of each. */
export function setNamesApart(value: unknown, keep: (who: string | null, value: unknown) => string): unknown {
  return rewrite(value, {
    person: ({ name, email, ...rest }) => ({
      ...rest,
      named: keep(whoIs(rest), email === undefined ? { name } : { name, email }),
    }),
    text: (text) => ({ told: keep(null, text) }),
  });
}

/** The value as if it named nobody, whether its names lie apart already or not: what two such values still share counts. */
export function withoutNames(value: unknown): unknown {
  return rewrite(value, {
    person: ({ name: _, email: __, named: ___, ...rest }) => rest,
    text: () => undefined,
  });
}

/** Names may have been erased from the log; those of a plan are in its fingerprint. */
export function sameButNames(logged: unknown, stored: unknown): boolean {
  return canonicalJson(withoutNames(logged)) === canonicalJson(withoutNames(stored));
}

/** The value with the names that were not erased back in their places. */
export function withNames(value: unknown, names: ReadonlyMap<string, unknown>): unknown {
  return rewrite(value, {
    person: ({ named, ...rest }) => {
      const known = names.get(String(named));
      return typeof known === 'object' ? { ...rest, ...known } : { named, ...rest };
    },
    text: (text) => (isFields(text) ? (names.get(String(text.told)) ?? text) : text),
  });
}

/** The digests of the names and texts that an entry's value holds. */
export function digestsIn(value: unknown): string[] {
  const found: string[] = [];
  rewrite(value, {
    person: (person) => {
      if (typeof person.named === 'string') found.push(person.named);
      return person;
    },
    text: (text) => {
      if (isFields(text) && typeof text.told === 'string') found.push(text.told);
      return text;
    },
  });
  return found;
}

interface Places {
  /** Someone with a Slack id or a Domo id, and a name or its digest. */
  person: (person: Fields) => unknown;
  text: (text: unknown) => unknown;
}

function rewrite(value: unknown, places: Places): unknown {
  if (Array.isArray(value)) return value.map((each) => rewrite(each, places));
  if (!isFields(value)) return value;
  if (isPerson(value)) return places.person(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      texts.has(key) && isText(each) ? places.text(each) : rewrite(each, places),
    ]),
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPerson(value: Fields): boolean {
  const isNamed = typeof value.name === 'string' || typeof value.named === 'string';
  // A column of a dataset has a name as well, and may have a number.
  const isOwner = typeof value.id === 'number' && ownerTypes.includes(value.type);
  return isNamed && (typeof value.slackId === 'string' || isOwner);
}

function isText(value: unknown): boolean {
  const isTold = isFields(value) && typeof value.told === 'string';
  return (
    isTold || typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'))
  );
}

function whoIs({ slackId, id, type = 'user' }: Fields): string {
  if (typeof slackId === 'string') return slackId;
  return type === 'group' ? `group:${id}` : `domo:${id}`;
}
