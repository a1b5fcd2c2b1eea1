import { atClaim } from '../../support/at-claim.ts';
import { addOwner } from '../../support/by-hand.ts';
import { reassigned } from '../../support/product-door.ts';
import { approveUntil, askAndSee, datasetOf, firstLeaver } from '../../support/requests.ts';
import { sharedSteward } from '../../support/steward.ts';

/*
 * Somebody writes another new owner into a dataset of the plan in the very moment in which the app claims it: after it was read and
 * compared, and before it is written.
 */

/** Whose datasets go by which door. */
const doors = { public: firstLeaver, product: firstLeaver + 1 };

const steward = sharedSteward({
  accessToken: true,
  world: (world) => {
    addOwner(world, doors.public, { api: 2, connectors: 0 });
    addOwner(world, doors.product, { api: 0, connectors: 2 });
  },
});

beforeAll(
  () =>
    atClaim(
      steward,
      'before',
      `new.change := jsonb_set(new.change, '{after}', '{"id": 31, "name": "Sophie Germain"}');`,
    ),
  60_000,
);

test.each(['public', 'product'] as const)('by the %s door: nothing is written', async (door) => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: doors[door] });
  await approveUntil(steward, card, /The stored plan isn't the one that was approved, so nothing more was written/);
  const ids = [1, 2].map((nth) => datasetOf(doors[door], nth));
  expect(ids.map((id) => domo.world.dataset(id)?.ownerId)).toEqual(ids.map(() => doors[door]));
  expect(ids.map((id) => domo.calls.puts(id))).toEqual([0, 0]);
  expect(reassigned(domo).flat()).not.toEqual(expect.arrayContaining(ids.slice(0, 1)));
});
