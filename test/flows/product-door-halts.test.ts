import { seeded } from '../../sandbox/domo/seed.ts';
import { sandboxPolicy } from '../../sandbox/stage.ts';
import { addOwner } from '../support/by-hand.ts';
import { closeVerified, mendDomo, reassign, reassigned } from '../support/product-door.ts';
import { approve, approveUntil, askAndSee, auditLines, datasetOf, firstLeaver } from '../support/requests.ts';
import { decidableCard, ended, type Steward, startSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const { gauss } = seeded;
/** One alone, a chunk, and what is left. */
const datasets = 60;

let steward: Steward;
let leaver = firstLeaver;

beforeEach(() => {
  leaver += 1;
});

beforeAll(async () => {
  steward = await startSteward({
    accessToken: true,
    world: (world) => {
      for (let nth = 1; nth <= 8; nth += 1) addOwner(world, firstLeaver + nth, { api: 0, connectors: datasets });
    },
  });
});

afterEach(() => mendDomo(steward.domo));
afterAll(() => closeVerified(steward));

const ids = () => Array.from({ length: datasets }, (_, at) => datasetOf(leaver, at + 1));
const owned = (id: number) => ids().filter((each) => steward.domo.world.dataset(each)?.ownerId === id).length;

/** How many datasets each write of this leaver's was about. */
function writes(): number[] {
  const ours = new Set(ids());
  return reassigned(steward.domo)
    .filter(([first = '']) => ours.has(first))
    .map(({ length }) => length);
}

/** Approved, and on its way: the first went alone, a chunk was sent, and what Domo shows of it takes a while. */
async function midway() {
  const { domo } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  const off = domo.on('call', () => {
    if (writes().length !== 2) return;
    off();
    domo.faults.add({ kind: 'slow', ms: 700 }, { path: '/api/data/v3/datasources/bulk' });
  });
  await approve(steward, card);
  await until(() => writes().length === 2);
  return { card, number };
}

test('Stop: the chunk that was sent is proved, and nothing more is sent', async () => {
  const emmy = steward.slack.as('emmy');
  const { card } = await midway();
  await until(() => emmy.now(card).buttons.includes('Stop'));
  await emmy.press(emmy.now(card), 'Stop', { confirm: true });
  const done = await emmy.seesChange(card, ended({ verified: 51, stopped: 9 }));
  expect(done.text).toContain('Stopped by Emmy Noether');
  expect(done.buttons).toEqual(['Retry failed', 'Undo', 'Details']);
  expect(writes()).toEqual([1, 50]);
  expect(owned(leaver)).toBe(9);
});

test('paused: nothing more is written until it is over, and the card says so', async () => {
  const emmy = steward.slack.as('emmy');
  const { card } = await midway();
  await steward.restart({ policy: `${sandboxPolicy}paused: true\n` });
  await emmy.seesChange(card, /paused/i);
  expect(writes()).toEqual([1, 50]);
  steward.domo.faults.clear();
  await steward.restart();
  await emmy.seesChange(card, ended({ verified: datasets }));
  expect(writes()).toEqual([1, 50, 9]);
});

test('what was refused is tried again by Retry, through the same door and with votes of its own', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  const refused = domo.faults.add(
    { kind: 'reassign_fails', as: 'text' },
    { path: '/api', datasets: ids().slice(3, 5) },
  );
  const { card, number } = await askAndSee(steward, { from: leaver });
  const done = await approveUntil(steward, card, { verified: 58, refused: 2 });
  refused.remove();
  await sophie.press(sophie.now(done), 'Retry failed');
  await sophie.modal(/Retry #/);
  await sophie.fill('Reason', 'It may work now');
  expect(await sophie.submit()).toBeNull();
  await sophie.closeModal('all');
  const again = await decidableCard(slack, number + 1);
  expect(again.text).toContain('All to be changed with the admin token (product API)');
  await approveUntil(steward, again, { verified: 2 });
  expect(owned(gauss)).toBe(datasets);
  expect(writes().slice(3)).toEqual([1, 1]);
  const doors = (await auditLines(steward)).filter(
    (line) => line.number === number + 1 && line.event === 'item_verified',
  );
  expect(doors.map(({ detail }) => detail.door)).toEqual(['product', 'product']);
});

test('a token of another Domo opens nothing: people do it by hand, and it writes nothing', async () => {
  const { domo } = steward;
  domo.faults.add({ kind: 'other_instance' }, { path: '/api' });
  await steward.restart();
  const { card } = await askAndSee(steward, { from: leaver });
  expect(card.text).not.toContain('admin token');
  await approve(steward, card);
  // Without the product API nothing says what they are: the first refusals could be a missing right.
  await steward.slack.as('emmy').seesChange(card, /to do by hand in Domo|Domo refused the first 3/);
  expect(writes()).toEqual([]);
  domo.faults.clear();
  await steward.restart();
});

test('a chunk that was done, and timed out, is read and not sent again', async () => {
  const { domo } = steward;
  await steward.restart({ overrides: { domo: { timeoutMs: 400, retry: { baseMs: 5, capMs: 20 } } } });
  const hung = domo.faults.add({ kind: 'hang', when: 'after' }, { path: reassign, skip: 1, times: 1 });
  const { card } = await askAndSee(steward, { from: leaver });
  await approve(steward, card);
  await steward.slack.as('emmy').seesChange(card, ended({ verified: datasets }), { timeoutMs: 20_000 });
  expect(hung.hits).toBe(1);
  expect(writes()).toEqual([1, 50, 9]);
  await steward.restart();
});
