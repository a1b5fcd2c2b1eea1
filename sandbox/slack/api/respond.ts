import { limits } from '../block-kit/limits.ts';
import type { SlackContext } from '../context.ts';
import type { ResponseTarget } from '../response-urls.ts';
import type { JsonObject } from '../types.ts';
import { messageContent, threadOf } from './message-content.ts';
import { createArgs, SlackError } from './method.ts';

/** Answers a POST to a `response_url`. */
export function respondByUrl(ctx: SlackContext, path: string, body: JsonObject): { status: number; text: string } {
  const target = ctx.responseUrls.use(path);
  if ('error' in target) return { status: 404, text: JSON.stringify({ ok: false, error: target.error }) };
  try {
    postResponse(ctx, target, body);
    return { status: 200, text: 'ok' };
  } catch (error) {
    if (error instanceof SlackError) return { status: 400, text: error.code };
    throw error;
  }
}

/** Does what a response asks: a new message (only for the person, unless `in_channel`), or a change to the original. */
export function postResponse(ctx: SlackContext, target: ResponseTarget, body: JsonObject): void {
  const args = createArgs(body);
  const { original } = target;
  if (args.flag('delete_original')) {
    if (original) ctx.workspace.remove(original);
    return;
  }
  const content = messageContent(ctx, args, limits.messageText);
  if (args.flag('replace_original') && original) {
    ctx.workspace.change(original, { text: content.text, blocks: content.blocks });
    return;
  }
  ctx.workspace.post({
    channelId: target.channelId,
    authorId: ctx.workspace.app.botUserId,
    visibleTo: args.text('response_type') === 'in_channel' ? null : target.personId,
    threadTs: threadOf(args) ?? target.threadTs,
    ...content,
  });
}
