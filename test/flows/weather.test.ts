import type { Fault } from '../../sandbox/domo/faults.ts';
import { addLeavers, approve, approveUntil, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const datasets = 8;
/** Someone who owns 60. */
const widely = firstLeaver + 100;

/** Each test hands over what one person owns. */
let leaver = firstLeaver - 1;

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, 28, datasets);
    addLeavers(world, 1, 60, widely);
  },
  overrides: { domo: { timeoutMs: 500, retry: { baseMs: 5, capMs: 20 } } },
});

beforeEach(() => {
  leaver += 1;
});

afterEach(() => {
  steward.domo.faults.clear();
});

async function approveAll() {
  const { card } = await askAndSee(steward, { from: leaver });
  await approve(steward, card);
  return card;
}

function owners(): (number | undefined)[] {
  return Array.from({ length: datasets }, (_, at) => steward.domo.world.dataset(datasetOf(leaver, at + 1))?.ownerId);
}

function puts(): number {
  return Array.from({ length: datasets }, (_, at) => steward.domo.calls.puts(datasetOf(leaver, at + 1))).reduce(
    (sum, each) => sum + each,
    0,
  );
}

const bad: [string, Fault, number][] = [
  ['429 with Retry-After', { kind: 'status', status: 429, retryAfter: '0' }, 3],
  ['429 without Retry-After', { kind: 'status', status: 429 }, 3],
  ['500 before doing it', { kind: 'status', status: 500 }, 2],
  ['500 after doing it', { kind: 'status', status: 500, when: 'after' }, 2],
  ['an HTML page', { kind: 'status', status: 502, body: 'html' }, 2],
  ['nothing at all', { kind: 'hang' }, 1],
  ['nothing after doing it', { kind: 'hang', when: 'after' }, 1],
  ['a broken connection after doing it', { kind: 'reset', when: 'after' }, 2],
];

test.each(bad)('Domo answers a write with %s: the owner is right in the end', async (_, fault, times) => {
  steward.domo.faults.add(fault, { method: 'PUT', times, skip: 2 });
  const card = await approveAll();
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 8 }));
  expect(new Set(owners())).toEqual(new Set([28]));
});

test('an owner that Domo accepts and does not set is unverified, never applied', async () => {
  steward.domo.faults.add({ kind: 'owner_ignored' }, { datasets: [datasetOf(leaver, 1)] });
  const card = await approveAll();
  const done = await steward.slack.as('emmy').seesChange(card, ended({ verified: 7, unverified: 1 }));
  expect(done.buttons).toContain('Retry failed');
});

test('where Domo accepts all and shows nothing of it, no list says that nothing changed', async () => {
  const { slack, domo } = steward;
  const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
  domo.faults.add({ kind: 'owner_ignored' });
  const { card, number } = await askAndSee(steward, { from: leaver });
  await approveUntil(steward, card, { unverified: 8 });
  await sophie.command('/domo-owner list mine');
  await emmy.command(`/domo-owner history ${leaver}`);
  const told = [
    await sophie.sees('general', new RegExp(`Leaver ${leaver}\\b`)),
    await emmy.sees('general', /1 request\b/),
    await sophie.openHome(),
  ];
  for (const { text } of told) {
    const own = text.split(/^(?=#\d+ )/m).find((part) => part.startsWith(`#${number} `));
    expect(own).toContain('❌ Nothing confirmed');
    expect(own).not.toContain('Nothing changed');
  }
});

test('what is read again is read again together, not a few datasets after the others', async () => {
  const { domo } = steward;
  domo.faults.add({ kind: 'owner_ignored' });
  const card = await approveAll();
  await steward.slack.as('emmy').seesChange(card, ended({ unverified: 8 }));
  /** The reads of one after the first, after its PUT. */
  const proofs = (nth: number) => {
    const calls = domo.calls.recent().filter((call) => call.datasetId === datasetOf(leaver, nth));
    const put = calls.findIndex((call) => call.method === 'PUT');
    return calls.slice(put + 1).map((call) => call.number);
  };
  const [first, last] = [proofs(2), proofs(6)];
  expect(first).toHaveLength(3);
  expect(last[0]).toBeLessThan(first[1] ?? 0);
});

test('when another field moves along with the first item, the run stops by itself', async () => {
  steward.domo.faults.add({ kind: 'also_moves', field: 'name' });
  const card = await approveAll();
  const done = await steward.slack.as('emmy').seesChange(card, ended({ unverified: 1, stopped: 7 }));
  expect(done.text).toContain('Stopped automatically: Domo changed more than we asked.');
  expect(owners().filter((id) => id === 28)).toHaveLength(1);
  expect(puts()).toBe(1);
});

test('when something else moves along in any three, the run stops by itself', async () => {
  // By name they come right after the first.
  const three = [10, 11, 12].map((nth) => datasetOf(widely, nth));
  steward.domo.faults.add({ kind: 'also_moves', field: 'pdpEnabled' }, { method: 'PUT', datasets: three });
  const { card } = await askAndSee(steward, { from: widely });
  const done = await approveUntil(steward, card, /3 not confirmed, \d+ not started/);
  expect(done.text).toContain('Stopped automatically: Domo changed more than we asked.');
  // The first 15 are proved while the next are written, four at a time.
  expect(steward.domo.world.ownedBy(widely).length).toBeGreaterThanOrEqual(60 - 2 * 15);
});

test('of the first dataset all is compared, also what lists do not show', async () => {
  steward.domo.faults.add({ kind: 'also_moves', field: 'schema' }, { method: 'PUT' });
  const card = await approveAll();
  const done = await steward.slack.as('emmy').seesChange(card, ended({ unverified: 1, stopped: 7 }));
  expect(await steward.slack.as('emmy').seesReply(done, /the schema changed too/)).toBeDefined();
  expect(puts()).toBe(1);
});

test('lists without owners still give a plan and a proof', async () => {
  steward.domo.faults.add({ kind: 'list_without_owners' });
  const card = await approveAll();
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 8 }));
});

test.each([
  [503, /Paused: Domo isn't responding/],
  [429, /Paused: Domo is limiting requests/],
])('a Domo that answers all with %i pauses the run and shows it; it goes on by itself', async (status, words) => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  const { card } = await askAndSee(steward, { from: leaver });
  const outage = domo.faults.add({ kind: 'status', status }, { path: '/v1' });
  await approveUntil(steward, card, words);
  outage.remove();
  const done = await emmy.seesChange(card, ended({ verified: 8 }));
  expect(done.text).not.toMatch(/Paused/);
});

test.each([
  ['of a user', '/v1/users'],
  ['of anything', '/v1'],
])(
  'a page instead of data in answer to a read %s pauses the run and shows it; it goes on by itself',
  async (_, path) => {
    const { domo } = steward;
    const { card } = await askAndSee(steward, { from: leaver });
    const page = domo.faults.add({ kind: 'status', status: 200, body: 'html' }, { path, method: 'GET' });
    await approveUntil(steward, card, /Paused: I can't understand Domo's answers/);
    page.remove();
    await steward.slack.as('emmy').seesChange(card, ended({ verified: 8 }));
  },
);

test('the new owner deleted meanwhile: nothing is written', async () => {
  const { domo } = steward;
  domo.world.addUser({ id: 4001, name: 'Soon Gone' });
  await steward.restart();
  const { card } = await askAndSee(steward, { from: leaver, to: 4001 });
  domo.world.deleteUser(4001);
  const done = await approveUntil(steward, card, { refused: 8 });
  expect(done.text).toContain('Soon Gone is no longer active in Domo.');
  expect(puts()).toBe(0);
});

test('a new owner deleted while the run waits for Domo gets nothing more', async () => {
  const { domo } = steward;
  domo.world.addUser({ id: 4002, name: 'Gone In Between' });
  await steward.restart();
  const { card } = await askAndSee(steward, { from: leaver, to: 4002 });
  const first = datasetOf(leaver, 1);
  // The first dataset is read, written and proved; who the new owner is can be read all the time.
  const stopListening = domo.on('call', ({ method, datasetId }) => {
    if (method !== 'GET' || datasetId !== first || domo.calls.puts(first) === 0) return;
    stopListening();
    domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/datasets' });
  });
  await approveUntil(steward, card, /Paused/);
  domo.world.deleteUser(4002);
  domo.faults.clear();
  // One that was being written when Domo went away may be called not done.
  const done = await steward.slack.as('emmy').seesChange(card, /⚠️ #\d+ · 1 of 8 datasets changed.* [67] denied/);
  expect(done.text).toContain('Gone In Between is no longer active in Domo.');
  expect(owners().filter((id) => id === 4002)).toHaveLength(1);
});

test('a dataset that changed while Domo let a write wait is left alone', async () => {
  const { domo } = steward;
  const third = datasetOf(leaver, 3);
  const busy = domo.faults.add(
    { kind: 'status', status: 429, retryAfter: '1' },
    { method: 'PUT', datasets: [third], times: 1 },
  );
  const card = await approveAll();
  await until(() => busy.hits === 1);
  domo.world.setOwner(third, 31);
  const done = await steward.slack.as('emmy').seesChange(card, ended({ verified: 7, drifted: 1 }));
  expect(done.text).toContain('Sophie Germain');
  expect(domo.calls.puts(third)).toBe(1);
  expect(domo.world.dataset(third)?.ownerId).toBe(31);
});

test('a write that came through late is our own, whatever became of the next try', async () => {
  const { domo } = steward;
  const third = datasetOf(leaver, 3);
  const scope = { method: 'PUT', datasets: [third], times: 1 };
  domo.faults.add({ kind: 'status', status: 504 }, scope);
  const busy = domo.faults.add({ kind: 'status', status: 429, retryAfter: '1' }, scope);
  const card = await approveAll();
  await until(() => busy.hits === 1);
  domo.world.setOwner(third, 28);
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 8 }));
});

test('a Domo that takes no writes fails what it was asked, and soon', async () => {
  const { domo } = steward;
  domo.faults.add({ kind: 'status', status: 500 }, { method: 'PUT' });
  const card = await approveAll();
  await steward.slack.as('emmy').seesChange(card, ended({ failed: 8 }));
  // The first is tried again a few times, the others are not.
  expect([1, 2, 3].map((nth) => domo.calls.puts(datasetOf(leaver, nth)))).toEqual([4, 1, 1]);
});

test('what someone else did while Domo refused our write is theirs, and never undone', async () => {
  const { slack, domo } = steward;
  const third = datasetOf(leaver, 3);
  const refused = domo.faults.add({ kind: 'status', status: 401 }, { method: 'PUT', datasets: [third] });
  const card = await approveAll();
  await slack.as('emmy').seesChange(card, /Paused: Domo rejected the app's credentials/);
  domo.world.setOwner(third, 28);
  refused.remove();
  await slack.as('emmy').seesChange(card, ended({ verified: 7, already: 1 }));
});

test('Stop lets the items under way end, and leaves the rest alone', async () => {
  const { slack, domo } = steward;
  const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
  const slow = domo.faults.add({ kind: 'slow', ms: 400 }, { method: 'PUT' });
  const card = await approveAll();
  // The first goes alone; now others are under way.
  await until(() => slow.hits > 1);
  await sophie.press(sophie.now(card), 'Stop', { confirm: true });
  const done = await emmy.seesChange(card, /datasets changed[\s\S]*not started/);
  expect(done.text).toContain('Stopped by Sophie Germain');
  const moved = owners().filter((id) => id === 28).length;
  expect(done.text).toContain(`${moved} of ${datasets} datasets changed`);
  expect(puts()).toBe(moved);
  expect(moved).toBeLessThan(datasets);
});
