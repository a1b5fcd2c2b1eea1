import type { Delivery, JsonObject } from '../../../sandbox/slack/types.ts';
import type { Random } from '../random.ts';

/** A body as it goes on the wire, with its type. */
export interface Body {
  type: string;
  text: string;
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

/** What stands in the place of any value: of the wrong kind, far too long or deep, or made to be read as something else. */
const odd: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e\u200b',
  '__proto__',
  '<!channel> <@U0EMMY00001> =cmd|"/c calc"!A1',
  "'; drop table requests; --",
  '%00%ff%c0%ae',
  'U0EVARISTE1',
  'U0RAMANUJA1',
  'U0NOBODY001',
  'x'.repeat(100_000),
  [],
  {},
  [[]],
  { __proto__: null, toString: 1 },
  nested(1_000),
];

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? [value] : { value };
  return value;
}

/**
 * One delivery as Slack might send it if it were broken, or not Slack: a few values of it gone, of another kind, or those of
 * `others`, and sometimes the text itself cut or garbled.
 */
export function mutate({ kind, payload }: Delivery, others: readonly Delivery[], random: Random): Body {
  const changed = structuredClone(payload);
  for (let times = 1 + random.below(4); times > 0; times -= 1) changeOne(changed, others, random);
  const text = asText(kind, changed, random);
  const garbled = random.chance(0.15) ? garble(text, random) : text;
  const usual = kind === 'event' ? json : form;
  return { type: random.chance(0.03) ? random.pick([json, form, 'text/plain', '']) : usual, text: garbled };
}

function asText(kind: Delivery['kind'], payload: JsonObject, random: Random): string {
  if (kind === 'event') return JSON.stringify(payload);
  if (kind === 'interaction') {
    const inner = JSON.stringify(payload);
    return new URLSearchParams({ payload: random.chance(0.1) ? garble(inner, random) : inner }).toString();
  }
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(payload))
    fields.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return fields.toString();
}

type Holder = Record<string, unknown> | unknown[];

function changeOne(payload: JsonObject, others: readonly Delivery[], random: Random): void {
  const holder = walk(payload, random);
  const keys = Object.keys(holder);
  if (keys.length === 0) return;
  const key = random.pick(keys);
  const put = (value: unknown) => Object.assign(holder, { [key]: value });
  const was = Reflect.get(holder, key);
  const kind = random.below(6);
  if (kind === 0) Reflect.deleteProperty(holder, key);
  else if (kind === 1) put(random.pick(odd));
  else if (kind === 2) put(valueIn(random.pick(others).payload, random));
  else if (kind === 3) put([was, was]);
  else if (kind === 4 && typeof was === 'string') put(garble(was, random));
  else Object.assign(holder, { [random.pick(['__proto__x', 'constructor', 'toString', 'actions', 'view'])]: was });
}

/** An object or list somewhere inside. */
function walk(from: Holder, random: Random): Holder {
  const inner = Object.values(from).filter((each): each is Holder => typeof each === 'object' && each !== null);
  return inner.length === 0 || random.chance(0.3) ? from : walk(random.pick(inner), random);
}

function valueIn(payload: JsonObject, random: Random): unknown {
  const holder = walk(payload, random);
  const values = Object.values(holder);
  return values.length === 0 ? holder : structuredClone(random.pick(values));
}

/** Cuts a piece out, repeats one, or puts another character somewhere. */
function garble(text: string, random: Random): string {
  const to = random.below(text.length + 1);
  const from = random.below(to + 1);
  const way = random.below(3);
  if (way === 0) return text.slice(0, from) + text.slice(to);
  if (way === 1) return text.slice(0, to) + text.slice(from);
  return (
    text.slice(0, from) + random.pick(['\u0000', '"', '{', '%', '&', '=', '\\', '\ufffd', '💥']) + text.slice(from + 1)
  );
}
