import { seeded } from '../../sandbox/domo/seed.ts';
import { recheckNow } from '../support/recheck-now.ts';
import {
  addLeavers,
  approve,
  approveUntil,
  ask,
  askAndSee,
  auditLines,
  datasetOf,
  firstLeaver,
} from '../support/requests.ts';
import { numberIn } from '../support/schema.ts';
import { decidableCard, ended, sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const policy = `channel: C0123456789
approvers: [S0123456789]
recheck_after: [1h, 2h]
rules:
  - name: any of these
    when: { datasets: "Dataset*" }
  - name: the second ones
    when: { datasets: "Dataset 2*" }
    approvers: [U0CARL00001]
`;

let leaver = firstLeaver - 1;

const steward = sharedSteward({ policy, world: (world) => addLeavers(world, 6, 2) });

beforeEach(() => {
  leaver += 1;
});

function puts(): number[] {
  return [1, 2].map((nth) => steward.domo.calls.puts(datasetOf(leaver, nth)));
}

test('two stewards at once on different rules: both lines count, and it is applied once', async () => {
  const { card } = await askAndSee(steward, { from: leaver, to: 31, by: 'johann' });
  await Promise.all(['emmy', 'carl'].map((who) => approve(steward, card, who)));
  const done = await steward.slack.as('emmy').seesChange(card, ended({ verified: 2 }));
  expect(done.text).toMatch(/approved by (Emmy Noether and Carl|Carl Friedrich Gauss and Emmy)/);
  expect(puts()).toEqual([1, 1]);
});

test('a steward who is deactivated between the click and the run does not count: nothing is written, and it waits again', async () => {
  const { slack } = steward;
  const paused = `${policy}paused: true\n`;
  await steward.restart({ policy: paused });
  const { card } = await askAndSee(steward, { from: leaver, to: 31, by: 'johann' });
  await approveUntil(steward, card, /1 of 1 from data-stewards/, 'emmy');
  await approve(steward, card, 'carl');
  await slack.as('ada').seesChange(card, /Paused/);
  await steward.stop();
  slack.workspace.person('emmy').standing = 'deactivated';
  await steward.start();
  const back = await slack.as('ada').seesChange(card, /0 of 1 from data-stewards/);
  expect(back.text).toContain('Emmy Noether (deactivated)');
  expect(puts()).toEqual([0, 0]);
  await approve(steward, back, 'ada');
  await slack.as('ada').seesChange(card, ended({ verified: 2 }));
  slack.workspace.person('emmy').standing = 'member';
  await steward.restart();
});

test('no card mentions a user group: its people are called, and its name is plain text', async () => {
  const { card } = await askAndSee(steward, { from: leaver, to: 31, by: 'johann' });
  expect(card.text).toContain('from data-stewards');
  const { blocks } = steward.slack.as('emmy').now(card).message;
  expect(JSON.stringify(blocks)).not.toMatch(/subteam|usergroup/);
  expect(JSON.stringify(blocks)).toContain('<@U0ADA000001>');
});

test('Undo is not offered where the former owner is deleted in Domo', async () => {
  const { domo } = steward;
  domo.world.deleteUser(leaver);
  const { card } = await askAndSee(steward, { from: leaver, to: 31, by: 'johann' });
  for (const who of ['emmy', 'carl']) await approve(steward, card, who);
  const done = await steward.slack.as('emmy').seesChange(card, ended({ verified: 2 }));
  expect(done.buttons).not.toContain('Undo');
});

test('what a request had to leave out is handed over once it is free again, by the button that counts it', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await sophie.command(`/domo-owner ${leaver} 36`);
  await sophie.choose('Which datasets', 'Only some');
  await sophie.fill('Or paste ids, names or links', datasetOf(leaver, 1));
  await sophie.fill('Reason', 'This one first');
  await sophie.submit();
  const holding = numberIn(await sophie.dismiss(/is being prepared/));
  const holder = await decidableCard(slack, holding);
  const number = await ask(steward, { from: leaver, to: 36 });
  const card = await decidableCard(slack, number);
  expect(card.text).toContain(`1 skipped: already in #${holding}`);
  for (const who of ['emmy', 'carl']) await approve(steward, card, who);
  await slack.as('emmy').seesChange(card, ended({ verified: 1 }));
  await slack.as('emmy').press(holder, 'Reject');
  await slack.as('emmy').fill('Reason', 'Not this one alone');
  await slack.as('emmy').submit();
  await slack.as('emmy').seesChange(holder, /Rejected/);
  await sophie.press(sophie.now(card), 'Hand over 1 more');
  expect((await sophie.dismiss(new RegExp(`The rest of #${number}`))).text).toContain('Leaver');
});

test('an applied schema is read again at each of the times of recheck_after', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await sophie.command('/domo-schema Elastic Surfaces');
  await sophie.modal(/Columns 1–7/);
  await sophie.pressInModal('Add column');
  await sophie.modal('Add column');
  await sophie.fill('Column name', 'Magnitude');
  await sophie.choose('Column type', 'DOUBLE');
  await sophie.submit();
  await sophie.modal(/1 change/);
  await sophie.fill('Reason', 'The new scales measure it');
  await sophie.submit();
  const number = numberIn(await sophie.dismiss(/is being prepared/));
  const card = await decidableCard(slack, number);
  await approveUntil(steward, card, /changed and checked/, 'emmy');
  expect(steward.domo.world.dataset(seeded.surfaces)?.columns.map(({ name }) => name)).toContain('Magnitude');
  await recheckNow(steward);
  const again = async () =>
    (await auditLines(steward)).filter((line) => line.event === 'schema_rechecked' && line.number === number).length;
  await until(async () => (await again()) === 2);
});
