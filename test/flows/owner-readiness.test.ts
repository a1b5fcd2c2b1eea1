import { seeded } from '../../sandbox/domo/seed.ts';
import { addLeavers, approveUntil, askAndSee, auditLines, datasetOf, firstLeaver } from '../support/requests.ts';
import { type StewardOptions, startedSteward } from '../support/steward.ts';

const { steward, start } = startedSteward({ world: (world) => addLeavers(world, 1) });

/** Gives the new owner, Carl, another role in Domo. */
function become(role: string): void {
  const carl = steward.domo.world.user(seeded.gauss);
  if (carl === undefined) throw new Error('Carl is gone');
  carl.role = role;
}

/** One of the leaver's two datasets comes from a connector, fed with somebody's account. */
const fed: StewardOptions = {
  accessToken: true,
  world: (world) => {
    addLeavers(world, 1);
    world.edit(
      datasetOf(firstLeaver, 1),
      {
        kind: 'connector',
        streamId: 901,
        accountId: 902,
        shares: [{ type: 'USER', id: firstLeaver, accessLevel: 'CAN_EDIT' }],
      },
      'behind',
      'set up',
    );
    world.addAccount({ id: 902, name: 'Sheets', provider: 'google-sheets', ownerId: firstLeaver });
  },
};

test.each(['Participant', 'Social'])(
  'a new owner whose role is %s: a warning on the card, and still a decision',
  async (role) => {
    await start();
    become(role);
    const { card } = await askAndSee(steward, { from: firstLeaver });
    expect(card.text).toContain(
      `Carl Friedrich Gauss has the role ${role} in Domo, which may not be allowed to own datasets.`,
    );
    await approveUntil(steward, card, { verified: 2 });
  },
);

test('a role that may own is worth no line; one that came after the vote stops the run before anything is written', async () => {
  await start();
  const { card } = await askAndSee(steward, { from: firstLeaver });
  expect(card.text).not.toMatch(/role|account/);
  become('Participant');
  const done = await approveUntil(steward, card, { refused: 2 });
  expect(done.text).toContain("Carl Friedrich Gauss's role in Domo is Participant now");
  expect(steward.domo.calls.count('PUT')).toBe(0);
});

test('the account that feeds a connector dataset does not move along: whose it is, on the card', async () => {
  await start(fed);
  const { card } = await askAndSee(steward, { from: firstLeaver });
  expect(card.text).toContain(
    "1 dataset comes from a connector: the account that feeds it (of Leaver 2001) doesn't move along.",
  );
});

test.each([
  ['refused', () => steward.domo.faults.add({ kind: 'status', status: 403 }, { path: '/api/data/v1/streams' })],
  [
    'odd',
    () =>
      steward.domo.faults.add(
        { kind: 'edited', edit: () => [null, { id: 901, account: 'none' }, {}] },
        { path: '/api/data/v1/streams' },
      ),
  ],
])('whose account it is cannot be read (%s): it is said in general', async (_, fault) => {
  await start(fed);
  fault();
  const { card } = await askAndSee(steward, { from: firstLeaver });
  expect(card.text).toContain("1 dataset comes from a connector: the account that feeds it doesn't move along.");
});

test.each(['as it is', 'wrapped'] as const)(
  'what the former owner may still do is read afterwards (%s), told, and left as it is',
  async (as) => {
    await start(fed);
    const emmy = steward.slack.as('emmy');
    if (as === 'wrapped') steward.domo.faults.add({ kind: 'bulk_permissions', as }, { path: '/api' });
    const { card } = await askAndSee(steward, { from: firstLeaver });
    await approveUntil(steward, card, { verified: 2 });
    await emmy.seesReply(card, /The previous owner can still edit 1 of these 2 datasets\./);
    const events = (await auditLines(steward)).filter(({ event }) => event === 'former_access');
    expect(events.map(({ detail }) => detail)).toEqual([
      { words: 'The previous owner can still edit 1 of these 2 datasets.', datasets: 2 },
    ]);
    expect(steward.domo.world.dataset(datasetOf(firstLeaver, 1))?.shares).toContainEqual(
      expect.objectContaining({ id: firstLeaver, accessLevel: 'CAN_EDIT' }),
    );
  },
);

test('an instance that keeps permissions to itself: the result comes without them', async () => {
  await start(fed);
  const emmy = steward.slack.as('emmy');
  steward.domo.faults.add({ kind: 'bulk_permissions', as: 'forbidden' }, { path: '/api' });
  const { card } = await askAndSee(steward, { from: firstLeaver });
  await approveUntil(steward, card, { verified: 2 });
  const reply = await emmy.seesReply(card, /Audit chain/);
  expect(reply.text).not.toContain('previous owner');
});
