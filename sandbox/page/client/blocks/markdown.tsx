import type { ComponentChildren } from 'preact';

/** The common part of Markdown: headings, lists, paragraphs, bold, italic, code and links. */
export function Markdown({ text }: { text: string }) {
  const parts = text.split(/\n{2,}/);
  return (
    <div class="mrkdwn">
      {parts.map((part, index) => (
        <MarkdownPart key={index} part={part} />
      ))}
    </div>
  );
}

function MarkdownPart({ part }: { part: string }) {
  const heading = /^#{1,6} (.*)$/.exec(part);
  if (heading?.[1] !== undefined) return <h4>{inline(heading[1])}</h4>;
  const lines = part.split('\n');
  if (!lines.every((line) => /^\s*(?:[-*]|\d+\.) /.test(line))) return <p>{inline(part)}</p>;
  const Tag = /^\s*\d/.test(part) ? 'ol' : 'ul';
  return (
    <Tag>
      {lines.map((line, index) => (
        <li key={index}>{inline(line.replace(/^\s*(?:[-*]|\d+\.) /, ''))}</li>
      ))}
    </Tag>
  );
}

function inline(text: string): ComponentChildren[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`|_[^_]+_|\[[^\]]+\]\(https?:[^)\s]+\))/).map((part, index) => {
    if (part.startsWith('**')) return <strong key={index}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('`')) return <code key={index}>{part.slice(1, -1)}</code>;
    if (/^_.+_$/.test(part)) return <em key={index}>{part.slice(1, -1)}</em>;
    const link = /^\[([^\]]+)\]\((https?:[^)\s]+)\)$/.exec(part);
    if (!link) return part;
    return (
      <a key={index} href={link[2]} target="_blank" rel="noreferrer">
        {link[1]}
      </a>
    );
  });
}
