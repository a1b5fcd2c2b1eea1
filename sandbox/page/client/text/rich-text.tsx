import type { ComponentChildren } from 'preact';
import type { RichText as RichTextBlock, RichTextInline } from '../../../slack/block-kit/rich-text.ts';
import { useNames } from '../state/names.ts';
import { showEmoji } from './emoji.ts';
import { Mention, SlackDate } from './text.tsx';

type TextStyle = Extract<RichTextInline, { type: 'text' }>['style'] & object;
type Part = RichTextBlock['elements'][number];

export function RichText({ block }: { block: Pick<RichTextBlock, 'elements'> }) {
  return (
    <div class="mrkdwn rich-text">
      {block.elements.map((part, index) => (
        <RichPart key={index} part={part} />
      ))}
    </div>
  );
}

function RichPart({ part }: { part: Part }) {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <p>
          <RichInlines elements={part.elements} />
        </p>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <RichInlines elements={part.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          <RichInlines elements={part.elements} />
        </pre>
      );
    case 'rich_text_list': {
      const Tag = part.style === 'ordered' ? 'ol' : 'ul';
      const offset = 'offset' in part && typeof part.offset === 'number' ? part.offset : 0;
      const indent = 'indent' in part && typeof part.indent === 'number' ? part.indent : 0;
      return (
        <Tag
          style={{ marginInlineStart: `${indent * 28}px` }}
          {...(Tag === 'ol' && offset > 0 && { start: offset + 1 })}
        >
          {part.elements.map((section, index) => (
            <li key={index}>
              <RichInlines elements={section.elements} />
            </li>
          ))}
        </Tag>
      );
    }
  }
}

function RichInlines({ elements }: { elements: RichTextInline[] }) {
  return elements.map((inline, index) => <Styled key={index} inline={inline} />);
}

function Styled({ inline }: { inline: RichTextInline }) {
  const style: TextStyle = inline.style ?? {};
  let shown: ComponentChildren = <Bare inline={inline} />;
  if (style.code) shown = <code>{shown}</code>;
  if (style.bold) shown = <strong>{shown}</strong>;
  if (style.italic) shown = <em>{shown}</em>;
  if (style.underline) shown = <u>{shown}</u>;
  if (style.strike) shown = <s>{shown}</s>;
  return <>{shown}</>;
}

function Bare({ inline }: { inline: RichTextInline }) {
  const names = useNames();
  switch (inline.type) {
    case 'text':
      return <>{inline.text}</>;
    case 'link':
      return (
        <a href={/^(?:https?|mailto):/.test(inline.url) ? inline.url : '#'} target="_blank" rel="noreferrer">
          {inline.text ?? inline.url}
        </a>
      );
    case 'emoji':
      return <span role="img">{inline.unicode ? fromUnicode(inline.unicode) : showEmoji(inline.name)}</span>;
    case 'user':
      return <Mention name={`@${names.person(inline.user_id) ?? inline.user_id}`} mine={names.isMe(inline.user_id)} />;
    case 'usergroup':
      return <Mention name={`@${names.group(inline.usergroup_id) ?? ''}`} mine={names.isMine(inline.usergroup_id)} />;
    case 'channel':
      return <Mention name={`#${names.channel(inline.channel_id) ?? inline.channel_id}`} />;
    case 'broadcast':
      return <Mention name={`@${inline.range}`} mine />;
    case 'date':
      return <SlackDate seconds={inline.timestamp} format={inline.format} url={inline.url ?? null} />;
    case 'color':
      return (
        <span class="color">
          <span class="swatch" style={{ background: inline.value }} />
          {inline.value}
        </span>
      );
  }
}

function fromUnicode(hex: string): string {
  return String.fromCodePoint(...hex.split('-').map((part) => Number.parseInt(part, 16)));
}
