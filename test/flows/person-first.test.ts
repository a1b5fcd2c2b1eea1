import { addLeavers, approve, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { openColumns } from '../support/schema.ts';
import { sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const steward = sharedSteward({ world: (world) => addLeavers(world, 1, 10) });

test('whoever opens a form does not wait behind the writes of a run, however slow: one call is left for people', async () => {
  const { domo, config } = steward;
  const { card } = await askAndSee(steward, { from: firstLeaver });
  // The first dataset goes alone; behind it go as many as may.
  const datasets = Array.from({ length: 10 }, (_, nth) => datasetOf(firstLeaver, nth + 1));
  const stuck = domo.faults.add({ kind: 'hang' }, { method: 'PUT', datasets, skip: 1 });
  await approve(steward, card);
  await until(() => stuck.hits === config.domo.concurrency - 1);
  await openColumns(steward.slack.as('blaise'), 'Elastic Surfaces');
  expect(stuck.hits).toBe(config.domo.concurrency - 1);
});
