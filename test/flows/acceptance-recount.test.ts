import { sql } from 'drizzle-orm';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { accept, asking, unasked } from '../support/acceptance.ts';
import { addLeavers, approveUntil, askAndSee, auditLines, firstLeaver } from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';

let leaver = firstLeaver - 1;

const steward = sharedSteward({ policy: asking, world: (world) => addLeavers(world, 8, 1) });

beforeEach(() => {
  leaver += 1;
});

test('a follow-up whose new owner could never accept is refused before anyone is asked', async () => {
  const sophie = steward.slack.as('sophie');
  await steward.restart({ policy: unasked });
  const { card } = await askAndSee(steward, { from: leaver });
  const done = await approveUntil(steward, card, { verified: 1 });
  await steward.restart({ policy: asking });
  // Which datasets it will be is found out while it is prepared.
  await sophie.press(done, 'Undo');
  await sophie.modal(/Undo #/);
  expect(await sophie.submit()).toBeNull();
  await sophie.closeModal('all');
  const told = await sophie.sees('dm', /couldn't be prepared/);
  expect(told.text).toContain(`The rule “leavers” needs the new owner to accept, but Leaver ${leaver}`);
  expect(told.buttons).toContain('Open the form');
});

describe('counted again before it is applied', () => {
  let approvedCard: SeenMessage;
  let number: number;

  /** Approved, and not begun: the policy holds all runs. */
  async function approvedUnder(policy: string): Promise<void> {
    await steward.restart({ policy: `${policy}paused: true\n` });
    const found = await askAndSee(steward, { from: leaver });
    approvedCard = found.card;
    number = found.number;
    if (policy === asking) {
      await accept(steward, number);
      await steward.slack.as('emmy').seesChange(approvedCard, /Carl Friedrich Gauss accepted/);
    }
    await approveUntil(steward, approvedCard, /paused/);
  }

  test('an acceptance counts after a restart', async () => {
    await approvedUnder(asking);
    await steward.restart();
    await steward.slack.as('emmy').seesChange(approvedCard, ended({ verified: 1 }));
    const begun = (await auditLines(steward)).find(
      (line) => line.number === number && line.event === 'request_applying',
    );
    expect(begun?.detail).toMatchObject({ acceptance: 'accepted' });
  });

  test('a policy that asks for it by now: back to pending, the new owner is asked, and their answer completes it', async () => {
    await approvedUnder(unasked);
    await steward.restart({ policy: asking });
    const emmy = steward.slack.as('emmy');
    const back = await emmy.seesChange(approvedCard, /hasn't accepted yet/);
    expect(back.text).toContain(
      "Not applied. The rule “leavers” needs the new owner to accept, and Carl Friedrich Gauss hasn't yet.",
    );
    expect(steward.domo.calls.puts(`0000${leaver}-5eed-4000-8000-000000000001`)).toBe(0);
    const message = await accept(steward, number);
    const asked = steward.slack
      .as('carl')
      .dms()
      .filter(({ text }) => text.includes(`#${number} `) || text.includes(`#${number})`));
    expect(asked.map(({ ts }) => ts)).toEqual([message.ts]);
    const done = await emmy.seesChange(approvedCard, ended({ verified: 1 }));
    expect(done.text).not.toContain('Not applied');
  });

  const owner = JSON.stringify({ slackId: 'U0CARL00001', name: 'Carl Friedrich Gauss', domoId: 28 });
  const planted = sql`jsonb_build_object('owner', ${owner}::jsonb, 'choice', 'accept', 'fingerprint', fingerprint,
    'policyHash', '', 'at', '2026-10-01T12:00:00.000Z')`;

  test.each([
    ['put there', unasked, planted, /The audit log doesn't have Carl Friedrich Gauss's answer/],
    [
      'of another plan',
      asking,
      sql`acceptance || '{"fingerprint": "f"}'`,
      /doesn't have Carl Friedrich Gauss's answer/,
    ],
    [
      'made out of a decline',
      asking,
      sql`acceptance || '{"choice": "decline"}'`,
      /doesn't have Carl Friedrich Gauss's/,
    ],
    ['taken away', asking, sql`null`, /and Carl Friedrich Gauss hasn't yet/],
  ])('one that was %s in the database does not count, and verify says so', async (_, policy, acceptance, why) => {
    await approvedUnder(policy);
    await steward.stop();
    const verdict = await steward.inDatabase(async ({ db }) => {
      await db.execute(sql`update requests set acceptance = ${acceptance} where number = ${number}`);
      return verifyAudit(db, { key: steward.config.auditKey });
    });
    expect(verdict).toMatchObject({ ok: false, why: expect.stringContaining(`the new owner's answer to #${number}`) });
    await steward.start({ policy: asking });
    const emmy = steward.slack.as('emmy');
    const back = await emmy.seesChange(approvedCard, why);
    expect(back.text).toContain("Carl Friedrich Gauss hasn't accepted yet");
    await accept(steward, number);
    await emmy.seesChange(approvedCard, ended({ verified: 1 }));
  });

  test('one of an account that is not the new owner’s any more does not count', async () => {
    await approvedUnder(asking);
    await steward.stop();
    steward.slack.workspace.person('carl').email = 'somebody@example.com';
    await steward.start({ policy: asking });
    const back = await steward.slack.as('emmy').seesChange(approvedCard, /Waiting for approval/);
    expect(back.text).toMatch(/The rule “leavers” needs the new owner to accept, but Carl .* isn't in Slack/);
    expect(back.text).toMatch(
      /hasn't accepted yet: Carl Friedrich Gauss did \(doesn't count: no longer the new owner's account\)/,
    );
    steward.slack.workspace.person('carl').email = 'carl@example.com';
  });
});
