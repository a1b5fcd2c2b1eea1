import { seeded } from '../../sandbox/domo/seed.ts';
import { addOwner } from '../support/by-hand.ts';
import { approve, askAndSee, firstLeaver, refusedApproval } from '../support/requests.ts';
import { channel, ended, freshSteward } from '../support/steward.ts';

const { gauss, observatory, numberTheory } = seeded;
const [ada, emmy] = ['U0ADA000001', 'U0EMMY00001'];
const policy = `channel: C0123456789
approvers: [${ada}, ${emmy}]
people: { ${ada}: none, ${emmy}: 32 }
rules:
  - name: of the observatory
    when: { owners: ["group:${observatory}"] }
    approvals: 1
  - name: many
    when: { items: 6 }
    require_acceptance: true
`;

const steward = freshSteward({
  accessToken: true,
  policy,
  world: (world) => {
    addOwner(world, firstLeaver, { api: 1, connectors: 1 });
    addOwner(world, firstLeaver + 1, { api: 3, connectors: 3 });
    // A user of the group's number owns something as well.
    world.addUser({ id: numberTheory, name: 'Five Hundred One' });
    world.addDataset({ id: '00000501-5eed-4000-8000-000000000001', name: 'Of the user', ownerId: numberTheory });
  },
});

async function sees(pattern: RegExp): Promise<string> {
  return (await steward.slack.as('emmy').sees(channel, pattern)).text;
}

test('5 datasets that a group owns go to a person; its members are its owners, and none of them decides', async () => {
  const { domo } = steward;
  const theirs = domo.world.ownedBy(observatory, 'GROUP').map(({ id }) => id);
  expect(theirs).toHaveLength(5);
  const { number, card } = await askAndSee(steward, { from: observatory });
  expect(card.text).toContain('From Observatory (group) to Carl Friedrich Gauss');
  expect(card.text).toContain('of the observatory');
  expect(await refusedApproval(steward, card, 'emmy')).toContain("You can't approve this: you are the current owner");
  await approve(steward, card, 'ada');
  await sees(ended({ verified: 5 }));
  await sees(new RegExp(`#${number} `));
  expect(theirs.map((id) => domo.world.dataset(id)?.ownerId)).toEqual([gauss, gauss, gauss, gauss, gauss]);
});

test('a group gets datasets; it can’t accept, so that nobody is asked where a rule needs that', async () => {
  const { domo } = steward;
  const before = domo.world.ownedBy(observatory, 'GROUP').length;
  const { card } = await askAndSee(steward, { from: firstLeaver, to: observatory });
  expect(card.text).toContain('All to be changed with the admin token');
  await approve(steward, card, 'ada');
  await sees(new RegExp(`All 2 datasets changed and checked: Leaver ${firstLeaver} → Observatory`));
  expect(domo.world.ownedBy(observatory, 'GROUP')).toHaveLength(before + 2);

  const sophie = steward.slack.as('sophie');
  await sophie.command(`/domo-owner ${firstLeaver + 1} ${observatory}`);
  await sophie.modal('Change dataset owner');
  await sophie.fill('Reason', 'left');
  expect(JSON.stringify(await sophie.submit())).toContain("a group, which can't accept");
  await sophie.closeModal('all');
});

test('while Domo doesn’t say who is in the group, no approval counts', async () => {
  const { card } = await askAndSee(steward, { from: observatory });
  steward.domo.faults.add({ kind: 'status', status: 403 }, { path: '/api/content/v2/groups' });
  expect(await refusedApproval(steward, card, 'ada')).toContain("Domo doesn't tell me who is in the group");
});

test('a user and a group of one number are two owners', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: numberTheory });
  expect(card.text).toContain('From Five Hundred One to');
  await approve(steward, card, 'ada');
  await sees(/1 dataset changed and checked: Five Hundred One → Carl/);
  expect(domo.world.ownedBy(numberTheory, 'GROUP').length).toBeGreaterThan(0);
});
