import { askAndSee, datasetOf } from '../support/requests.ts';
import { type Steward, startSteward } from '../support/steward.ts';

const domoUrl = 'https://domo.academy.example';
/** Domo users who own one dataset each. */
const owners = { plain: 4001 };

let steward: Steward;

beforeAll(async () => {
  steward = await startSteward({
    env: { DOMO_INSTANCE_URL: `${domoUrl}/` },
    world: (world) => {
      world.addUser({ id: owners.plain, name: 'Bernhard Riemann' });
      world.addDataset({ id: datasetOf(owners.plain, 1), name: 'Fields', ownerId: owners.plain });
    },
  });
});

afterAll(() => steward.close());

test('links to people and datasets lead to where the admin says that this Domo is', async () => {
  const { card } = await askAndSee(steward, { from: owners.plain });
  const blocks = JSON.stringify(card.message.blocks);
  expect(blocks).toContain(`<${domoUrl}/admin/people/28?tab=profile|Carl Friedrich Gauss>`);
  expect(blocks).toContain(`<${domoUrl}/datasources/${datasetOf(owners.plain, 1)}/details/overview|Fields>`);
});
