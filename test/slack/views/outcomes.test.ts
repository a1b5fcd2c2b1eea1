import { noItems } from '../../../src/change/states.ts';
import { amissLines, headline } from '../../../src/slack/views/outcomes.ts';
import { itemWith, requestWith } from './hostile.ts';

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
