import type { WebClient } from '@slack/web-api';

export interface ThreadFile {
  channel: string;
  thread: string;
  filename: string;
  title: string;
  content: Buffer;
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

/** Uploads a file into a thread: https://docs.slack.dev/messaging/working-with-files/#upload */
export async function postFile(client: WebClient, file: ThreadFile): Promise<void> {
  await client.filesUploadV2({
    channel_id: file.channel,
    thread_ts: file.thread,
    filename: file.filename,
    title: file.title,
    file: file.content,
  });
}
