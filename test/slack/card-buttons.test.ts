import { seeded } from '../../sandbox/domo/seed.ts';
import type { Person } from '../../sandbox/slack/person/types.ts';
import { askForHandOver, channel, decidableCard, ended, sharedSteward } from '../support/steward.ts';

let sophie: Person;
let emmy: Person;
let requests = 0;

const steward = sharedSteward();

beforeAll(async () => {
  [sophie, emmy] = [steward.slack.as('sophie'), steward.slack.as('emmy')];
});

afterEach(async () => {
  steward.slack.faults.clear();
  steward.domo.faults.clear();
  for (const person of [sophie, emmy]) await person.closeModal('all');
});

/** Another request for these of Euler's datasets, ready to be decided. */
async function ask(...only: RegExp[]) {
  expect(await askForHandOver(steward.slack, { only })).toBeNull();
  await sophie.dismiss(/is being prepared/);
  requests += 1;
  return decidableCard(steward.slack, requests);
}

test('a Slack that knows no tables and no alerts loses nothing', async () => {
  steward.slack.faults.refuseBlocks('table', 'alert');
  const card = await ask(/Zodiac/);
  expect(card.text).toContain('Zodiac');
  await sophie.press(sophie.now(card), 'Approve', { confirm: true });
  await sophie.modal(/You can't approve your own request/);
});

test('what a guest, or someone else, presses has no effect and says why', async () => {
  const card = await ask(/Partitions/);
  const evariste = steward.slack.as('evariste');
  steward.slack.workspace.channels.get(card.channelId)?.members.add(evariste.id);
  for (const [label, why] of [
    ['Approve', /stewards/],
    ['Reject', /stewards/],
    ['Details', /full members only/],
  ] as const) {
    await evariste.press(card, label, label === 'Approve' ? { confirm: true } : {});
    await evariste.dismiss(why);
  }
  expect(emmy.now(card).buttons).toContain('Approve');
});

test('a delivery seen twice is one vote', async () => {
  const card = await ask(/Basel/);
  steward.slack.faults.deliverTwice();
  await emmy.press(card, 'Approve', { confirm: true });
  const done = await emmy.seesChange(card, ended({ verified: 1 }));
  expect(done.text.match(/approved by Emmy/g)).toHaveLength(1);
});

test('the plan is shown a page at a time, to members', async () => {
  const card = await ask(/Ship/, /Latin/);
  await emmy.press(card, 'Details');
  const plan = await emmy.modal(/1–2 of 2 datasets/);
  expect(plan.text).toMatch(/Latin Squares[\s\S]*Ship Building/);
  expect(plan.buttons).toEqual(['Approve…', 'Reject…', 'Ask…', 'Send me the CSV']);
});

describe('under Details', () => {
  test('a steward decides with a comment, wherever they are', async () => {
    const card = await ask(/Bridges/);
    await emmy.press(await emmy.asks(`/domo-owner status ${requests}`, new RegExp(`#${requests}\\b`)), 'Details');
    await emmy.pressInModal('Approve…');
    await emmy.modal(new RegExp(`Approve #${requests}`));
    await emmy.fill('Comment', 'Agreed with Carl');
    expect(await emmy.submit()).toBeNull();
    await emmy.modal(/Starting now/);
    await emmy.seesChange(card, ended({ verified: 1 }));
    await emmy.closeModal('all');
    await emmy.press(emmy.now(card), 'Details');
    expect((await emmy.modal(/What happened/)).text).toContain('Approved by Emmy Noether: “Agreed with Carl”');
  });

  test('the requester may withdraw, and sees no button to approve', async () => {
    const card = await ask(/Music/);
    await sophie.press(sophie.now(card), 'Details');
    expect((await sophie.modal(/What happened/)).buttons).toEqual([
      'Withdraw',
      'Edit and request again',
      'Send me the CSV',
    ]);
    await sophie.pressInModal('Withdraw', { confirm: true });
    await sophie.seesChange(card, /Withdrawn by Sophie Germain/);
  });
});

test('who asked can withdraw, from the message they got', async () => {
  const card = await ask(/Fluid/);
  const message = await sophie.sees('dm', new RegExp(`#${requests}\\b`));
  await sophie.press(message, 'Withdraw', { confirm: true });
  await emmy.seesChange(card, /Withdrawn by Sophie Germain/);
  expect((await sophie.seesChange(message, /Withdrawn/)).buttons).toEqual(['Edit and request again']);
});

test('what failed can be asked for again, what was done can be undone, and the rest handed over: each in a form', async () => {
  const card = await ask(/Polyhedra/, /Primes/);
  const refused = steward.domo.world.ownedBy(seeded.euler).find((dataset) => /Primes/.test(dataset.name));
  steward.domo.faults.add({ kind: 'refused' }, { method: 'PUT', datasets: [refused?.id ?? ''] });
  await emmy.press(card, 'Approve', { confirm: true });
  const done = await emmy.seesChange(card, ended({ verified: 1, refused: 1 }));
  expect(done.buttons).toEqual(['Retry failed', 'Undo', expect.stringMatching(/^Hand over \d+ more$/), 'Details']);

  await sophie.press(done, 'Undo');
  expect((await sophie.dismiss(/The 1 handed over in/)).text).toMatch(/Carl Friedrich Gauss[\s\S]*Leonhard Euler/);
  await sophie.press(done, /^Hand over/);
  await sophie.dismiss(/All of them \(\d+\)/);
  await sophie.press(done, 'Retry failed');
  await sophie.modal(/The 1 not changed in/);
  await sophie.fill('Reason', 'Domo was in a mood');
  expect(await sophie.submit()).toBeNull();
  requests += 1;
  const again = await decidableCard(steward.slack, requests);
  expect(again.text).toMatch(/1 dataset/);
  expect(again.text).toContain('Primes and Zeta');
});

test('status, list, history and Home show how things stand', async () => {
  const done = await ask(/Infinite/);
  await emmy.press(done, 'Approve', { confirm: true });
  await emmy.seesChange(done, ended({ verified: 1 }));
  const open = await ask(/Music/);
  const number = `#${requests}`;
  const status = await sophie.asks(
    `/domo-owner status ${requests}`,
    new RegExp(`${number} · 1 dataset: Leonhard Euler`),
  );
  expect(status.buttons).toEqual(['Details']);
  await sophie.asks('/domo-owner list', /Open requests and yours[\s\S]*Waiting for approval/);
  await sophie.asks(
    '/domo-owner history Analysis of the Infinite',
    /Analysis of the Infinite.* · \d requests?[\s\S]*Changed and checked/,
  );
  await emmy.openHome(new RegExp(`To approve[^]*${number}[^]*Your requests`));
  await sophie.openHome(new RegExp(`Nothing to approve[^]*Your requests[^]*${number}`));
  await sophie.press(await sophie.sees('dm', number), 'Withdraw', { confirm: true });
  await emmy.seesChange(open, /Withdrawn/);
});

test('a reason with a mention, a link and formatting stays what was typed', async () => {
  const reason = '<!channel> *look* at <https://evil.example|this> & :tada: @here';
  await askForHandOver(steward.slack, { only: [/Letters/], reason });
  await sophie.closeModal('all');
  requests += 1;
  const card = await decidableCard(steward.slack, requests);
  const marked = JSON.stringify(card.message.blocks, (_, each) => (each?.type === 'plain_text' ? null : each));
  expect(marked).not.toContain('<!channel');
  expect(card.text).toContain('<!channel>');
  expect(emmy.messages(channel).length).toBe(requests);
});
