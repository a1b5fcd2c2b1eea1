import type { InOrder } from '../../in-order.ts';
import { threadReply } from '../../thread-reply.ts';
import type { ListenerDeps } from '../deps.ts';
import { messagePayload } from '../payloads.ts';

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
  // Slack also tells of previews that it adds to links, as of a change.
  if (isChange && message.edited === undefined) return;
  const nameOf = async (id: string) => (await deps.client.directory.member(id)).name;
  const reply = threadReply(channel, message, nameOf);
  if (reply !== undefined) await inOrder(reply.ts, () => deps.workflow.keepReply(reply));
}
