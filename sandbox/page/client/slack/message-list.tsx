import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../protocol.ts';
import { Scroll } from '../shell/scroll.tsx';
import { useAct } from '../state/acting.ts';
import { usePage } from '../state/page-context.ts';
import { dateOfTs } from '../text/dates.ts';
import { Message } from './message.tsx';

/** Nearer to the end than this, in px, a list stays at its end when something comes. */
const nearEnd = 120;

interface Props {
  channelId: string;
  messages: MessageView[];
  /** Replies of each root, by `ts`; null within a thread. */
  replies: ReadonlyMap<string, { count: number; last: string }> | null;
  onThread: ((ts: string) => void) | null;
  label: string;
}

/** The messages of a conversation or thread, which stays at its end while things come in. */
export function MessageList({ channelId, messages, replies, onThread, label }: Props) {
  const { snapshot, showOlder } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const readBefore = useReading(channelId, messages);
  const firstNew = messages.find((each) => each.ts > readBefore && each.authorId !== snapshot.me)?.ts;
  const hasOlder = replies !== null && snapshot.older.includes(channelId);

  useLayoutEffect(() => {
    atEnd.current = true;
  }, [channelId]);
  useEffect(() => {
    // Also when something in it grows, as a card does by an edit.
    const box = list.current;
    if (!box?.firstElementChild) return;
    const stay = () => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    };
    const observer = new ResizeObserver(stay);
    observer.observe(box.firstElementChild);
    observer.observe(box);
    stay();
    return () => observer.disconnect();
  }, [channelId]);

  function onScroll(): void {
    const box = list.current;
    if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
  }
  return (
    <Scroll class="messages" label={label} box={list} onScroll={onScroll}>
      <div class="messages-inner">
        {hasOlder && (
          <button type="button" class="button older" onClick={() => void showOlder(channelId)}>
            Show earlier messages
          </button>
        )}
        {messages.length === 0 && <p class="empty">Nothing here yet{replies && ': try a slash command'}.</p>}
        {messages.map((message, index) => (
          <div key={`${message.channelId} ${message.ts}`}>
            <DayLine message={message} before={messages[index - 1]} />
            {message.ts === firstNew && index > 0 && (
              <div class="new-line">
                <span>New</span>
              </div>
            )}
            <Message
              message={message}
              replies={replies?.get(message.ts) ?? null}
              appId={snapshot.app.botUserId}
              onThread={onThread}
            />
          </div>
        ))}
      </div>
    </Scroll>
  );
}

function DayLine({ message, before }: { message: MessageView; before: MessageView | undefined }) {
  const day = dateOfTs(message.ts).toDateString();
  if (before && dateOfTs(before.ts).toDateString() === day) return null;
  const isToday = new Date().toDateString() === day;
  return (
    <div class="day-line">
      <span>{isToday ? 'Today' : day}</span>
    </div>
  );
}

/** Marks what is on the screen as read; answers up to where it was read when the conversation was opened. */
function useReading(channelId: string, messages: MessageView[]): string {
  const { snapshot } = usePage();
  const act = useAct();
  const [opened, setOpened] = useState({ channelId, read: snapshot.reads[channelId] ?? '' });
  const latest =
    messages
      .map(({ ts }) => ts)
      .toSorted()
      .at(-1) ?? '';
  const read = snapshot.reads[channelId] ?? '';
  if (opened.channelId !== channelId) setOpened({ channelId, read });
  useEffect(() => {
    if (latest <= read) return;
    const mark = () => {
      if (document.visibilityState === 'visible') void act({ do: 'read', channelId, ts: latest });
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [act, channelId, latest, read]);
  return opened.read;
}
