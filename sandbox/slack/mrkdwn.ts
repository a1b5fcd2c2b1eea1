/** What mrkdwn means, as a tree. Entities are resolved; nothing that was written as an entity can become markup. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'link'; url: string; children: Inline[] }
  | { type: 'user' | 'channel' | 'group'; id: string; label: string | null }
  | { type: 'broadcast'; range: string }
  | { type: 'date'; seconds: number; format: string; url: string | null; fallback: string }
  | { type: 'emoji'; name: string };

export type Paragraph =
  | { type: 'lines'; children: Inline[] }
  /** `mark`: what each of its lines began with, `>` or `> `. */
  | { type: 'quote'; mark: string; children: Inline[] }
  | { type: 'pre'; text: string };

/** Private-use characters stand for what is set aside while the rest is read. */
const open = '\uE000';
const close = '\uE001';

/** Reads mrkdwn as Slack does: `*bold*`, `_italic_`, `~strike~`, `code`, ```` ``` ````, `>` quotes, `<…>` and `:emoji:`. */
export function parseMrkdwn(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  const parts = text.split(/```/);
  // An unclosed ``` is text.
  const last = parts.length - 1;
  parts.forEach((part, index) => {
    const isPre = index % 2 === 1 && index !== last;
    if (isPre) paragraphs.push({ type: 'pre', text: plainOf(part.replace(/^\n/, '').replace(/\n$/, '')) });
    else paragraphs.push(...linesOf(index % 2 === 1 ? `\`\`\`${part}` : part, index > 0));
  });
  return paragraphs;
}

function linesOf(text: string, afterPre: boolean): Paragraph[] {
  const found: { mark: string; lines: string[] }[] = [];
  for (const line of (afterPre ? text.replace(/^\n/, '') : text).split('\n')) {
    const [, blank, quoted = line] = /^(?:&gt;|>)( ?)(.*)$/.exec(line) ?? [];
    const mark = blank === undefined ? '' : `>${blank}`;
    const at = found.at(-1);
    if (at?.mark === mark) at.lines.push(quoted);
    else found.push({ mark, lines: [quoted] });
  }
  return found
    .filter(({ mark, lines }) => mark !== '' || lines.some((line) => line !== ''))
    .map(({ mark, lines }) => {
      const children = parseInline(lines.join('\n'));
      return mark === '' ? { type: 'lines', children } : { type: 'quote', mark, children };
    });
}

/** mrkdwn within a line or a few: no quotes, no code blocks. */
export function parseInline(text: string): Inline[] {
  const held: Inline[] = [];
  const hold = (inline: Inline) => `${open}${held.push(inline) - 1}${close}`;
  const bare = text
    .replace(/[\uE000\uE001]/g, '')
    // As with other marks, an unseen blank inside its edge undoes it.
    .replace(/`(?!\u200b)([^`\n]+)(?<!\u200b)`/g, (_, code: string) => hold({ type: 'code', text: plainOf(code) }))
    .replace(/<([^<>\n]+)>/g, (whole, inner: string) => hold(bracketed(inner) ?? { type: 'text', text: whole }))
    .replace(/(?<![\w:]):([a-z0-9_+'-]+):(?![\w:])/g, (_, name: string) => hold({ type: 'emoji', name }));
  return spans(bare, held);
}

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
/** A mark counts only at the edge of a word, with no blank inside its edge, seen or not. */
const marked = /(?<![\w*_~])([*_~])(?=[^\s\u200b])([^\n]*?[^\s\u200b])\1(?![\w])/;

function spans(text: string, held: Inline[]): Inline[] {
  const found = marked.exec(text);
  if (!found) return plainOrHeld(text, held);
  const [whole, mark, inner = ''] = found;
  const type = marks[mark as keyof typeof marks];
  const rest = text.slice(found.index + whole.length);
  return [
    ...plainOrHeld(text.slice(0, found.index), held),
    { type, children: spans(inner, held) },
    ...spans(rest, held),
  ];
}

function plainOrHeld(text: string, held: Inline[]): Inline[] {
  return text
    .split(/(\uE000\d+\uE001)/)
    .filter((part) => part !== '')
    .map((part) => {
      const index = part.startsWith(open) ? Number(part.slice(1, -1)) : -1;
      return held[index] ?? { type: 'text', text: plainOf(part) };
    });
}

function bracketed(inner: string): Inline | null {
  const bar = inner.indexOf('|');
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? null : inner.slice(bar + 1);
  if (/^@[A-Z0-9]+$/.test(target)) return { type: 'user', id: target.slice(1), label };
  if (/^#[A-Z0-9]+$/.test(target)) return { type: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { type: 'group', id: target.slice('!subteam^'.length), label };
  if (target.startsWith('!date^')) return dateOf(target, label);
  if (/^!(?:here|channel|everyone)$/.test(target)) return { type: 'broadcast', range: target.slice(1) };
  if (!/^(?:https?:|mailto:)/.test(target)) return null;
  const url = plainOf(target);
  return { type: 'link', url, children: label === null ? [{ type: 'text', text: url }] : parseInline(label) };
}

/** Slack shows a date without a fallback as it was written. */
function dateOf(target: string, fallback: string | null): Inline | null {
  const [, seconds = '', format = '', url] = target.split('^');
  if (!/^\d+$/.test(seconds) || fallback === null) return null;
  return {
    type: 'date',
    seconds: Number(seconds),
    format: plainOf(format),
    url: url ?? null,
    fallback: plainOf(fallback),
  };
}

function plainOf(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
