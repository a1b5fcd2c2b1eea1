import type { Fault } from '../../sandbox/domo/faults.ts';
import { addLeavers, approveUntil, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { askToAdd, numberIn } from '../support/schema.ts';
import { askForHandOver, decidableCard, type ended, sharedSteward } from '../support/steward.ts';

let leaver = firstLeaver - 1;

const steward = sharedSteward({ world: (world) => addLeavers(world, 20, 1) });

beforeEach(() => {
  leaver += 1;
});

afterEach(() => steward.domo.faults.clear());
const html = { kind: 'status', status: 200, body: 'html' } as const;
const notDone: [string, Fault][] = [
  ['a page of a proxy', { ...html, when: 'before' }],
  ['a 403 that is a page of a proxy', { kind: 'status', status: 403, body: 'html' }],
  ['nothing', { kind: 'status', status: 200, body: 'empty' }],
  ['a redirect', { kind: 'redirect', to: 'https://login.example.com/' }],
];

const withoutColumns = (json: unknown) => ({ ...(json as object), schema: undefined });

/** Hands one dataset over; resolves to it, and to the settled card. */
async function handOver(outcome: Parameters<typeof ended>[0]) {
  const { card } = await askAndSee(steward, { from: leaver });
  const done = await approveUntil(steward, card, outcome);
  return { done, dataset: datasetOf(leaver, 1) };
}

describe('a write that is answered by no answer of Domo’s', () => {
  test.each(notDone)('%s, and was not carried out, is tried again after a read', async (_, fault) => {
    steward.domo.faults.add(fault, { method: 'PUT', times: 2 });
    const { dataset } = await handOver({ verified: 1 });
    expect(steward.domo.world.dataset(dataset)?.ownerId).toBe(28);
    expect(steward.domo.calls.puts(dataset)).toBe(3);
  });

  test.each<[string, Fault]>([
    ['a page of a proxy', { ...html, when: 'after' }],
    ['`null`', { kind: 'edited', edit: () => null }],
  ])('%s, and was carried out, is not repeated', async (_, fault) => {
    steward.domo.faults.add(fault, { method: 'PUT' });
    const { dataset } = await handOver({ verified: 1 });
    expect(steward.domo.calls.puts(dataset)).toBe(1);
  });

  test('a page of a proxy, and was carried out, which Domo shows late, is told as changed by this app', async () => {
    const dataset = datasetOf(leaver, 1);
    const { domo } = steward;
    domo.faults.add({ ...html, when: 'after' }, { method: 'PUT', times: 1 });
    let isLate = true;
    const late = (json: unknown) => {
      if (!isLate || domo.calls.puts(dataset) === 0) return json;
      isLate = false;
      return { ...(json as object), owner: { id: leaver, name: `Leaver ${leaver}` } };
    };
    domo.faults.add({ kind: 'edited', edit: late }, { method: 'GET', path: `/v1/datasets/${dataset}` });
    await handOver({ verified: 1 });
    expect(isLate).toBe(false);
  });

  test.each(notDone)('%s, and was never carried out, is not said to be accepted', async (_, fault) => {
    steward.domo.faults.add(fault, { method: 'PUT' });
    const { done, dataset } = await handOver({ failed: 1 });
    expect(done.text).not.toContain('Domo accepted it');
    expect(done.text).not.toMatch(/Domo (refused|denied)/);
    expect(steward.domo.world.dataset(dataset)?.ownerId).toBe(leaver);
  });
});

test('an odd column stops no change of the owner', async () => {
  const odd = (json: unknown) => ({ ...(json as object), schema: { columns: [{ name: 'a', type: null }] } });
  steward.domo.faults.add({ kind: 'edited', edit: odd }, { method: 'GET', path: '/v1/datasets/' });
  const { dataset } = await handOver({ verified: 1 });
  expect(steward.domo.world.dataset(dataset)?.ownerId).toBe(28);
});

test('a dataset whose columns Domo stops to show after the vote is left alone, with just that', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  const number = numberIn(await askToAdd(sophie, 'Elastic Surfaces', 'Town', 'STRING'));
  const card = await decidableCard(slack, number);
  const puts = domo.calls.count('PUT');
  domo.faults.add({ kind: 'edited', edit: withoutColumns }, { method: 'GET', path: '/v1/datasets/' });
  await approveUntil(steward, card, /nothing changed[\s\S]*Domo doesn't show its columns/);
  expect(domo.calls.count('PUT')).toBe(puts);
});

test('a dataset whose columns Domo does not show is not taken for one without columns', async () => {
  const sophie = steward.slack.as('sophie');
  steward.domo.faults.add({ kind: 'edited', edit: withoutColumns });
  await sophie.command('/domo-schema Salaries');
  await sophie.dismiss(/Domo doesn't show the columns of this dataset/);
});

test('a dataset of which Domo does not say who owns it is named with just that', async () => {
  const { slack, domo } = steward;
  const ownerless = (json: unknown) => ({ ...(json as object), owner: undefined });
  domo.faults.add({ kind: 'edited', edit: ownerless }, { path: '/v1/datasets/' });
  await askForHandOver(slack, { only: [/Zodiac/] });
  const told = await slack.as('sophie').sees('dm', /None of the chosen datasets belongs to Leonhard Euler/);
  expect(told.text).toMatch(/For example: “.*Zodiac.*” \(Domo doesn't say who owns it\)\. Choose again\./);
});
