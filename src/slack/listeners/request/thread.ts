import type { InOrder } from '../../in-order.ts';
import { messageText } from '../../message-text.ts';
import type { ListenerDeps } from '../deps.ts';
import { messagePayload, type WrittenMessage } from '../payloads.ts';

export interface ThreadDeps extends Pick<ListenerDeps, 'workflow' | 'client'> {
  /** By message: what became of it is told in its order. */
  inOrder: InOrder;
}

/**
 * Something was written, changed or deleted in a channel where the app is: replies of people are kept with the request in
 * whose thread they stand. What bots write, the app among them, and what is no reply, is left alone.
 */
export async function threadMessage(deps: ThreadDeps, event: unknown): Promise<void> {
  const read = messagePayload.safeParse(event);
  // Joins, topics and whatever else Slack tells of.
  if (!read.success) return;
  const { data } = read;
  const { channel } = data;
  const inOrder = (ts: string, work: () => Promise<void>) => deps.inOrder(`reply:${channel}:${ts}`, work);
  if (data.subtype === 'message_deleted') {
    const deleted = { channel, ts: data.deleted_ts };
    return inOrder(deleted.ts, () => deps.workflow.forgetReply(deleted));
  }
  const isChange = data.subtype === 'message_changed';
  const message = isChange ? data.message : data;
  const { ts, thread_ts: thread, user, bot_id, edited } = message;
  if (user === undefined || bot_id !== undefined || thread === undefined || thread === ts) return;
  // Slack also tells of previews that it adds to links, as of a change.
  if (isChange && edited === undefined) return;
  const reply = {
    channel,
    ts,
    thread,
    slackId: user,
    text: () => textOf(deps, message),
    ...(isChange && edited && { editedAt: new Date(Math.floor(Number(edited.ts) * 1000)) }),
  };
  await inOrder(ts, () => deps.workflow.keepReply(reply));
}

async function textOf({ client }: ThreadDeps, { text, files = [] }: WrittenMessage): Promise<string> {
  const written = await messageText(text ?? '', async (id) => (await client.directory.member(id)).name);
  const names = files.map(({ name }) => `[${name ?? 'file'}]`);
  return [...(written === '' ? [] : [written]), ...names].join(' ');
}
