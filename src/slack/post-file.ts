import type { WebClient } from '@slack/web-api';

export interface ThreadFile {
  channel: string;
  thread: string;
  filename: string;
  title: string;
  content: Buffer;
}

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
