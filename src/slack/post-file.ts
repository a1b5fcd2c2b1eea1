import type { WebClient } from '@slack/web-api';

export interface File {
  filename: string;
  title: string;
  content: Buffer;
}

/** `thread` undefined: a message of its own. */
export interface PlacedFile extends File {
  channel: string;
  thread?: string;
}

/** What Slack answers where files, or lists like these, may not be posted: an admin's choice, which another try does not change. */
export const filesForbidden = [
  'access_denied',
  'blocked_file_type',
  'storage_limit_reached',
  'file_uploads_disabled',
  'file_uploads_except_images_disabled',
  'file_type_not_allowed',
  'posting_to_channel_denied',
];

/** Uploads a file into a channel, a thread or a DM: https://docs.slack.dev/messaging/working-with-files/#upload */
export async function postFile(client: WebClient, file: PlacedFile): Promise<void> {
  const { channel, thread, filename, title, content } = file;
  const what = { filename, title, file: content };
  if (thread === undefined) await client.filesUploadV2({ ...what, channel_id: channel });
  else await client.filesUploadV2({ ...what, channel_id: channel, thread_ts: thread });
}
