import { addLeavers, approveUntil, askAndSee, datasetOf, firstLeaver, refusedApproval } from '../support/requests.ts';
import { askToAdd, numberIn, openColumns, remove, request } from '../support/schema.ts';
import { askForHandOver, decidableCard, sharedSteward } from '../support/steward.ts';

const day = 24 * 60 * 60_000;
const large = `channel: C0123456789
approvers: [S0123456789, U0CARL00001]
rules:
  - name: large hand-over
    when: { kind: owner, items: 3 }
    approvals: 2
  - name: finance
    when: { kind: schema, datasets: "Finance*", risk: breaking }
    approvers: [U0ADA000001]
auditors: [U0BLAISE001]
`;

let leaver = firstLeaver - 1;
/** How much later it is for the app, in ms. */
let later = 0;

const now = () => new Date(Date.now() + later);
const steward = sharedSteward({ policy: large, world: (world) => addLeavers(world, 20, 4), overrides: { now } });

beforeEach(() => {
  leaver += 1;
});

/** Asks for two of the four datasets; resolves to the request's number. */
async function askForTwo(first: 1 | 3): Promise<number> {
  const { slack } = steward;
  const from = { search: `Leaver ${leaver}`, option: new RegExp(`Leaver ${leaver}`) };
  const only = [first, first + 1].map((nth) => new RegExp(`Dataset ${nth} of ${leaver}`));
  expect(await askForHandOver(slack, { from, only })).toBeNull();
  return numberIn(await slack.as('sophie').dismiss(/#\d+ is being prepared/));
}

describe('a rule for many datasets of one owner', () => {
  beforeAll(() => steward.restart());

  test('counts those of other requests of the last seven days', async () => {
    const { slack } = steward;
    const first = await decidableCard(slack, await askForTwo(1));
    expect(first.text).toContain('0 of 1 from data-stewards');
    await approveUntil(steward, first, { verified: 2 });
    const second = await decidableCard(slack, await askForTwo(3));
    expect(second.text).toMatch(/0 of 2 from .* \(large hand-over\)/);
  });

  test('each once, however often it was asked for', async () => {
    const { slack, domo } = steward;
    const refusing = domo.faults.add({ kind: 'refused' }, { method: 'PUT' });
    const first = await decidableCard(slack, await askForTwo(1));
    await approveUntil(steward, first, { refused: 2 });
    refusing.remove();
    const again = await decidableCard(slack, await askForTwo(1));
    expect(again.text).toContain('0 of 1 from data-stewards');
  });

  test('but not those of a rejected request, nor older ones', async () => {
    const { slack } = steward;
    const emmy = slack.as('emmy');
    const rejected = await decidableCard(slack, await askForTwo(1));
    await emmy.press(rejected, 'Reject');
    await emmy.modal(/Reject/);
    await emmy.fill('Reason', 'Not now');
    await emmy.submit();
    await emmy.closeModal('all');
    const first = await decidableCard(slack, await askForTwo(1));
    expect(first.text).toContain('0 of 1 from data-stewards');
    await approveUntil(steward, first, { verified: 2 });
    later += 8 * day;
    const second = await decidableCard(slack, await askForTwo(3));
    expect(second.text).toContain('0 of 1 from data-stewards');
  });
});

test('who asked is known by their Domo user at submit as well as by today’s', async () => {
  const policy = (people: string) => `channel: C0123456789\napprovers: [U0EMMY00001, U0ADA000001]\n${people}`;
  // When Sophie asks, Emmy's Domo user is hers; later the policy says so no more.
  await steward.restart({ policy: policy('approvals: 1\npeople: { U0SOPHIE001: 32, U0EMMY00001: none }\n') });
  const { card } = await askAndSee(steward, { from: leaver });
  await steward.restart({ policy: policy('') });
  expect(await refusedApproval(steward, card, 'emmy')).toMatch(/your Domo user requested it/);
  expect(steward.domo.calls.puts(datasetOf(leaver, 1))).toBe(0);
});

test('a dataset with a rule of its own needs that rule satisfied also inside a larger hand-over', async () => {
  const finance = `rules:\n  - { name: finance, when: { datasets: "dataset 4 *" }, approvers: [U0ADA000001] }\n`;
  await steward.restart({ policy: `channel: C0123456789\napprovers: [U0EMMY00001]\n${finance}` });
  const { card } = await askAndSee(steward, { from: leaver });
  const half = await approveUntil(steward, card, /1 of 1 from Emmy Noether/, 'emmy');
  expect(half.buttons).toContain('Approve');
  expect(steward.domo.calls.puts(datasetOf(leaver, 1))).toBe(0);
  await approveUntil(steward, half, { verified: 4 }, 'ada');
});

test('a dataset that got a name with a rule of its own after the vote is left alone', async () => {
  const finance = `rules:\n  - { name: finance, when: { datasets: "Finance*" }, approvers: [U0ADA000001] }\n`;
  await steward.restart({ policy: `channel: C0123456789\napprovers: [U0EMMY00001]\n${finance}` });
  const { card } = await askAndSee(steward, { from: leaver });
  steward.domo.world.rename(datasetOf(leaver, 2), 'Finance of today');
  const done = await approveUntil(steward, card, { verified: 3, refused: 1 });
  expect(done.text).toContain('so the rule “finance” applies to it now');
  expect(steward.domo.calls.puts(datasetOf(leaver, 2))).toBe(0);
});

test('a breaking change waits for the two whom a rule for caution asks, where no rule speaks of breaking ones', async () => {
  await steward.restart({
    policy: `channel: C0123456789
approvers: [U0EMMY00001, U0ADA000001]
rules:
  - { name: careful, when: { risk: caution }, approvals: 2 }
`,
  });
  const { slack, domo } = steward;
  const columns = () => domo.world.dataset(datasetOf(leaver, 1))?.columns.length;
  const before = columns() ?? 0;
  const sophie = slack.as('sophie');
  await openColumns(sophie, `Dataset 1 of ${leaver}`);
  await remove(sophie, 1);
  const sent = await request(sophie);
  const card = await decidableCard(slack, numberIn(sent));
  expect(card.text).toContain('Breaking');
  expect(card.text).toMatch(/0 of 2 from .*\(careful\)/);
  const half = await approveUntil(steward, card, /1 of 2 from .*\(careful\)/, 'emmy');
  expect(half.text).toContain('Waiting for approval');
  expect(columns()).toBe(before);
  await approveUntil(steward, half, { verified: 1 }, 'ada');
  expect(columns()).toBe(before - 1);
});

test('a rule for owners is for the schemas of their datasets, and for no others', async () => {
  const theirs = `rules:\n  - { name: theirs, when: { owners: [${leaver}] }, approvers: [U0ADA000001] }\n`;
  await steward.restart({
    policy: `channel: C0123456789\napprovers: [U0EMMY00001]\n${theirs}auditors: [U0BLAISE001]\n`,
  });
  const { slack } = steward;
  const [sophie, blaise] = [slack.as('sophie'), slack.as('blaise')];
  const cardOf = async (dataset: string) => {
    const sent = await askToAdd(sophie, dataset, 'Town', 'STRING');
    return decidableCard(slack, numberIn(sent));
  };
  const ours = await cardOf(`Dataset 1 of ${leaver}`);
  expect(ours.text).toMatch(/0 of 1 from Ada Lovelace \(theirs\)/);
  const other = await cardOf('Elastic Surfaces');
  expect(other.text).not.toContain('theirs');
  expect(other.text).toMatch(/0 of 1 from Emmy Noether/);
  expect((await blaise.asks('/domo-schema who Elastic Surfaces', /“Elastic Surfaces”/)).text).not.toContain('theirs');
});

describe('who would have to approve', () => {
  const untouched = firstLeaver + 19;
  beforeAll(() => steward.restart({ policy: large }));

  async function answer(who: string, line: string, start: RegExp): Promise<string> {
    const person = steward.slack.as(who);
    return (await person.asks(line, start)).text;
  }

  test('a steward reads the rules for a hand-over, why, and the people by name', async () => {
    const all = await answer('emmy', `/domo-owner who "Leaver ${untouched}"`, /the owner of all datasets of Leaver/);
    expect(all).toMatch(/Needs 2 approvals from data-stewards and Carl .*\(large hand-over\): .*Emmy Noether/);
    expect(all).toContain("3 or more of one owner's datasets within 7 days; these are 4 datasets.");
    const some = await answer('emmy', `/domo-owner who ${untouched} items 2`, /the owner of 2 datasets of Leaver/);
    expect(some).toMatch(/Needs 1 approval from/);
    expect(some).not.toContain('large hand-over');
  });

  test('an auditor reads the rules for a schema change; a risk that is not said counts as met', async () => {
    const open = await answer('blaise', '/domo-schema who "Finance Q9"', /the columns of “Finance Q9”/);
    expect(open).toContain('Needs 1 approval (finance): Ada Lovelace.');
    expect(open).toContain("a risk of breaking or worse; the risk isn't known, which counts as met.");
    expect(open).toMatch(/Maybe no rule covers it: the risk isn't known/);
    const safe = await answer('blaise', '/domo-schema who Finance Q9 safe', /“Finance Q9”, with the risk safe/);
    expect(safe).not.toContain('(finance)');
    const breaking = await answer(
      'blaise',
      '/domo-schema who Finance Q9 breaking',
      /“Finance Q9”, with the risk breaking/,
    );
    expect(breaking).not.toContain('every change');
    expect(breaking).not.toContain('Perhaps');
  });

  test('others are told that it is not for them', async () => {
    const only = /^(.*: )?Only stewards and auditors can ask this\.$/m;
    expect(await answer('sophie', '/domo-owner who Euler', only)).not.toContain('Needs');
    expect(await answer('sophie', '/domo-schema who Finance', only)).not.toContain('Needs');
  });

  test('who is not found, or not named, is said', async () => {
    await answer('emmy', '/domo-owner who Nobody At All', /No one in Domo matches/);
    await answer('emmy', '/domo-owner who', /Name one current owner/);
    await answer('emmy', '/domo-owner who Leaver', /could be several people/);
    await answer('emmy', '/domo-schema who', /Name the dataset/);
  });
});
