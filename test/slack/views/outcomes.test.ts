import { noItems } from '../../../src/change/states.ts';
import { card } from '../../../src/slack/views/card.ts';
import { amissLines, headline } from '../../../src/slack/views/outcomes.ts';
import { itemWith, requestWith } from './plain.ts';

test('what was not started because somebody stopped it is one line, also where most of it is not listed', () => {
  const stopped = { state: 'stopped' as const, reason: 'Stopped by Emmy Noether.' };
  const items = Array.from({ length: 100 }, (_, n) => itemWith({ datasetName: `Set ${n + 1}`, ...stopped }));
  const counts = { ...noItems(), verified: 61, stopped: 496 };
  const request = requestWith({ state: 'partly_applied', items, counts, total: 557 });
  expect(headline(request)).toBe(
    '⚠️ #42 · 61 of 557 datasets changed: Leonhard Euler → Carl Friedrich Gauss · 496 not started',
  );
  expect(amissLines(request)).toEqual(['Set 1, Set 2, Set 3 and 493 others: not started. Stopped by Emmy Noether.']);
});

test('a plan of which every dataset failed for another reason is a card of so many reasons, and says how many there are more', () => {
  const items = Array.from({ length: 12 }, (_, n) =>
    itemWith({ datasetName: `Set ${n + 1}`, state: 'refused', reason: `Domo refused it for reason ${n + 1}.` }),
  );
  const { blocks } = card(requestWith({ state: 'failed', items }));
  const lines = blocks.flatMap((block) => (block.type === 'section' ? (block.text?.text.split('\n') ?? []) : []));
  expect(lines).toEqual([
    '*❌ #42 · Nothing changed: 12 datasets, Leonhard Euler → Carl Friedrich Gauss · 12 denied*',
    ...Array.from({ length: 8 }, (_, n) => `Set ${n + 1}: Domo refused it for reason ${n + 1}.`),
    '… and 4 more in Details',
  ]);
});
