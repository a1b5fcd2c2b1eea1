import { sql } from 'drizzle-orm';
import {
  addLeavers,
  approveUntil,
  ask,
  askAndSee,
  auditLines,
  firstLeaver,
  refusedApproval,
} from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const hour = 60 * 60_000;
const policy = `channel: C0123456789
approvers: [U0BLAISE001]
fallback_approvers: [U0EMMY00001]
escalate_after: 24h
remind_after: []
`;

let leaver = firstLeaver - 1;
/** How much later it is for the app, in ms. */
let later = 0;

const now = () => new Date(Date.now() + later);
const steward = sharedSteward({ policy, world: (world) => addLeavers(world, 10, 1), overrides: { now } });

beforeEach(() => {
  leaver += 1;
});

async function escalations(number: number) {
  return (await auditLines(steward)).filter((line) => line.event === 'escalated' && line.number === number);
}

test('where too few of the approvers can vote, the fallback approvers are asked from the beginning', async () => {
  const { card, number } = await askAndSee(steward, { from: leaver, to: 31, by: 'blaise' });
  expect(card.text).toContain('0 of 1 from Blaise Pascal · fallback: Emmy Noether');
  await approveUntil(steward, card, { verified: 1 }, 'emmy');
  expect(await escalations(number)).toMatchObject([{ detail: { rules: ['every change'], fallback: ['U0EMMY00001'] } }]);
});

test('a fallback approver who may not decide it, as the new owner, is not named among them', async () => {
  const fallback = 'fallback_approvers: [U0EMMY00001, U0CARL00001]';
  await steward.restart({ policy: policy.replace(/fallback_approvers: .*/, fallback) });
  const { card } = await askAndSee(steward, { from: leaver, by: 'blaise' });
  expect(card.text).toMatch(/fallback: Emmy Noether$/m);
  expect(await refusedApproval(steward, card, 'carl')).toContain('owner');
  await steward.restart();
});

test('a list that Slack does not know stays closed', async () => {
  await steward.restart({ policy: policy.replace('[U0BLAISE001]', '[S0NOSUCH001]') });
  const number = await ask(steward, { from: leaver });
  await steward.slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*no one can approve`));
  await steward.restart();
});

test('after escalate_after they may approve too: said on the card and to the requester, once, and not before', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  later += 23 * hour;
  await steward.restart();
  expect(await refusedApproval(steward, card, 'emmy')).toContain('Only a steward can decide this');
  later += hour;
  await steward.restart();
  const edited = await slack.as('emmy').seesChange(card, /fallback: Emmy Noether/);
  // An edit notifies nobody, so a mention that it adds would lie to whoever reads it.
  expect(JSON.stringify(edited.message.blocks)).not.toContain('<@U0EMMY00001>');
  await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*fallback: Emmy Noether`));
  await steward.restart();
  expect(await escalations(number)).toHaveLength(1);
  await approveUntil(steward, card, { verified: 1 }, 'emmy');
});

test('what only the database says of it does not count', async () => {
  const { domo } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  await steward.stop();
  await steward.inDatabase(({ db }) => {
    return db.execute(sql`update requests set escalated = '["every change"]' where number = ${number}`);
  });
  await steward.start();
  const before = domo.calls.count('PUT');
  await approveUntil(steward, card, /Not applied: on a recount/, 'emmy');
  expect(domo.calls.count('PUT')).toBe(before);
});
