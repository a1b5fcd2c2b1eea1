import fc from 'fast-check';
import { quoteName, showBlanks, showName } from '../../src/change/show-name.ts';

test.each([
  ['plain', 'Friend', 'Friend'],
  ['control characters', 'a\tb\nc\u007f\u0085', 'a␉b␊c␡�'],
  ['writing turned round', 'a\u202egnp\u2028', 'a�gnp�'],
  ['emoji made of several', '👨‍👩‍👧', '👨‍👩‍👧'],
])('%s', (_, name, shown) => {
  expect(showName(name)).toBe(shown);
});

test('what nobody sees in a column’s name can be seen', () => {
  expect(showBlanks(' a b  ')).toBe('␣a b␣␣');
  expect(showBlanks('a\u00a0b\u200bc\ufeff')).toBe('a⍽b�c�');
  expect(showBlanks('👨‍👩‍👧')).toBe('👨‍👩‍👧');
  expect(quoteName(' a')).toBe('“␣a”');
});

test('a long name is cut in the middle', () => {
  expect(showName('abcdefghij', 5)).toBe('ab…ij');
  expect(quoteName(`${'a'.repeat(300)}z`)).toBe(`“${'a'.repeat(50)}…${'a'.repeat(48)}z”`);
});

test('no name is longer than it may be, on one line, and no character is cut in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 2, max: 30 }), (name, most) => {
      const shown = showName(name, most);
      expect(Array.from(shown).length).toBeLessThanOrEqual(most);
      expect(shown).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
      if (name.isWellFormed()) expect(shown.isWellFormed()).toBe(true);
    }),
  );
});
