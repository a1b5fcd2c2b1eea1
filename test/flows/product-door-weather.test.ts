import type { Fault, FaultScope } from '../../sandbox/domo/faults.ts';
import { seeded } from '../../sandbox/domo/seed.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { addOwner } from '../support/by-hand.ts';
import { closeVerified, mendDomo, reassign, reassigned } from '../support/product-door.ts';
import { approve, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { channel, decidableCard, ended, type Steward, startSteward } from '../support/steward.ts';

const { gauss } = seeded;

let steward: Steward;
let leaver = firstLeaver;
let number = 0;

beforeEach(() => {
  leaver += 1;
});

beforeAll(async () => {
  steward = await startSteward({
    accessToken: true,
    world: (world) => {
      for (let nth = 1; nth <= 25; nth += 1) addOwner(world, firstLeaver + nth, { api: 2, connectors: 4 });
    },
  });
});

afterEach(() => mendDomo(steward.domo));
afterAll(() => closeVerified(steward));

const id = (nth: number) => datasetOf(leaver, nth);

function fail(fault: Fault, scope: FaultScope = {}): ReturnType<Steward['domo']['faults']['add']> {
  return steward.domo.faults.add(fault, { path: '/api', ...scope });
}

/** The hand-over of six, of which four need the product door. */
async function run(): Promise<void> {
  await approve(steward, await askFor());
}

async function askFor(): Promise<SeenMessage> {
  const asked = await askAndSee(steward, { from: leaver });
  number = asked.number;
  return asked.card;
}

/** Of this leaver's request. */
async function sees(pattern: RegExp): Promise<string> {
  const text = pattern.source.replace('#\\d+', `#${number}`);
  const its = text === pattern.source ? new RegExp(`#${number} · [^]*${text}`) : new RegExp(text, 'm');
  return (await steward.slack.as('emmy').sees(channel, its)).text;
}

function owners(): number[] {
  return [1, 2, 3, 4, 5, 6].map((nth) => steward.domo.world.dataset(id(nth))?.ownerId ?? 0);
}

/** How often each dataset was in a write. */
function writes(): number[] {
  const ids = reassigned(steward.domo).flat();
  return [1, 2, 3, 4, 5, 6].map((nth) => ids.filter((each) => each === id(nth)).length);
}

test.each([
  ['text', /1 denied/, /Domo refused to change the owner: Unable to reassign/, 5],
  ['object', /1 denied/, /Unable to reassign/, 5],
  ['absent', /1 denied/, /gave no reason/, 5],
  ['silent', /1 not confirmed/, /Domo accepted it, but shows Leaver \d+/, 5],
] as const)('one stays as it was in a 200: %s', async (as, count, why, done) => {
  fail({ kind: 'reassign_fails', as }, { datasets: [id(4)] });
  await run();
  const text = await sees(count);
  expect(text).toMatch(why);
  expect(owners().filter((owner) => owner === gauss)).toHaveLength(done);
  expect(writes()).toEqual([1, 1, 1, 1, 1, 1]);
});

test('one that spoils the whole call is found out by halves', async () => {
  fail({ kind: 'reassign_batch_fails' }, { datasets: [id(4)] });
  await run();
  await sees(ended({ verified: 5, refused: 1 }));
  expect(owners()).toEqual([gauss, gauss, gauss, leaver, gauss, gauss]);
});

test.each<[string, Fault]>([
  ['an error', { kind: 'status', status: 502, when: 'after' }],
  ['a broken connection', { kind: 'reset', when: 'after' }],
  ['a page', { kind: 'status', status: 200, body: 'html', when: 'after' }],
])('a write that was done and answered by %s is read, and not sent again', async (_, fault) => {
  fail(fault, { path: reassign, skip: 1, times: 1 });
  await run();
  await sees(ended({ verified: 6 }));
  expect(writes()).toEqual([1, 1, 1, 1, 1, 1]);
});

test('a write that was not done is sent again: an error, and too many calls', async () => {
  fail({ kind: 'status', status: 500 }, { path: reassign, times: 1 });
  fail({ kind: 'status', status: 429, retryAfter: '0' }, { path: reassign, skip: 1, times: 1 });
  await run();
  await sees(ended({ verified: 6 }));
  expect(owners()).toEqual([gauss, gauss, gauss, gauss, gauss, gauss]);
});

test('a login page in place of a reading is waited for', async () => {
  const card = await askFor();
  const page = fail({ kind: 'status', status: 200, body: 'html' }, { skip: 3 });
  await approve(steward, card);
  await sees(/Paused: I can't understand Domo's answers/);
  page.remove();
  await sees(ended({ verified: 6 }));
});

test('a token that is over in the middle is waited for, and the run goes on with it', async () => {
  const over = fail({ kind: 'token_over' }, { path: reassign, skip: 1 });
  await run();
  await sees(/Paused: Domo rejected the admin token/);
  over.remove();
  await sees(ended({ verified: 6 }));
  expect(owners()).toEqual([gauss, gauss, gauss, gauss, gauss, gauss]);
});

test('a token that is gone before the run: people do it by hand, and nothing goes another way', async () => {
  const card = await askFor();
  steward.domo.product.expireTokenAt(new Date(0));
  await approve(steward, card);
  expect(await sees(/6 to do by hand in Domo/)).toContain("The admin token that was to do this isn't there any more.");
  await steward.slack.as('emmy').sees('dm', new RegExp(`#${number}: please change [^]*The admin token that was to do`));
  expect(writes()).toEqual([0, 0, 0, 0, 0, 0]);
  expect(steward.domo.calls.puts(id(1))).toBe(0);
});

test('what is gone, and what may not be seen any more, is left alone and said', async () => {
  const card = await askFor();
  steward.domo.world.deleteDataset(id(5));
  fail({ kind: 'refused' }, { datasets: [id(6)] });
  await approve(steward, card);
  await sees(/datasets changed: .* · 1 skipped, 1 denied/);
});

test('where the first three are all refused, the run stops and says that a right may be missing', async () => {
  fail({ kind: 'reassign_fails', as: 'text' });
  await run();
  const text = await sees(/Stopped automatically: Domo refused the first 3 changes/);
  expect(text).toContain('the user of the access token has “Manage DataSet”');
  expect(writes().filter((count) => count > 0)).toHaveLength(3);
});

test('where something else moves along with the first, no other is written', async () => {
  const off = steward.domo.on('call', ({ path }) => {
    if (path !== reassign) return;
    const first = [1, 2, 3, 4, 5, 6].find((nth) => steward.domo.world.dataset(id(nth))?.ownerId === gauss);
    if (first !== undefined) steward.domo.world.edit(id(first), { description: 'moved' }, 'behind', 'UPDATED');
  });
  await run();
  const text = await sees(/Stopped automatically: Domo changed more than we asked/);
  off();
  expect(text).toContain('description');
  expect(writes().reduce((sum, count) => sum + count)).toBe(1);
});

test('an app that is killed in the middle of a write goes on from what Domo shows', async () => {
  fail({ kind: 'hang', when: 'after' }, { path: reassign, skip: 1, times: 1 });
  const written = Promise.withResolvers<void>();
  const off = steward.domo.on('change', () => {
    if (owners().every((owner) => owner === gauss)) written.resolve();
  });
  await run();
  await written.promise;
  off();
  await steward.restart();
  await sees(ended({ verified: 6 }));
  expect(writes()).toEqual([1, 1, 1, 1, 1, 1]);
});

test('Undo goes back through the same door', async () => {
  const { slack } = steward;
  await run();
  await sees(ended({ verified: 6 }));
  const card = await slack.as('sophie').sees(channel, new RegExp(`#${number} · All 6`));
  await slack.as('sophie').press(card, 'Undo');
  await slack.as('sophie').modal(/Undo #/);
  await slack.as('sophie').fill('Reason', 'a mistake');
  expect(await slack.as('sophie').submit()).toBeNull();
  await slack.as('sophie').closeModal('all');
  number += 1;
  await approve(steward, await decidableCard(slack, number));
  await sees(ended({ verified: 6 }));
  expect(owners()).toEqual([leaver, leaver, leaver, leaver, leaver, leaver]);
});
