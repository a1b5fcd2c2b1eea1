import { z } from 'zod';
import { messageTs, writtenMessage } from '../thread-reply.ts';

/** What Slack sends, as much of it as is used. Foreign data: everything goes through these. */

const person = z.object({ id: z.string() });
const option = z.object({ value: z.string() });

const field = z.object({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
});
const fields = z.record(z.string(), z.record(z.string(), field));
export type Fields = z.infer<typeof fields>;

/** What else Slack says of a view is kept: the schema form reads it. */
const view = z.looseObject({
  id: z.string(),
  type: z.string(),
  /** Changes with every update. */
  hash: z.string().optional(),
  /** The lowest of the modals that are open above each other. */
  root_view_id: z.string().optional(),
  /** The modal right below. */
  previous_view_id: z.string().nullish(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  state: z.object({ values: fields }).default({ values: {} }),
});
export type ViewPayload = z.infer<typeof view>;

export const commandPayload = z.object({
  user_id: z.string(),
  command: z.string(),
  trigger_id: z.string(),
  text: z.string().default(''),
});

export const shortcutPayload = z.object({ user: person, callback_id: z.string(), trigger_id: z.string() });

export const actionPayload = z.object({
  user: person,
  trigger_id: z.string().optional(),
  container: z.object({
    type: z.string(),
    channel_id: z.string().optional(),
    message_ts: z.string().optional(),
  }),
  view: view.optional(),
  actions: z
    .array(z.object({ action_id: z.string(), value: z.string().nullish(), selected_option: option.nullish() }))
    .min(1),
});

export const submissionPayload = z.object({ user: person, trigger_id: z.string().optional(), view });

export const suggestionPayload = z.object({
  user: person,
  action_id: z.string(),
  value: z.string().default(''),
  view: view.optional(),
});

export const homePayload = z.object({ user: z.string(), tab: z.string().optional() });
export const groupPayload = z.object({ subteam_id: z.string() });
export const personPayload = z.object({ user: person });

/** What is written, changed and deleted in channels; only the kinds that people bring about in a thread. */
export const messagePayload = z.discriminatedUnion('subtype', [
  writtenMessage.extend({ subtype: z.literal(['file_share', 'thread_broadcast']).optional(), channel: z.string() }),
  z.object({ subtype: z.literal('message_changed'), channel: z.string(), message: writtenMessage }),
  z.object({ subtype: z.literal('message_deleted'), channel: z.string(), deleted_ts: messageTs }),
]);

/** The field with this action id, in whichever block it stands: some blocks get new ids on purpose. */
export function fieldOf(
  values: Fields,
  actionId: string,
): { blockId: string; field: z.infer<typeof field> } | undefined {
  for (const [blockId, block] of Object.entries(values)) {
    const found = block[actionId];
    if (found !== undefined) return { blockId, field: found };
  }
  return undefined;
}
