import { z } from 'zod';
import type { SlackContext } from '../context.ts';
import { threadOf } from './message-content.ts';
import { type Methods, reads, SlackError, writes } from './method.ts';
import { fileShape } from './shapes.ts';

const fileReferences = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

/** The three steps of an upload: ask for a URL, send the bytes there, then share it. */
export const fileMethods: Methods = {
  'files.getUploadURLExternal': reads('files:write', (ctx, args) => {
    const name = args.needText('filename');
    const length = args.number('length');
    if (!length || length < 1) throw new SlackError('invalid_arguments');
    const id = ctx.ids.next('F');
    ctx.workspace.files.set(id, { id, name, title: name, content: Buffer.alloc(0), uploaded: false, channelId: null });
    return { upload_url: `${ctx.baseUrl()}/upload/v1/${id}`, file_id: id };
  }),

  'files.completeUploadExternal': writes('files:write', (ctx, args) => {
    const references = fileReferences.safeParse(args.json('files'));
    if (!references.success) throw new SlackError('invalid_arguments');
    const files = references.data.map(({ id, title }) => {
      const file = ctx.workspace.files.get(id);
      if (!file?.uploaded) throw new SlackError('file_not_found');
      return Object.assign(file, { title: title ?? file.title });
    });
    const channelId = args.text('channel_id');
    if (channelId !== undefined) {
      const channel = ctx.workspace.channels.get(channelId);
      if (!channel) throw new SlackError('channel_not_found');
      if (!channel.members.has(ctx.workspace.app.botUserId)) throw new SlackError('not_in_channel');
      for (const file of files) file.channelId = channel.id;
      ctx.workspace.post({
        channelId: channel.id,
        authorId: ctx.workspace.app.botUserId,
        text: args.text('initial_comment') ?? '',
        threadTs: threadOf(args),
        files,
      });
    }
    return { files: files.map((file) => fileShape(ctx, file)) };
  }),
};

/** Takes the bytes of an upload; false when there is no such upload. */
export function receiveUpload(ctx: SlackContext, id: string, content: Buffer): boolean {
  const file = ctx.workspace.files.get(id);
  if (!file || file.uploaded) return false;
  Object.assign(file, { content, uploaded: true });
  return true;
}
