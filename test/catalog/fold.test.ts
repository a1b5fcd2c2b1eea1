import fc from 'fast-check';
import { afterPrefix, anywhere, fold, wordsOf } from '../../src/catalog/fold.ts';
import { rankHits } from '../../src/catalog/rank.ts';

const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string());

describe('fold', () => {
  test.each([
    ['  Bridges of  KÖNIGSBERG ', 'bridges of konigsberg'],
    ['Ｓａｌｅｓ', 'sales'],
    ['İstanbul', 'istanbul'],
    ['a\u0000b', 'ab'],
    ['\u202eשלום', '\u202eשלום'],
    ['\u2068שלום\u2069', 'שלום'],
    ['Umsatz \u200b*\u200bneu\u200b*\u200b', 'umsatz *neu*'],
    ['📈 Umsatz', '📈 umsatz'],
  ])('%j → %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('folding twice changes nothing, and the result can be stored and indexed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = fold(text);
        expect(fold(folded)).toBe(folded);
        expect(folded.isWellFormed()).toBe(true);
        expect(folded).not.toContain('\0');
        expect(Buffer.byteLength(folded)).toBeLessThanOrEqual(2000);
      }),
    );
  });

  test('however long a name is, what is kept of it fits an index', () => {
    expect([...fold('😀'.repeat(5000))]).toHaveLength(500);
    expect([...fold('ﷺ'.repeat(5000))].length).toBeLessThanOrEqual(500);
  });
});

test('LIKE takes its own characters literally', () => {
  expect(anywhere('50%_\\x')).toBe('%50\\%\\_\\\\x%');
});

test('every text that begins with a prefix lies before its end', () => {
  const bytes = (text: string) => Buffer.from(text.toWellFormed());
  fc.assert(
    fc.property(anyText, anyText, (prefix, rest) => {
      fc.pre(!rest.startsWith('\u{10FFFF}'));
      const text = bytes(prefix.toWellFormed() + rest.toWellFormed());
      expect(Buffer.compare(text, bytes(afterPrefix(prefix.toWellFormed())))).toBe(-1);
    }),
  );
});

test('a query has at most eight words', () => {
  expect(wordsOf('')).toEqual([]);
  expect(wordsOf('b a b')).toEqual(['b', 'a']);
  expect(wordsOf('a b c d e f g h i j')).toHaveLength(8);
});

test('hits at the beginning of a word come first, then early ones, then short ones', () => {
  const texts = ['resales', 'old sales by region', 'old sales', 'a sales', 'x'];
  expect(rankHits(texts, (text) => text, 'sales')).toEqual([
    'a sales',
    'old sales',
    'old sales by region',
    'resales',
    'x',
  ]);
});
