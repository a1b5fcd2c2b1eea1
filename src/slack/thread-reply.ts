import { z } from 'zod';
import type { ThreadReply } from '../workflow/ports.ts';

export const messageTs = z.string().regex(/^\d{1,12}\.\d{1,6}$/);

/** A message, as events bring it and as it is read back. */
export const writtenMessage = z.object({
  ts: messageTs,
  /** Of a reply: the message above. */
  thread_ts: messageTs.optional(),
  user: z.string().optional(),
  /** Other apps write without a subtype as well. */
  bot_id: z.string().optional(),
  text: z.string().nullish(),
  files: z.array(z.object({ name: z.string().nullish() })).optional(),
  edited: z.object({ ts: messageTs }).optional(),
});
export type WrittenMessage = z.infer<typeof writtenMessage>;

/** What a message of Slack's can hold besides text: `<@U1>`, `<!here>`, `<#C1|general>`, `<https://…|label>`. */
const tokens = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;
/** Each is asked of Slack. */
const mostNames = 10;

/** What a person replied; undefined: a bot wrote it, the app among them, or it is no reply. */
export function threadReply(
  channel: string,
  message: WrittenMessage,
  nameOf: (slackId: string) => Promise<string>,
): ThreadReply | undefined {
  const { ts, thread_ts: thread, user, bot_id, edited } = message;
  if (user === undefined || bot_id !== undefined || thread === undefined || thread === ts) return undefined;
  return {
    channel,
    ts,
    thread,
    slackId: user,
    text: () => textOf(message, nameOf),
    ...(edited && { editedAt: new Date(Math.floor(Number(edited.ts) * 1000)) }),
  };
}

async function textOf(
  { text, files = [] }: WrittenMessage,
  nameOf: (slackId: string) => Promise<string>,
): Promise<string> {
  const written = await messageText(text ?? '', nameOf);
  const names = files.map(({ name }) => `[${name ?? 'file'}]`);
  return [...(written === '' ? [] : [written]), ...names].join(' ');
}

/** What people read of a message that they wrote, as plain text: names in place of ids, links with their addresses. */
export async function messageText(text: string, nameOf: (slackId: string) => Promise<string>): Promise<string> {
  const mentioned = [...text.matchAll(tokens)].flatMap(([, sign, id]) => (sign === '@' && id ? [id] : []));
  const ids = [...new Set(mentioned)].slice(0, mostNames);
  const names = new Map(await Promise.all(ids.map(async (id) => [id, await nameOf(id)] as const)));
  const plain = text.replace(tokens, (_, sign: string, what: string, label?: string) => {
    if (sign === '@') return `@${names.get(what) ?? label ?? what}`;
    if (sign === '#') return `#${label ?? what}`;
    if (sign === '!') return label ?? `@${what}`;
    const address = what.replace(/^(?:mailto|tel):/, '');
    return label === undefined || label === address ? address : `${label} (${address})`;
  });
  return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
