import type { ComponentChildren } from 'preact';
import type { TextObject } from '../../../slack/block-kit/texts.ts';
import { createShowDate } from '../../../slack/dates.ts';
import { type Inline, parseMrkdwn } from '../../../slack/mrkdwn.ts';
import { useNames } from '../state/names.ts';
import { showEmoji, withEmoji } from './emoji.ts';

const showDate = createShowDate();

/** A text object: mrkdwn with its marks, plain text as it is. */
export function Text({ text }: { text: TextObject }) {
  if (text.type === 'mrkdwn') return <Mrkdwn text={text.text} />;
  return <span class="plain">{text.emoji === false ? text.text : withEmoji(text.text)}</span>;
}

export function Mrkdwn({ text }: { text: string }) {
  return (
    <div class="mrkdwn">
      {parseMrkdwn(text).map((part, index) => {
        if (part.type === 'pre') return <pre key={index}>{part.text}</pre>;
        const Tag = part.type === 'quote' ? 'blockquote' : 'p';
        return (
          <Tag key={index}>
            <Inlines inlines={part.children} />
          </Tag>
        );
      })}
    </div>
  );
}

function Inlines({ inlines }: { inlines: Inline[] }) {
  return inlines.map((inline, index) => <InlinePart key={index} inline={inline} />);
}

function InlinePart({ inline }: { inline: Inline }): ComponentChildren {
  const names = useNames();
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'bold':
    case 'italic':
    case 'strike': {
      const Tag = ({ bold: 'strong', italic: 'em', strike: 's' } as const)[inline.type];
      return (
        <Tag>
          <Inlines inlines={inline.children} />
        </Tag>
      );
    }
    case 'code':
      return <code>{inline.text}</code>;
    case 'link':
      return (
        <a href={inline.url} target="_blank" rel="noreferrer">
          <Inlines inlines={inline.children} />
        </a>
      );
    case 'user':
      return <Mention name={`@${names.person(inline.id) ?? inline.label ?? inline.id}`} mine={names.isMe(inline.id)} />;
    case 'group':
      return <Mention name={`@${names.group(inline.id) ?? inline.id}`} mine={names.isMine(inline.id)} />;
    case 'channel':
      return <Mention name={`#${names.channel(inline.id) ?? inline.label ?? inline.id}`} />;
    case 'broadcast':
      return <Mention name={`@${inline.range}`} mine />;
    case 'emoji':
      return <span role="img">{showEmoji(inline.name)}</span>;
    case 'date':
      return <SlackDate seconds={inline.seconds} format={inline.format} url={inline.url} />;
  }
}

/** A name that Slack has linked; `mine`: it means the reader. */
function Mention({ name, mine = false }: { name: string; mine?: boolean }) {
  return <span class={mine ? 'mention mine' : 'mention'}>{name}</span>;
}

function SlackDate({ seconds, format, url }: { seconds: number; format: string; url: string | null }) {
  const at = new Date(seconds * 1000);
  const shown = (
    <time dateTime={at.toISOString()} title={at.toLocaleString()}>
      {showDate(seconds, format, new Date())}
    </time>
  );
  if (url === null || !/^https?:/.test(url)) return shown;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {shown}
    </a>
  );
}
