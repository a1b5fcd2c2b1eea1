import fc from 'fast-check';
import { parseInline } from '../../sandbox/slack/mrkdwn.ts';
import { fold } from '../../src/catalog/fold.ts';
import {
  asCopied,
  cut,
  cutMiddle,
  escapeMrkdwn,
  mention,
  oneLine,
  showDataset,
  showOwner,
  showPerson,
  slackDate,
  withoutMarkup,
} from '../../src/slack/text.ts';
import { hostileBits } from './views/hostile.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(fc.constantFrom(...hostileBits), { maxLength: 200 }).map((parts) => parts.join('')),
);
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const wellFormed = hostile.map((text) => text.toWellFormed());

describe('foreign text', () => {
  test('escaped, it has no markup of its own', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeMrkdwn(text);
        expect(escaped).not.toMatch(/[<>]/);
        expect(escaped.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
      }),
    );
  });

  test('cut, it stays within the limit, whole in characters and entities', () => {
    fc.assert(
      fc.property(wellFormed, fc.nat(300), (text, max) => {
        for (const shorten of [cut, cutMiddle]) {
          const escaped = shorten(escapeMrkdwn(text), max);
          expect(escaped.length).toBeLessThanOrEqual(max);
          expect(escaped).not.toMatch(loneSurrogate);
          expect(escaped).not.toContain('<!');
          expect(escaped.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
        }
      }),
    );
  });

  test('as one line, it has no line break, no change of direction left open, and stays within the limit', () => {
    fc.assert(
      fc.property(wellFormed, fc.integer({ min: 5, max: 200 }), (text, max) => {
        const line = oneLine(text, max);
        expect(line).not.toMatch(/[\n\r\u2028\u2029\u202a-\u202e\u2066\u2067]/);
        expect(line.split('\u2068')).toHaveLength(line.split('\u2069').length);
        expect(line.length).toBeLessThanOrEqual(Math.max(max, '(no name)'.length));
      }),
    );
  });

  test('what somebody copies from a message is the name again, and a name that is known stays as it is', () => {
    const marked = fc.string({ unit: fc.constantFrom('a', '_', '*', '~', '`', ':', ' ', 'é', '7') });
    fc.assert(
      fc.property(marked, (name) => {
        // No entity in it: what Slack shows is what is copied.
        expect(asCopied(escapeMrkdwn(name), [])).toBe(name);
        expect(asCopied(escapeMrkdwn(name), [escapeMrkdwn(name)])).toBe(escapeMrkdwn(name));
      }),
    );
  });

  test('formatting is defused where Slack would see it, and words keep their underscores', () => {
    expect(escapeMrkdwn('*bold* and _it_')).not.toMatch(/(^|\s)[*_]\w/);
    expect(escapeMrkdwn('sales_daily_2024')).toBe('sales_daily_2024');
    for (const emoji of [':tada:', ':了解:', ':été_2:']) expect(escapeMrkdwn(emoji)).not.toContain(emoji);
    expect(withoutMarkup(`*Ours* ${escapeMrkdwn('*theirs*')}`)).toBe('Ours *theirs*');
  });

  test('a name comes out letter by letter, also beside our own markup', () => {
    const shown = (text: string): string =>
      parseInline(text)
        .map((part) => ('text' in part ? part.text : 'children' in part ? part.children.map(String).join() : '?'))
        .join('');
    const name = fc.oneof(
      fc.constantFrom(
        '__index_level_0__',
        '_a_',
        '**x**',
        '(_x_)',
        '~a~ b ~c~',
        'é_x_é',
        '*',
        '_ a_',
        ':a:b:',
        '“_q_”',
      ),
      fc.string({
        unit: fc.constantFrom('_', '*', '~', 'a', 'é', '1', ' ', '(', ')', ':', '-', '<', '&', '“'),
        maxLength: 12,
      }),
    );
    fc.assert(
      fc.property(name, (given) => {
        const read = shown(`From ${escapeMrkdwn(given)}, and “${escapeMrkdwn(given)}”`);
        expect(read.replaceAll('\u200b', '')).toBe(`From ${given}, and “${given}”`);
        expect(fold(escapeMrkdwn(given.replace(/[<&]/g, '')))).toBe(fold(given.replace(/[<&]/g, '')));
      }),
      { numRuns: 1000 },
    );
  });

  test('our own tokens are kept or dropped whole', () => {
    const text = `${'x'.repeat(40)} ${slackDate(new Date(0))} end`;
    for (let max = 0; max <= text.length; max += 1) {
      expect(cut(text, max).replace(/<!date\^0\^[^>]*>/, '')).not.toContain('<');
      expect(cut(text, max).length).toBeLessThanOrEqual(max);
    }
  });
});

describe('people and datasets', () => {
  const long = 'N'.repeat(500);

  test('keep their ids however long their names are', () => {
    fc.assert(
      fc.property(wellFormed, fc.option(fc.emailAddress(), { nil: undefined }), (name, email) => {
        const owner = showOwner({ id: 1234567, name, email, standing: 'deleted' }, 75);
        expect(owner).toMatch(/Domo ID 1234567 \(left\)$/);
        expect(owner.length).toBeLessThanOrEqual(75);
        const dataset = showDataset({ id: '2f09a073-54a4-4269-8c62-b776e67d59f0', name }, 75);
        expect(dataset).toMatch(/ · 2f09a073…59f0$/);
        expect(dataset.length).toBeLessThanOrEqual(75);
      }),
    );
  });

  test('read as name · e-mail · Domo ID', () => {
    expect(showOwner({ id: 29, name: 'Leonhard Euler', email: 'leonhard@example.com' })).toBe(
      'Leonhard Euler · leonhard@example.com · Domo ID 29',
    );
    expect(showPerson({ slackId: 'U1', name: 'Ada', email: 'ada@example.com', domoId: null })).toBe(
      'Ada · ada@example.com · no Domo user',
    );
    expect(showOwner({ id: 29, name: long }).length).toBeLessThanOrEqual(200);
  });

  test('written from right to left are isolated', () => {
    expect(showOwner({ id: 5, name: 'שרה' })).toBe('\u2068שרה\u2069 · Domo ID 5');
  });
});

test('a mention is of a Slack id or no mention', () => {
  expect(mention('S0123')).toBe('<!subteam^S0123>');
  expect(mention('U0123')).toBe('<@U0123>');
  expect(mention('!channel>')).toBe('!channel&gt;');
});
