import { seeded } from '../../sandbox/domo/seed.ts';
import type { Person } from '../../sandbox/slack/person/types.ts';
import { approve, ask, askAndSee } from '../support/requests.ts';
import { numberIn } from '../support/schema.ts';
import { askForHandOver, decidableCard, ended, sharedSteward } from '../support/steward.ts';

const hostile = [
  '<!channel> & <@U0EMMY00001|you> <https://evil.example|here>',
  '*bold* _it_ ~no~ `code` \n>quote',
  '📊👩‍🔬 émoji ﷽',
  '‮evitarepo lennahc‬ שלום',
  '=HYPERLINK("https://evil.example")',
  `${'a long name '.repeat(40)}the end`,
];

let sophie: Person;
let emmy: Person;

const steward = sharedSteward({
  world: (world) => {
    world.addUser({ id: 3001, name: '<!here> *Eve* ‮', email: 'eve@example.com' });
    world.addUser({ id: 3002, name: 'Nothing To Give', email: 'nothing@example.com' });
    world.addUser({ id: 3003, name: 'Just One', email: 'one@example.com' });
    world.addUser({ id: 3004, name: 'Gone Tomorrow', email: 'gone@example.com' });
    world.addDataset({ id: '0000000e-bad0-4000-8000-000000000000', name: 'Left behind', ownerId: 3004 });
    for (const [nth, name] of hostile.entries()) {
      world.addDataset({ id: `0000000${nth}-bad0-4000-8000-000000000000`, name, ownerId: 3001 });
    }
    world.addDataset({ id: '0000000f-bad0-4000-8000-000000000000', name: 'The only one', ownerId: 3003 });
  },
});

beforeAll(async () => {
  [sophie, emmy] = [steward.slack.as('sophie'), steward.slack.as('emmy')];
});

afterEach(() => sophie.closeModal('all'));

async function handOver(from: { search: string; option: RegExp }, to?: { search: string; option: RegExp }) {
  expect(await askForHandOver(steward.slack, { from, ...(to && { to }) })).toBeNull();
  return decidableCard(steward.slack, numberIn(await sophie.dismiss(/#\d+ is being prepared/)));
}

async function applied(card: Awaited<ReturnType<typeof handOver>>, count: number) {
  await approve(steward, card);
  return emmy.seesChange(card, ended({ verified: count }));
}

test('someone deleted in Domo is offered as the current owner, with what they own, and never as the new one', async () => {
  await sophie.command('/domo-owner');
  await sophie.modal('Change dataset owner');
  expect(await sophie.search('New owner', 'fermat')).toEqual([]);
  await sophie.choose('Current owner', /Pierre de Fermat/, { search: 'fermat' });
  await sophie.dismiss(/All of them \(2\)/);
  const card = await handOver({ search: 'fermat', option: /Pierre de Fermat/ });
  await applied(card, 2);
  expect(steward.domo.world.ownedBy(seeded.fermat)).toEqual([]);
});

test('someone of whom Domo tells no name after their deletion is shown by the name that is known', async () => {
  steward.domo.world.deleteUser(3004);
  const nameless = steward.domo.faults.add({ kind: 'deleted_without_name' });
  const { card } = await askAndSee(steward, { from: 3004 });
  expect(card.text).toMatch(/From Gone Tomorrow \(left\) to Carl Friedrich Gauss, carl@example\.com/);
  await applied(card, 1);
  nameless.remove();
});

test('what a group owns, and what belongs to an id that Domo does not know, can be handed over; both are told apart from people', async () => {
  await sophie.command('/domo-owner');
  await sophie.modal('Change dataset owner');
  expect(await sophie.search('New owner', 'Number Theory')).toEqual([]);
  expect(await sophie.search('New owner', String(seeded.unknownOwner))).toEqual([]);
  await sophie.closeModal('all');
  for (const [search, id, dataset] of [
    ['Number Theory', seeded.numberTheory, seeded.groupOwned],
    [String(seeded.unknownOwner), seeded.unknownOwner, seeded.unknownOwned],
  ] as const) {
    const card = await handOver({ search, option: new RegExp(String(id)) });
    await applied(card, 1);
    expect(steward.domo.world.dataset(dataset)?.ownerId).toBe(seeded.gauss);
  }
});

test('two people of one name are told apart wherever they are shown', async () => {
  await sophie.command('/domo-owner');
  await sophie.modal('Change dataset owner');
  const offered = await sophie.search('Current owner', 'Johann Bernoulli');
  expect(offered).toHaveLength(2);
  expect(new Set(offered).size).toBe(2);
  await sophie.closeModal('all');
  const card = await handOver(
    { search: 'johann', option: /johann\.junior@example\.com/ },
    { search: 'johann', option: /johann@example\.com/ },
  );
  expect(card.text).toMatch(/Johann Bernoulli \(37\) → Johann Bernoulli \(36\)/);
  expect(card.text).toContain('From Johann Bernoulli (37) to Johann Bernoulli, johann@example.com');
  await applied(card, 1);
  expect(steward.domo.world.ownedBy(37)).toEqual([]);
});

test('somebody who owns nothing: a sentence beside the field, and one by DM when it turned out later', async () => {
  await sophie.command('/domo-owner 3002 28');
  await sophie.modal('Change dataset owner');
  await sophie.fill('Reason', 'Nothing to hand over');
  const errors = (await sophie.submit()) ?? {};
  expect(errors['Current owner']).toMatch(
    /Nothing To Give \(Domo ID 3002\) owns no datasets.*Choose another current owner/,
  );
  await sophie.closeModal('all');

  const [only] = steward.domo.world.ownedBy(seeded.abel);
  steward.domo.world.setOwner(only?.id ?? '', 31);
  const number = await ask(steward, { from: seeded.abel });
  // Not the message of the submit, which says so as well.
  const told = await sophie.sees(
    'dm',
    new RegExp(`#${number}\\b[\\s\\S]*no one was asked to approve[\\s\\S]*owns no datasets now`),
  );
  await sophie.press(told, 'Open the form');
  expect((await sophie.modal('Change dataset owner')).text).toContain('Niels Henrik Abel');
});

test('a plan of one dataset', async () => {
  const { card } = await askAndSee(steward, { from: 3003 });
  expect(card.text).toContain('1 dataset');
  await applied(card, 1);
});

test('hostile names mention nobody, fake nothing, and are listed with their ids', async () => {
  const { card } = await askAndSee(steward, { from: 3001, to: 31, reason: '<!everyone> *look*\n> at this' });
  const done = await applied(card, hostile.length);
  const said = [done, ...emmy.thread(done), ...sophie.dms()];
  for (const message of said) {
    const parsed = [message.fallback, ...mrkdwnIn(message.message.blocks)].join('\n');
    expect(parsed).not.toMatch(/<!(channel|here|everyone)|<https:\/\/evil|<@U0EMMY00001\|you>/);
  }
  await emmy.press(done, 'Details');
  const { text } = await emmy.dismiss();
  expect(text).toContain('=HYPERLINK');
  expect(text).toContain('the end');
  for (const nth of hostile.keys()) expect(text).toContain(`0000000${nth}…`);
  // What Domo has is as it was, to the character.
  expect(steward.domo.world.ownedBy(31).map((dataset) => dataset.name)).toEqual(expect.arrayContaining(hostile));
  expect(steward.slack.refusals()).toEqual([]);
});

/** The texts in which Slack looks for mentions and links. */
function mrkdwnIn(block: unknown): string[] {
  if (typeof block !== 'object' || block === null) return [];
  const own = 'type' in block && block.type === 'mrkdwn' && 'text' in block ? [String(block.text)] : [];
  return [...own, ...Object.values(block).flatMap(mrkdwnIn)];
}
