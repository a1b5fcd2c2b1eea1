import { addLeavers, approve, approveUntil, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const concurrency = 8;
const each = 200;
const long = [firstLeaver, firstLeaver + 1, firstLeaver + 2];
const small = firstLeaver + 3;
const three = [1, 2, 3].map((nth) => datasetOf(small, nth));

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, long.length, each);
    addLeavers(world, 1, three.length, small);
  },
  env: { DOMO_REQUESTS_PER_SECOND: '50', DOMO_CONCURRENCY: String(concurrency) },
});

test('the calls of a short run come next, not behind all those of long runs that wait', async () => {
  const { domo } = steward;
  const cards = [];
  for (const from of [...long, small]) cards.push((await askAndSee(steward, { from })).card);
  const last = cards.pop();
  if (last === undefined) throw new Error('no cards');
  for (const card of cards) await approve(steward, card);
  // Slow enough that the time this app takes between two calls counts little: a slot falls free about every 350 ms.
  const ofLong = long.flatMap((from) => Array.from({ length: each }, (_, at) => datasetOf(from, at + 1)));
  await until(() => domo.calls.count('PUT') > 40);
  domo.faults.add({ kind: 'slow', ms: 2_500 }, { datasets: ofLong });
  const before = domo.calls.recent().at(-1)?.number ?? 0;
  await approveUntil(steward, last, { verified: 3 });
  domo.faults.clear();
  const seen = domo.calls.recent().filter(({ number }) => number > before);
  const ofSmall = (method: string) =>
    seen.flatMap((call, at) => (three.includes(call.datasetId ?? '') && call.method === method ? [at] : []));
  const [firstRead = 0] = ofSmall('GET');
  const [, secondWrite = seen.length] = ofSmall('PUT');
  // From the first read to a write, its proof and the next write it waits three times for the next slot. Of the long runs
  // three times as many calls as there are slots wait at any time, and would go before it each time.
  expect(secondWrite - firstRead).toBeLessThan(5 * concurrency);
});
