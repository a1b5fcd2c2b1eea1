import type { World } from '../../sandbox/domo/world.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { sandboxPolicy } from '../../sandbox/stage.ts';
import { shortId } from '../../src/slack/text.ts';
import { approveUntil, askAndSee, datasetOf } from '../support/requests.ts';
import { add, numberIn, openColumns, request } from '../support/schema.ts';
import { decidableCard, sharedSteward } from '../support/steward.ts';

const domoUrl = 'https://domo.academy.example';
/** Domo users who own one dataset each. */
const owners = { plain: 4001, lookAlike: 4002, other: 4003, leaving: 4004, moving: 4005, hostile: 4006 };
const hostile = [
  'N'.repeat(255),
  '\u202eevitarepo\u202c שלום',
  'Twins',
  'Twins',
  '<!channel> & <https://evil.example|here>',
];
/** Domo users whom Slack knows by another name, or not at all. */
const countess = 4011;
const nobody = 4012;

const steward = sharedSteward({
  env: { DOMO_INSTANCE_URL: `${domoUrl}/` },
  policy: `${sandboxPolicy}people: { U0ADA000001: ${countess} }\n`,
  world: addPeople,
});

function addPeople(world: World): void {
  const add = (id: number, name: string, dataset: string) => {
    world.addUser({ id, name });
    world.addDataset({ id: datasetOf(id, 1), name: dataset, ownerId: id });
  };
  add(owners.plain, 'Bernhard Riemann', 'Zeta');
  // Two letters of it are Cyrillic.
  add(owners.lookAlike, 'Sophie Gеrmаin', 'Sieve 10');
  add(owners.other, 'Eratosthenes', 'sieve lO');
  add(owners.leaving, 'Hermann Minkowski', 'Lattices');
  add(owners.moving, 'Felix Klein', 'Bottles');
  world.addUser({ id: owners.hostile, name: 'Bobby Tables' });
  for (const [at, name] of hostile.entries()) {
    world.addDataset({ id: datasetOf(owners.hostile, at + 1), name, ownerId: owners.hostile });
  }
  world.addUser({ id: countess, name: 'Augusta Byron', email: 'augusta@example.com' });
  world.addUser({ id: nobody, name: 'Nicolas Bourbaki', email: 'nicolas@example.com' });
  world.addDataset({ id: datasetOf(owners.other, 2), name: 'ELASTIC  Surfaces', ownerId: owners.other });
}

/** What Slack's dialog says before an approval, which is then not given. */
async function confirmOf(card: SeenMessage): Promise<string> {
  const { dialog } = await steward.slack.as('emmy').press(card, 'Approve', { confirm: false });
  return dialog?.text ?? '';
}

test('links to people and datasets lead to where the admin says that this Domo is', async () => {
  const { card } = await askAndSee(steward, { from: owners.plain });
  const blocks = JSON.stringify(card.message.blocks);
  expect(blocks).toContain(`<${domoUrl}/admin/people/28?tab=profile|Carl Friedrich Gauss>`);
  expect(blocks).toContain(`<${domoUrl}/datasources/${datasetOf(owners.plain, 1)}/details/overview|Zeta>`);
  expect(card.text).toContain('From Bernhard Riemann to');
  expect(await confirmOf(card)).toMatch(/^1 dataset of Bernhard Riemann goes to Carl Friedrich Gauss \(/);
});

test('a name that somebody or something else in Domo has too stands with its id, also where that is not in the plan', async () => {
  const { card } = await askAndSee(steward, { from: owners.lookAlike });
  expect(card.text).toContain(`From Sophie Gеrmаin (${owners.lookAlike}) to Carl Friedrich Gauss, carl@example.com`);
  expect(card.text).toContain(`Sieve 10 (${shortId(datasetOf(owners.lookAlike, 1))})`);
  expect(card.fallback.slice(0, 150)).toContain(`from Sophie Gеrmаin (${owners.lookAlike}) to`);
  expect(await confirmOf(card)).toMatch(/^1 dataset of Sophie Gеrmаin \(4002\) goes to Carl Friedrich Gauss \(carl@/);
});

test('so do the dataset whose columns change, and its owner', async () => {
  const [surfaces] = steward.domo.world.ownedBy(31).filter(({ name }) => name === 'Elastic Surfaces');
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, surfaces?.id ?? '');
  await add(sophie, 'Town', 'STRING');
  const card = await decidableCard(steward.slack, numberIn(await request(sophie)));
  const known = `Elastic Surfaces (${shortId(surfaces?.id ?? '')})`;
  expect(card.text).toContain(`${known} · owner Sophie Germain (31)`);
  expect(await confirmOf(card)).toContain(`1 column change in ${known}.`);
});

test('a new owner with another name in Slack, or none there, is shown so on the card and where it is confirmed', async () => {
  const { card: renamed } = await askAndSee(steward, { from: owners.leaving, to: countess });
  expect(renamed.text).toContain('to Augusta Byron, augusta@example.com (in Slack: Ada Lovelace)');
  expect(await confirmOf(renamed)).toContain('to Augusta Byron (augusta@example.com; in Slack: Ada Lovelace).');
  const { card: absent } = await askAndSee(steward, { from: owners.moving, to: nobody });
  expect(absent.text).toContain('to Nicolas Bourbaki, nicolas@example.com (not in Slack)');
  expect(await confirmOf(absent)).toContain('to Nicolas Bourbaki (nicolas@example.com; not in Slack).');
  // Nobody can be told of it there, which keeps it from nothing.
  await approveUntil(steward, absent, { verified: 1 });
  await steward.slack.as('sophie').sees('dm', /✅ #\d+ .*Felix Klein → Nicolas Bourbaki/);
  expect(steward.slack.refusals().filter((refusal) => !refusal.includes('users_not_found'))).toEqual([]);
});

test('datasets of the worst names, two of them of one, are told apart and handed over', async () => {
  const { card } = await askAndSee(steward, { from: owners.hostile });
  const twins = [3, 4].map((nth) => `Twins (${shortId(datasetOf(owners.hostile, nth))})`);
  expect(card.text).toMatch(new RegExp(`N{20,}…N{20,} \\(${shortId(datasetOf(owners.hostile, 1))}\\)`));
  for (const name of [...twins, '<!channel> & <https://evil.example|here>', 'שלום']) expect(card.text).toContain(name);
  expect(JSON.stringify(card.message.blocks)).not.toMatch(/<!channel>|<https:\/\/evil/);
  const done = await approveUntil(steward, card, { verified: 5 });
  expect(JSON.stringify(done.message.blocks)).not.toMatch(/<!channel>|<https:\/\/evil/);
});

test('a reason of 3,000 characters is refused beside its field, where it can be shortened', async () => {
  const sophie = steward.slack.as('sophie');
  await sophie.command('/domo-owner 29 28');
  await sophie.modal('Change dataset owner');
  await sophie.fill('Reason', 'because '.repeat(375));
  expect(await sophie.submit()).toEqual({ Reason: 'Please enter no more than 1000 characters.' });
  await sophie.fill('Reason', 'because '.repeat(125));
  expect(await sophie.submit()).toBeNull();
});
