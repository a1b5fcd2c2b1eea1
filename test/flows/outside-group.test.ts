import { seeded } from '../../sandbox/domo/seed.ts';
import { askAndSee, auditLines } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const steward = sharedSteward({
  accessToken: true,
  domo: { scopes: ['data', 'user', 'audit'] },
  world: (world) => {
    world.handsOf = seeded.euler;
  },
});

test('a dataset that a group owns still is not said to belong to it now, and is as it was when it comes back to it', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  const [touched = '', given = ''] = domo.world.ownedBy(seeded.observatory, 'GROUP').map(({ id }) => id);
  const { card } = await askAndSee(steward, { from: seeded.observatory, by: 'blaise' });
  domo.world.setDescription(touched, 'Seen again');
  domo.world.setOwner(given, seeded.euler);
  await steward.restart();
  const warned = await emmy.seesChange(
    card,
    /Changed in Domo since this was requested: .* now belongs to Leonhard Euler/,
  );
  expect(warned.text).not.toContain('now belongs to Observatory');
  domo.world.setOwner(given, seeded.observatory, 'GROUP');
  await steward.restart();
  await until(() => !emmy.now(card).text.includes('Changed in Domo since'));
  const outside = (await auditLines(steward)).filter(({ event }) => event === 'outside_change');
  expect(outside.map(({ detail }) => detail.datasetId)).toEqual([given, given]);
});
