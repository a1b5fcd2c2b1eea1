import { addOwner } from '../support/by-hand.ts';
import { reassign } from '../support/product-door.ts';
import { approve, askAndSee, auditLines, datasetOf } from '../support/requests.ts';
import { channel, ended, sharedSteward } from '../support/steward.ts';

const gauss = 28;

/** Each test has an owner of its own, named for what they own. */
const [formOf60, sixty, twoHundred, threeOfApi] = [2001, 2002, 2003, 2004];

const steward = sharedSteward({
  accessToken: true,
  world: (world) => {
    for (const id of [formOf60, sixty]) addOwner(world, id, { api: 40, connectors: 20 });
    addOwner(world, twoHundred, { api: 100, connectors: 100 });
    addOwner(world, threeOfApi, { api: 3, connectors: 0 });
  },
});

afterEach(() => steward.domo.faults.clear());
async function sees(pattern: RegExp): Promise<string> {
  return (await steward.slack.as('emmy').sees(channel, pattern)).text;
}

test('the form says which are not made with the API', async () => {
  const sophie = steward.slack.as('sophie');
  await sophie.command(`/domo-owner ${formOf60} ${gauss}`);
  const { text } = await sophie.dismiss('Change dataset owner');
  expect(text).toContain("20 weren't made with Domo's API: they need the admin token");
});

test('60 datasets of which 20 are connectors’ change in a few calls, each proved', async () => {
  const { domo } = steward;
  const { number, card } = await askAndSee(steward, { from: sixty });
  expect(card.text).toContain('All to be changed with the admin token (product API)');
  const before = domo.calls.recent().at(-1)?.number ?? 0;
  await approve(steward, card);
  await sees(ended({ verified: 60 }));
  await sees(new RegExp(`#${number} [^]*\\nAll changed with the admin token \\(product API\\)`));
  const calls = domo.calls.recent().filter((call) => call.number > before);
  const writing = calls.filter(({ path }) => path === reassign);
  expect(writing.map(({ body }) => JSON.parse(body ?? '').ids.length)).toEqual([1, 50, 9]);
  expect(calls.length).toBeLessThan(15);
  const owners = Array.from({ length: 60 }, (_, at) => domo.world.dataset(datasetOf(sixty, at + 1))?.ownerId);
  expect(owners).toEqual(Array.from({ length: 60 }, () => gauss));
  const lines = (await auditLines(steward)).filter((line) => line.number === number && line.event === 'item_verified');
  expect(lines.map(({ detail }) => detail.door)).toEqual(Array.from({ length: 60 }, () => 'product'));
  expect(lines.map(({ detail }) => detail.proof)).toEqual(['whole', ...Array.from({ length: 59 }, () => 'bulk')]);
});

test('200 datasets cost at most a tenth of a call each', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: twoHundred });
  const before = domo.calls.recent().at(-1)?.number ?? 0;
  await approve(steward, card);
  await sees(ended({ verified: 200 }));
  const calls = domo.calls.recent().filter((call) => call.number > before);
  expect(calls.length).toBeLessThanOrEqual(20);
});

test('what the public API changes goes through it alone', async () => {
  const { card } = await askAndSee(steward, { from: threeOfApi });
  expect(card.text).not.toContain('admin token');
  const before = steward.domo.calls.count('POST', reassign);
  await approve(steward, card);
  await sees(ended({ verified: 3 }));
  expect(steward.domo.calls.count('POST', reassign)).toBe(before);
});
