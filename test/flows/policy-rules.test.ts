import { addLeavers, approve, askAndSee, datasetOf, firstLeaver, refusedApproval } from '../support/requests.ts';
import { askForHandOver, decidableCard, ended, type Steward, startSteward } from '../support/steward.ts';

const day = 24 * 60 * 60_000;
const large = `channel: C0123456789
approvers: [S0123456789, U0CARL00001]
rules:
  - name: large hand-over
    when: { kind: owner, items: 3 }
    approvals: 2
`;

let steward: Steward;
let leaver = firstLeaver - 1;
/** How much later it is for the app, in ms. */
let later = 0;

beforeAll(async () => {
  const now = () => new Date(Date.now() + later);
  steward = await startSteward({ policy: large, world: (world) => addLeavers(world, 6, 4), overrides: { now } });
});

beforeEach(() => {
  leaver += 1;
});

afterAll(() => steward.close());

/** Asks for two of the four datasets; resolves to the request's number. */
async function askForTwo(first: 1 | 3): Promise<number> {
  const { slack } = steward;
  const from = { search: `Leaver ${leaver}`, option: new RegExp(`Leaver ${leaver}`) };
  const only = [first, first + 1].map((nth) => new RegExp(`Dataset ${nth} of ${leaver}`));
  expect(await askForHandOver(slack, { from, only })).toBeNull();
  const { text } = await slack.as('sophie').modal(/#\d+ is being prepared/);
  await slack.as('sophie').closeModal('all');
  return Number(/#(\d+)/.exec(text)?.[1]);
}

describe('a rule for many datasets of one owner', () => {
  test('counts those of other requests of the last seven days', async () => {
    const { slack } = steward;
    const first = await decidableCard(slack, await askForTwo(1));
    expect(first.text).toContain('0 of 1 from data-stewards');
    await approve(steward, first);
    await slack.as('emmy').seesChange(first, ended({ verified: 2 }));
    const second = await decidableCard(slack, await askForTwo(3));
    expect(second.text).toMatch(/0 of 2 from .* \(large hand-over\)/);
  });

  test('each once, however often it was asked for', async () => {
    const { slack, domo } = steward;
    const refusing = domo.faults.add({ kind: 'refused' }, { method: 'PUT' });
    const first = await decidableCard(slack, await askForTwo(1));
    await approve(steward, first);
    await slack.as('emmy').seesChange(first, ended({ refused: 2 }));
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
    await approve(steward, first);
    await emmy.seesChange(first, ended({ verified: 2 }));
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
  await approve(steward, card, 'emmy');
  const half = await steward.slack.as('emmy').seesChange(card, /finance/);
  expect(half.buttons).toContain('Approve');
  expect(steward.domo.calls.puts(datasetOf(leaver, 1))).toBe(0);
  await approve(steward, half, 'ada');
  await steward.slack.as('emmy').seesChange(half, ended({ verified: 4 }));
});

test('a dataset that got a name with a rule of its own after the vote is left alone', async () => {
  const finance = `rules:\n  - { name: finance, when: { datasets: "Finance*" }, approvers: [U0ADA000001] }\n`;
  await steward.restart({ policy: `channel: C0123456789\napprovers: [U0EMMY00001]\n${finance}` });
  const { card } = await askAndSee(steward, { from: leaver });
  steward.domo.world.rename(datasetOf(leaver, 2), 'Finance of today');
  await approve(steward, card);
  const done = await steward.slack.as('emmy').seesChange(card, ended({ verified: 3, refused: 1 }));
  expect(done.text).toContain('which the rule “finance” is for');
  expect(steward.domo.calls.puts(datasetOf(leaver, 2))).toBe(0);
});
