import type { MessageRef } from '../workflow/ports.ts';

/** As Slack's `chat.getPermalink` would give it, without asking. `url`: the workspace's, with a slash at the end. */
export function permalink(url: string, { channel, ts }: MessageRef): string {
  return `${url}archives/${channel}/p${ts.replace('.', '')}`;
}
