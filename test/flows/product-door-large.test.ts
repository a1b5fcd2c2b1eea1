import { addOwner } from '../support/by-hand.ts';
import { reassign } from '../support/product-door.ts';
import { approve, askAndSee, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const datasets = 3_000;

const steward = sharedSteward({
  accessToken: true,
  world: (world) => addOwner(world, firstLeaver, { api: 0, connectors: datasets }),
  overrides: { timing: { progress: 500 } },
});

test('a token that expires in the middle of 3,000 is waited for, and no dataset is written twice', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  const written: string[] = [];
  const chunks: number[] = [];
  domo.on('call', ({ path, body, status }) => {
    if (path !== reassign || status !== 200) return;
    const ids: string[] = JSON.parse(body ?? '').ids;
    written.push(...ids);
    if (chunks.push(ids.length) === 30) domo.product.expireTokenAt(new Date(0));
  });
  const { card } = await askAndSee(steward, { from: firstLeaver });
  await approve(steward, card);
  await emmy.seesChange(card, /Paused: Domo rejected the admin token/, { timeoutMs: 60_000 });
  expect(chunks).toHaveLength(30);
  domo.product.expireTokenAt(new Date(Date.now() + 86_400_000));
  await emmy.seesChange(card, /All 3,000 datasets changed and checked/, { timeoutMs: 120_000 });
  expect(chunks).toEqual([1, ...Array.from({ length: 59 }, () => 50), 49]);
  expect(new Set(written).size).toBe(datasets);
  expect(domo.world.ownedBy(firstLeaver)).toEqual([]);
}, 240_000);
