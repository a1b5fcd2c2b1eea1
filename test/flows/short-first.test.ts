import { addLeavers, approve, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const concurrency = 8;
const long = [firstLeaver, firstLeaver + 1];
const small = firstLeaver + 2;
const three = [1, 2, 3].map((nth) => datasetOf(small, nth));

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, long.length, 400);
    addLeavers(world, 1, three.length, small);
  },
  env: { DOMO_REQUESTS_PER_SECOND: '50', DOMO_CONCURRENCY: String(concurrency) },
});

test('the calls of a short run come next, not behind all those of long runs that wait', async () => {
  const { slack, domo } = steward;
  const cards = [];
  for (const from of [...long, small]) cards.push((await askAndSee(steward, { from })).card);
  const [first, second, last] = cards;
  if (!first || !second || !last) throw new Error('no cards');
  for (const card of [first, second]) await approve(steward, card);
  await until(() => domo.calls.count('PUT') > 40);
  const before = domo.calls.recent().at(-1)?.number ?? 0;
  await approve(steward, last);
  await slack.as('emmy').seesChange(last, ended({ verified: 3 }));
  const seen = domo.calls.recent().filter(({ number }) => number > before);
  const ofSmall = (method: string) =>
    seen.flatMap((call, at) => (three.includes(call.datasetId ?? '') && call.method === method ? [at] : []));
  const [firstRead = 0] = ofSmall('GET');
  const [, secondWrite = seen.length] = ofSmall('PUT');
  // From the first read to a write, its proof and the next write: three times it waits for those that have a slot already,
  // and for few that get one before it asks. All calls of both long runs are twice as many.
  expect(secondWrite - firstRead).toBeLessThan(3 * 1.5 * concurrency);
});
