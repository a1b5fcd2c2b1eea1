import { sql } from 'drizzle-orm';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { accept, asking, unasked } from '../support/acceptance.ts';
import { addLeavers, approve, askAndSee, auditLines, firstLeaver } from '../support/requests.ts';
import { ended, type Steward, startSteward } from '../support/steward.ts';

let steward: Steward;
let leaver = firstLeaver - 1;

beforeAll(async () => {
  steward = await startSteward({ policy: asking, world: (world) => addLeavers(world, 8, 1) });
});

afterAll(() => steward.close());

beforeEach(() => {
  leaver += 1;
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
    await approve(steward, approvedCard);
    await steward.slack.as('emmy').seesChange(approvedCard, /paused/);
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
    await accept(steward, number);
    const done = await emmy.seesChange(approvedCard, ended({ verified: 1 }));
    expect(done.text).not.toContain('Not applied');
  });

  test.each([
    ['put there in the database', false],
    ['whose account is another one by then', true],
  ])('one %s does not count', async (_, isReal) => {
    await approvedUnder(isReal ? asking : unasked);
    await steward.stop();
    const owner = { slackId: 'U0CARL00001', name: 'Carl Friedrich Gauss', domoId: 28 };
    if (isReal) steward.slack.workspace.person('carl').email = 'somebody@example.com';
    else
      await steward.inDatabase(({ db }) =>
        db.execute(sql`
          update requests set acceptance = jsonb_build_object('owner', ${JSON.stringify(owner)}::jsonb, 'choice', 'accept',
            'fingerprint', fingerprint, 'policyHash', '', 'at', '2026-10-01T12:00:00.000Z')
          where number = ${number}`),
      );
    await steward.start({ policy: asking });
    const emmy = steward.slack.as('emmy');
    const why = isReal ? /isn't in Slack/ : /The audit log doesn't have Carl Friedrich Gauss's answer/;
    const back = await emmy.seesChange(approvedCard, why);
    expect(back.text).toContain("Carl Friedrich Gauss hasn't accepted yet");
    steward.slack.workspace.person('carl').email = 'carl@example.com';
    if (!isReal) await accept(steward, number);
    if (!isReal) await emmy.seesChange(approvedCard, ended({ verified: 1 }));
  });
});
