import fc from 'fast-check';
import { messageText } from '../../src/slack/thread-reply.ts';

const nameOf = async (id: string) => `name of ${id}`;

test.each([
  ['plain', 'plain'],
  ['<@U1> and <@U2|two>', '@name of U1 and @name of U2'],
  ['<!here> <!subteam^S1|@data-stewards>', '@here @data-stewards'],
  ['see <#C1|general> or <#C2>', 'see #general or #C2'],
  ['<https://example.com>', 'https://example.com'],
  ['<https://evil.example|https://bank.example>', 'https://bank.example (https://evil.example)'],
  ['<mailto:a@example.com|a@example.com>', 'a@example.com'],
  ['1 &lt; 2 &amp;&amp; &amp;lt; stays', '1 < 2 && &lt; stays'],
])('%s', async (written, read) => {
  expect(await messageText(written, nameOf)).toBe(read);
});

test('what was typed is what is read, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (typed) => {
      const written = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(await messageText(written, nameOf)).toBe(typed);
    }),
  );
});

test('of many mentions only a few are asked about', async () => {
  let asked = 0;
  const text = Array.from({ length: 50 }, (_, nth) => `<@U${nth}>`).join(' ');
  const read = await messageText(text, async (id) => {
    asked += 1;
    return id;
  });
  expect(asked).toBe(10);
  expect(read).toContain('@U49');
});
