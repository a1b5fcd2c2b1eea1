import { queues } from '../../src/jobs/queues.ts';
import { addLeavers, approve, approveUntil, ask, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { decidableCard, freshSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const long = 25;
const bulk = Array.from({ length: queues.apply.workers }, (_, nth) => firstLeaver + nth);
const small = firstLeaver + bulk.length;
const shared = [small + 1, small + 2];

const steward = freshSteward({
  world: (world) => {
    addLeavers(world, bulk.length, long);
    addLeavers(world, shared.length, long, shared[0]);
    world.addUser({ id: small, name: `Leaver ${small}` });
    world.addDataset({ id: datasetOf(small, 1), name: 'One dataset', ownerId: small });
  },
});

test('a request for one dataset does not wait behind as many long runs as there are workers', async () => {
  const { domo } = steward;
  for (const leaver of bulk) domo.faults.add({ kind: 'hang' }, { method: 'PUT', path: pathOf(leaver) });
  for (const leaver of bulk) {
    const card = await decidableCard(steward.slack, await ask(steward, { from: leaver }));
    await approve(steward, card);
  }
  await until(() => domo.calls.count('PUT') > 0);
  const { card } = await askAndSee(steward, { from: small });
  await approveUntil(steward, card, { verified: 1 });
});

/** Of all datasets of this owner. */
function pathOf(leaver: number): string {
  return `/v1/datasets/${datasetOf(leaver, 1).slice(0, 8)}`;
}

test('of two long runs one does not wait for the end of the other', async () => {
  const { domo } = steward;
  const [stuck = 0, other = 0] = shared;
  domo.faults.add({ kind: 'hang' }, { method: 'PUT', path: pathOf(stuck) });
  await approve(steward, await decidableCard(steward.slack, await ask(steward, { from: stuck })));
  await until(() => domo.calls.count('PUT') > 0);
  const { card } = await askAndSee(steward, { from: other });
  await approveUntil(steward, card, { verified: long });
});
