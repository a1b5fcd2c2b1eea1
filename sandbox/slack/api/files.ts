import { z } from 'zod';
import type { SlackContext } from '../context.ts';
import type { Channel, SlackFile } from '../types.ts';
import { threadOf } from './message-content.ts';
import { type Args, type Methods, reads, SlackError, writes } from './method.ts';
import { fileShape } from './shapes.ts';

const fileReferences = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

/** What may be a conversation's id; a person's is none, though a message takes it. */
const conversationId = /^[CGDZ][A-Z0-9]{8,}$/;

/** The three steps of an upload: ask for a URL, send the bytes there, then share it. */
export const fileMethods: Methods = {
  'files.getUploadURLExternal': reads('files:write', (ctx, args) => {
    const name = args.text('filename');
    const length = args.number('length');
    if (!name || !length) throw new SlackError('missing_argument');
    if (!Number.isInteger(length) || length < 0) throw new SlackError('invalid_arguments');
    const id = ctx.ids.next('F');
    const content = Buffer.alloc(0);
    ctx.workspace.files.set(id, { id, name, title: name, content, length, state: 'announced', channelId: null });
    return { upload_url: `${ctx.baseUrl()}/upload/v1/${id}`, file_id: id };
  }),

  'files.completeUploadExternal': writes('files:write', (ctx, args) => {
    const references = fileReferences.safeParse(args.json('files'));
    if (!references.success) throw new SlackError('invalid_arguments');
    const channel = channelToShareIn(ctx, args);
    const threadTs = threadOf(args);
    const found = references.data.map(({ id, title }) => ({ file: uploadedFile(ctx, id), title }));
    const files = found.map(({ file, title }) =>
      Object.assign(file, { title: title ?? file.title, state: 'completed', channelId: channel?.id ?? null }),
    );
    if (channel) {
      ctx.workspace.post({
        channelId: channel.id,
        authorId: ctx.workspace.app.botUserId,
        text: args.text('initial_comment') ?? '',
        threadTs,
        files,
      });
    }
    return { files: files.map((file) => fileShape(ctx, file)) };
  }),
};

function channelToShareIn(ctx: SlackContext, args: Args): Channel | null {
  const id = args.text('channel_id');
  if (id === undefined) return null;
  if (!conversationId.test(id)) {
    const message = `[ERROR] input must match regex pattern: ${conversationId.source} [json-pointer:/channel_id]`;
    throw SlackError.withMessages('invalid_arguments', [message]);
  }
  const channel = ctx.workspace.channels.get(id);
  if (!channel) throw new SlackError('channel_not_found');
  if (!channel.members.has(ctx.workspace.app.botUserId)) throw new SlackError('not_in_channel');
  if (channel.isArchived) throw new SlackError('posting_to_channel_denied');
  return channel;
}

/** A file whose bytes are here and that was not shared yet. */
function uploadedFile(ctx: SlackContext, id: string): SlackFile {
  const file = ctx.workspace.files.get(id);
  if (file?.state !== 'uploaded') throw new SlackError('file_not_found');
  return file;
}

/** Takes the bytes of an upload, once and as many as were announced; answers with a status and a text. */
export function receiveUpload(ctx: SlackContext, id: string, content: Buffer): { status: number; text: string } {
  const file = ctx.workspace.files.get(id);
  if (file?.state !== 'announced') return { status: 404, text: 'no such upload' };
  if (content.length !== file.length) {
    return { status: 400, text: `${file.length} bytes were announced, ${content.length} came` };
  }
  Object.assign(file, { content, state: 'uploaded' });
  return { status: 200, text: `OK - ${content.length}` };
}
