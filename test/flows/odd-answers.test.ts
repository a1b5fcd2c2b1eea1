import { addLeavers, approve, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { askForHandOver, ended, type Steward, startSteward } from '../support/steward.ts';

let steward: Steward;
let leaver = firstLeaver - 1;

beforeAll(async () => {
  steward = await startSteward({ world: (world) => addLeavers(world, 6, 1) });
});

beforeEach(() => {
  leaver += 1;
});

afterEach(() => steward.domo.faults.clear());
afterAll(() => steward.close());

const html = { kind: 'status', status: 200, body: 'html' } as const;

/** Hands one dataset over; resolves to it, and to the settled card. */
async function handOver(outcome: Parameters<typeof ended>[0]) {
  const { card } = await askAndSee(steward, { from: leaver });
  await approve(steward, card);
  const done = await steward.slack.as('emmy').seesChange(card, ended(outcome));
  return { done, dataset: datasetOf(leaver, 1) };
}

describe('a write that is answered by a page of a proxy', () => {
  test('and was not carried out is tried again after a read', async () => {
    steward.domo.faults.add({ ...html, when: 'before' }, { method: 'PUT', times: 2 });
    const { dataset } = await handOver({ verified: 1 });
    expect(steward.domo.world.dataset(dataset)?.ownerId).toBe(28);
    expect(steward.domo.calls.puts(dataset)).toBe(3);
  });

  test('and was carried out is not repeated', async () => {
    steward.domo.faults.add({ ...html, when: 'after' }, { method: 'PUT' });
    const { dataset } = await handOver({ verified: 1 });
    expect(steward.domo.calls.puts(dataset)).toBe(1);
  });

  test('and never carried out is not said to be accepted', async () => {
    steward.domo.faults.add({ ...html, when: 'before' }, { method: 'PUT' });
    const { done, dataset } = await handOver({ failed: 1 });
    expect(done.text).not.toContain('Domo accepted it');
    expect(steward.domo.world.dataset(dataset)?.ownerId).toBe(leaver);
  });
});

test('a dataset whose columns Domo does not show is not taken for one without columns', async () => {
  const sophie = steward.slack.as('sophie');
  steward.domo.faults.add({ kind: 'edited', edit: (json) => ({ ...(json as object), schema: undefined }) });
  await sophie.command('/domo-schema Salaries');
  await sophie.modal(/Domo doesn't show the columns of this dataset/);
  await sophie.closeModal('all');
});

test('a dataset of which Domo does not say who owns it is named with just that', async () => {
  const { slack, domo } = steward;
  const ownerless = (json: unknown) => ({ ...(json as object), owner: undefined });
  domo.faults.add({ kind: 'edited', edit: ownerless }, { path: '/v1/datasets/' });
  await askForHandOver(slack, { only: [/Zodiac/] });
  const told = await slack.as('sophie').sees('dm', /None of the chosen datasets belongs to Leonhard Euler/);
  expect(told.text).toMatch(/For example: “.*Zodiac.*” \(Domo doesn't say who owns it\)\. Choose again\./);
});
