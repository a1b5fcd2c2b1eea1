import { memo } from 'preact/compat';
import type { MessageView } from '../../protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { SurfaceContext, useNewSurface } from '../state/acting.ts';
import { useNames } from '../state/names.ts';
import { AppAvatar, Avatar } from '../text/avatar.tsx';
import { clock, dateOfTs } from '../text/dates.ts';
import { Icon } from '../text/icons.tsx';
import { Mrkdwn } from '../text/text.tsx';
import { Files } from './files.tsx';
import { MessageActions } from './message-actions.tsx';

interface Props {
  message: MessageView;
  /** How many replies its thread has, and when the last came; null within a thread. */
  replies: { count: number; last: string } | null;
  appId: string;
  onThread: ((ts: string) => void) | null;
}

/** A message with its blocks; drawn again only when it has changed. */
export const Message = memo(function Message({ message, replies, appId, onThread }: Props) {
  const { channelId, ts, authorId, ephemeral } = message;
  const names = useNames();
  const surface = useNewSurface({ in: 'message', channelId, ts });
  const isApp = authorId === appId;
  const author = authorId === null ? 'Slackbot' : (names.person(authorId) ?? authorId);
  const at = dateOfTs(ts);
  return (
    <article class={ephemeral ? 'message ephemeral' : 'message'} aria-label={`${author}, ${clock(at)}`} data-ts={ts}>
      {isApp ? <AppAvatar /> : <Avatar id={authorId ?? 'slackbot'} name={author} />}
      <div class="message-body">
        {ephemeral && (
          <p class="only-you">
            <Icon name="eye" size={14} /> Only visible to you
          </p>
        )}
        <header>
          <strong>{author}</strong>
          {(isApp || authorId === null) && <span class="app-badge">APP</span>}
          <time dateTime={at.toISOString()} title={at.toLocaleString()}>
            {clock(at)}
          </time>
        </header>
        <SurfaceContext.Provider value={surface}>
          {message.blocks.length > 0 ? (
            <Blocks blocks={message.blocks} values={message.values} />
          ) : (
            <Mrkdwn text={message.text} />
          )}
        </SurfaceContext.Provider>
        {message.edited && <span class="edited">(edited)</span>}
        <Files files={message.files} />
        {replies && replies.count > 0 && onThread && (
          <button type="button" class="replies" onClick={() => onThread(ts)}>
            {replies.count === 1 ? '1 reply' : `${replies.count} replies`}
            <span class="last-reply"> Last at {clock(dateOfTs(replies.last))}</span>
          </button>
        )}
      </div>
      {!ephemeral && <MessageActions message={message} onThread={onThread} />}
    </article>
  );
});
