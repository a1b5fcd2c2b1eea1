import { syncs } from '../../src/store/catalog-tables.ts';
import { type Steward, startSteward, untilOffered } from '../support/steward.ts';
import { until } from '../support/until.ts';

let steward: Steward;
let started: Promise<void>;

beforeAll(async () => {
  steward = await startSteward();
  await steward.stop();
  // As at a first start, of which Domo's list does not come to its end.
  await steward.inDatabase(({ db }) => db.delete(syncs));
  steward.domo.faults.add({ kind: 'hang' }, { path: '/v1/datasets' });
  started = steward.start();
  await until(() => steward.slack.openConnections() > 0);
});

afterAll(async () => {
  steward.domo.faults.clear();
  await started;
  await steward.close();
});

test('while Domo is read for the first time, the form says so, counts what it knows so far, and calls nothing missing', async () => {
  const sophie = steward.slack.as('sophie');
  await sophie.command('/domo-owner');
  await sophie.modal(/I'm still loading Domo/);
  await untilOffered(sophie, 'Current owner', 'euler');
  await sophie.choose('Current owner', /Leonhard Euler/, { search: 'euler' });
  const chosen = await sophie.modal(/All of them \(12 so far\)/);
  expect(chosen.text).toContain("I'm still loading Domo");
  await sophie.choose('Which datasets', 'Only some');
  await sophie.modal(/Or paste/);
  await sophie.fill('Or paste ids, names or links', 'A dataset of the last page');
  await sophie.choose('New owner', /Carl Friedrich Gauss/, { search: 'carl' });
  await sophie.fill('Reason', 'Leonhard has left');
  const errors = Object.values((await sophie.submit()) ?? {});
  expect(errors).toEqual([
    "I haven't found “A dataset of the last page” yet: I'm still loading Domo. Please try again shortly.",
  ]);
});
