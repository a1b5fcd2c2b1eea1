import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { MessageView } from '../../protocol.ts';
import { usePage } from '../state/page-context.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

/** A channel, or the conversation with the app, with the thread that is open beside it. */
export function Conversation({ channelId }: { channelId: string }) {
  const { snapshot, route, go } = usePage();
  const { messages } = snapshot;
  const { roots, replies, thread } = useMemo(
    () => sorted(messages, channelId, route.thread),
    [messages, channelId, route.thread],
  );
  useAnnouncements(channelId);
  const channel = snapshot.channels.find(({ id }) => id === channelId);
  const isWithApp = channel?.kind === 'im';
  const name = isWithApp ? snapshot.app.name : `#${channel?.name ?? ''}`;
  const openThread = useMemo(() => (ts: string) => go({ thread: ts }), [go]);
  return (
    <div class={thread.length > 0 ? 'conversation with-thread' : 'conversation'}>
      <div class="stream">
        <MessageList
          key={channelId}
          channelId={channelId}
          messages={roots}
          replies={replies}
          onThread={openThread}
          label={`Messages in ${name}`}
        />
        {isWithApp ? (
          <p class="read-only">Sending messages to this app has been turned off.</p>
        ) : (
          <Composer key={channelId} channelId={channelId} threadTs={null} label={`Message ${name}`} />
        )}
      </div>
      {thread.length > 0 && route.thread && (
        <section class="thread" aria-label="Thread">
          <header class="pane-head">
            <h2>Thread</h2>
            <button type="button" class="icon-button" aria-label="Close thread" onClick={() => go({ thread: null })}>
              <span aria-hidden="true">×</span>
            </button>
          </header>
          <MessageList
            key={route.thread}
            channelId={channelId}
            messages={thread}
            replies={null}
            onThread={null}
            label="Messages in the thread"
          />
          {!isWithApp && <Composer key={route.thread} channelId={channelId} threadTs={route.thread} label="Reply…" />}
        </section>
      )}
    </div>
  );
}

function sorted(all: MessageView[], channelId: string, threadTs: string | null) {
  const here = all.filter((each) => each.channelId === channelId);
  const replies = new Map<string, { count: number; last: string }>();
  for (const { threadTs: root, ts } of here) {
    if (root) replies.set(root, { count: (replies.get(root)?.count ?? 0) + 1, last: ts });
  }
  return {
    roots: here.filter((each) => each.threadTs === null),
    replies,
    thread: threadTs ? here.filter((each) => each.ts === threadTs || each.threadTs === threadTs) : [],
  };
}

/** Reads out what others write here while it is open; a card's text is what it says without its blocks. */
function useAnnouncements(channelId: string): void {
  const { snapshot, announce } = usePage();
  const latest = snapshot.messages.findLast((each) => each.channelId === channelId);
  const known = useRef(latest?.ts ?? '');
  useEffect(() => {
    if (!latest || latest.ts <= known.current) return;
    known.current = latest.ts;
    if (latest.authorId === snapshot.me) return;
    const author = snapshot.people.find(({ id }) => id === latest.authorId)?.name ?? snapshot.app.name;
    announce(`${author}: ${latest.text.replace(/<[^<>]*>/g, ' ')}`);
  }, [latest, announce, snapshot.me, snapshot.people, snapshot.app.name]);
}
