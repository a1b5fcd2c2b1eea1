import { z } from 'zod';
import { parseMrkdwn } from './mrkdwn.ts';
import type { Channel, SlackMessage } from './types.ts';
import type { Workspace } from './workspace.ts';

/** A mention, as mrkdwn means it or as `rich_text` holds it. */
const mention = z.union([
  z.object({ type: z.literal('user'), id: z.string() }),
  z.object({ type: z.literal('group'), id: z.string() }),
  z.object({ type: z.literal('broadcast') }),
  z
    .object({ type: z.literal('user'), user_id: z.string() })
    .transform(({ user_id: id }) => ({ type: 'user' as const, id })),
  z
    .object({ type: z.literal('usergroup'), usergroup_id: z.string() })
    .transform(({ usergroup_id: id }) => ({ type: 'group' as const, id })),
]);
type Mention = z.infer<typeof mention>;
const mrkdwn = z.object({ type: z.literal('mrkdwn'), text: z.string() });

/** Those in the channel whom a message that was just posted mentions, who wrote it left out. */
export function calledBy({ people, userGroups }: Workspace, channel: Channel, message: SlackMessage): string[] {
  const mentions = mentionsIn(message.blocks.length > 0 ? message.blocks : { type: 'mrkdwn', text: message.text });
  const called = mentions.flatMap((each) => {
    if (each.type === 'broadcast') return [...channel.members];
    return each.type === 'user' ? [each.id] : (userGroups.get(each.id)?.members ?? []);
  });
  return [...new Set(called)].filter((id) => people.has(id) && channel.members.has(id) && id !== message.authorId);
}

function mentionsIn(node: unknown): Mention[] {
  const found = mention.safeParse(node);
  if (found.success) return [found.data];
  const text = mrkdwn.safeParse(node);
  if (text.success) return mentionsIn(parseMrkdwn(text.data.text));
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(mentionsIn) : [];
}
