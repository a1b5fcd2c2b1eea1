import { type Args, SlackError } from './method.ts';

const usualLimit = 100;
const mostLimit = 1000;

/** One page of a list, by `cursor` and `limit`. Throws `invalid_cursor` and `invalid_limit`. */
export function page<T>(args: Args, all: T[]): { items: T[]; response_metadata: { next_cursor: string } } {
  const from = startOf(args.text('cursor') ?? '', all.length);
  const limit = limitOf(args.text('limit'));
  const next = from + limit < all.length ? cursorTo(from + limit) : '';
  return { items: all.slice(from, from + limit), response_metadata: { next_cursor: next } };
}

/** Opaque to the app, as in Slack: it can only be had from the page before. */
function cursorTo(from: number): string {
  return Buffer.from(`from:${from}`).toString('base64');
}

function startOf(cursor: string, length: number): number {
  if (cursor === '') return 0;
  const from = /^from:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  if (from === undefined || Number(from) >= length) throw new SlackError('invalid_cursor');
  return Number(from);
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return usualLimit;
  if (!/^[1-9]\d*$/.test(text)) throw new SlackError('invalid_limit');
  return Math.min(Number(text), mostLimit);
}
