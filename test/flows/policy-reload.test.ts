import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sharedDirectory } from '../support/directory.ts';
import { addLeavers, approve, approveUntil, askAndSee, auditLines, firstLeaver } from '../support/requests.ts';
import { ended, type Steward, startSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const base = 'channel: C0123456789\napprovers: [S0123456789]\n';
let steward: Steward;
let policyFile: string;
let leaver = firstLeaver - 1;

afterAll(() => steward.close());

const directory = sharedDirectory();

beforeAll(async () => {
  policyFile = join(directory.path, 'policy.yml');
  await writeFile(policyFile, base);
  steward = await startSteward({
    policy: base,
    world: (world) => addLeavers(world, 14, 3),
    overrides: { policyFile, policyEvery: 20 },
  });
});

beforeEach(() => {
  leaver += 1;
});

async function loaded(): Promise<string[]> {
  const lines = await auditLines(steward);
  return lines.filter(({ event }) => event === 'policy_loaded').map(({ detail }) => String(detail.text));
}

/** Puts a policy into the file, and waits for it to be in force. */
async function inForce(text: string): Promise<void> {
  await writeFile(policyFile, text);
  await until(async () => (await loaded()).at(-1) === text);
}

test('a changed file is in force without a restart, is in the log, and approves nothing by itself', async () => {
  const { slack } = steward;
  await inForce(`${base}approvals: 2\n`);
  const { card } = await askAndSee(steward, { from: leaver });
  expect(card.text).toContain('0 of 2 from data-stewards');
  await approveUntil(steward, card, /1 of 2/, 'emmy');
  // One is enough by now, and nobody has said so since.
  await inForce(base);
  await slack.as('ada').press(slack.as('ada').now(card), 'Details');
  expect((await slack.as('ada').dismiss()).text).toContain('1 of 1');
  expect(slack.as('emmy').now(card).text).not.toContain('Approved by');
  await approve(steward, card, 'ada');
  await slack.as('ada').seesChange(card, ended({ verified: 3 }));
});

test('a wrong file, or a half of one, is refused and the one before it stays in force', async () => {
  await inForce(`${base}# before\n`);
  const before = (await loaded()).length;
  for (const text of ['channel: [', `${base}approvals: 0\n`, '']) {
    await writeFile(policyFile, text);
    const { card } = await askAndSee(steward, { from: leaver });
    expect(card.text).toContain('0 of 1 from data-stewards');
    leaver += 1;
  }
  expect(await loaded()).toHaveLength(before);
  await inForce(`${base}# after\n`);
});

test('a vote that was on its way while another policy came into force is decided under the new one', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  slack.faults.onCall('users.info', { kind: 'late', until: answered.promise }, 1, ({ user }) => {
    if (user === 'U0EMMY00001') asked.resolve();
    return user === 'U0EMMY00001';
  });
  const vote = approve(steward, card, 'emmy');
  await asked.promise;
  await inForce(`${base}approvals: 2\n`);
  answered.resolve();
  await vote;
  await slack.as('emmy').seesChange(card, /1 of 2/);
  const lines = await auditLines(steward);
  const put = lines.findLast(({ event }) => event === 'policy_loaded');
  const voted = lines.filter((line) => line.event === 'vote' && line.number === number);
  expect(voted.map(({ policyHash }) => policyHash)).toEqual([put?.policyHash]);
  await inForce(base);
});

test('what was approved before a pause is counted again under the policy that ends it', async () => {
  const { card } = await askAndSee(steward, { from: leaver });
  await inForce(`${base}paused: true\n`);
  await approveUntil(steward, card, /Paused: an admin paused all changes/, 'emmy');
  await inForce(`${base}approvals: 2\n`);
  await steward.slack.as('emmy').seesChange(card, /on a recount there weren't enough valid approvals/);
  await inForce(base);
});

test('what a policy newly asks stands on the card at once, and a new owner who is to accept is asked', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  await inForce(`${base}approvals: 2\nrequire_acceptance: true\n`);
  // So is one who is to accept another request that waits.
  const asked = await slack
    .as('carl')
    .sees('dm', new RegExp(`Sophie Germain asks you to take over .* \\(#${number}\\)`));
  expect(asked.buttons).toEqual(['Accept', 'Decline', 'Details']);
  const now = await slack.as('emmy').seesChange(card, /0 of 2/);
  expect(now.text).toContain("Carl Friedrich Gauss hasn't accepted yet");
  await inForce(base);
  expect((await slack.as('emmy').seesChange(card, /0 of 1/)).text).not.toContain('accepted');
});

test('paused: nothing is written until it ends, and the card says so', async () => {
  const { slack, domo } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  await inForce(`${base}paused: true\n`);
  const puts = domo.calls.count('PUT');
  await approveUntil(steward, card, /Paused: an admin paused all changes/, 'emmy');
  const paused = () => {
    return slack
      .as('sophie')
      .dms()
      .filter(({ text }) => text.includes(`#${number} `) && text.includes('Paused: an'));
  };
  await slack.workspace.until(() => paused().length === 2 || undefined);
  expect(domo.calls.count('PUT')).toBe(puts);
  await inForce(base);
  const done = await slack.as('emmy').seesChange(card, ended({ verified: 3 }));
  expect(done.text).not.toContain('Paused');
});

test('what waited for the end of a pause is counted by the policy that ended it', async () => {
  const { domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  await inForce(`${base}paused: true\n`);
  const puts = domo.calls.count('PUT');
  await approveUntil(steward, card, /Paused: an admin paused all changes/, 'emmy');
  await inForce(`${base}approvals: 2\n`);
  const back = await steward.slack.as('emmy').seesChange(card, /enough valid approvals/);
  expect(back.text).toContain('1 of 2');
  expect(domo.calls.count('PUT')).toBe(puts);
  await approveUntil(steward, card, { verified: 3 }, 'ada');
  await inForce(base);
});

test('paused in the middle of a run: what is being written is proved, and the rest waits', async () => {
  const { slack, domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  const slow = domo.faults.add({ kind: 'slow', ms: 300 }, { method: 'PUT' });
  await approve(steward, card, 'emmy');
  await until(() => slow.hits > 0);
  await inForce(`${base}paused: true\n`);
  await slack.as('emmy').seesChange(card, /Paused: an admin paused all changes/);
  slow.remove();
  const puts = domo.calls.count('PUT');
  await slack.as('sophie').press(slack.as('sophie').now(card), 'Stop', { confirm: true });
  const done = await slack.as('emmy').seesChange(card, /not started/);
  expect(domo.calls.count('PUT')).toBe(puts);
  expect(done.text).toContain('Stopped by Sophie Germain');
  await inForce(base);
});

test('auditors read everything, whoever may ask, and decide nothing', async () => {
  await inForce(`${base}requesters: [U0SOPHIE001]\nauditors: [U0BLAISE001]\n`);
  const { card, number } = await askAndSee(steward, { from: leaver });
  const blaise = steward.slack.as('blaise');
  expect((await blaise.asks('/domo-owner history @sophie', new RegExp(`#${number}`))).text).toContain(
    'sophie@example.com',
  );
  await blaise.press(blaise.now(card), 'Details');
  expect((await blaise.dismiss()).text).toContain('sophie@example.com');
  await approve(steward, card, 'blaise');
  expect((await blaise.dismiss()).text).toContain('Only a steward can decide this');
  await inForce(base);
});
