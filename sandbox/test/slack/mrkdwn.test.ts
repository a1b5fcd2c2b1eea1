import fc from 'fast-check';
import { type Inline, type Paragraph, parseInline, parseMrkdwn } from '../../slack/mrkdwn.ts';

/** What a reader sees, with the marks as tags. */
function show(inlines: Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case 'text':
          return inline.text;
        case 'code':
          return `[code ${inline.text}]`;
        case 'bold':
        case 'italic':
        case 'strike':
          return `[${inline.type} ${show(inline.children)}]`;
        case 'link':
          return `[link ${inline.url} ${show(inline.children)}]`;
        case 'broadcast':
          return `[everyone]`;
        case 'date':
          return `[date ${inline.seconds}]`;
        case 'emoji':
          return `[emoji ${inline.name}]`;
        default:
          return `[${inline.type} ${inline.id}]`;
      }
    })
    .join('');
}

describe('mrkdwn', () => {
  test.each([
    ['*bold* _it_ ~gone~ `x*y*`', '[bold bold] [italic it] [strike gone] [code x*y*]'],
    ['snake_case_name 2*3*4', 'snake_case_name 2*3*4'],
    ['*Music &amp; Tuning &lt;1739&gt;*', '[bold Music & Tuning <1739>]'],
    ['*a _b_ c*', '[bold a [italic b] c]'],
    ['<@U123|x> <!subteam^S1> <#C1|g>', '[user U123] [group S1] [channel C1]'],
    ['<https://a.b/?c=1&amp;d=2|*L*>', '[link https://a.b/?c=1&d=2 [bold L]]'],
    ['<!date^1700000000^{date} {time}|then>', '[date 1700000000]'],
    [':tada: at 12:30:45', '[emoji tada] at 12:30:45'],
    ['<javascript:alert(1)|x>', '<javascript:alert(1)|x>'],
  ])('%s', (text, shown) => {
    expect(show(parseInline(text))).toBe(shown);
  });

  test('what was escaped is never a mention, a link or a broadcast', () => {
    const escaped = 'a &lt;!channel&gt; &lt;@U1&gt; &lt;https://x|y&gt;';
    expect(show(parseInline(escaped))).toBe('a <!channel> <@U1> <https://x|y>');
  });

  test('quotes, code blocks and lines', () => {
    const parts = parseMrkdwn('one\ntwo\n&gt; said\n```\nlet *x*\n```\nend');
    const shown = parts.map((part: Paragraph) =>
      part.type === 'pre' ? ['pre', part.text] : [part.type, show(part.children)],
    );
    expect(shown).toEqual([
      ['lines', 'one\ntwo'],
      ['quote', 'said'],
      ['pre', 'let *x*'],
      ['lines', 'end'],
    ]);
  });

  test('any text at all is read, and text without marks stays as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => parseMrkdwn(text).length >= 0));
    const plain = fc.stringMatching(/^[a-zA-Z0-9 .,;äöü-]*$/);
    fc.assert(fc.property(plain, (text) => expect(show(parseInline(text))).toBe(text)));
  });
});
