import { type SQL, sql } from 'drizzle-orm';
import { ownManifest } from '../../../sandbox/own-manifest.ts';
import type { SeenMessage } from '../../../sandbox/slack/person/types.ts';
import { verifyAudit } from '../../../src/audit/verify.ts';
import type { Database } from '../../../src/store/database.ts';
import { tamper } from '../../audit/tamper.ts';
import { addLeavers, approve, approveUntil, ask, askAndSee, auditLines, firstLeaver } from '../../support/requests.ts';
import { sharedSteward } from '../../support/steward.ts';
import { answerAsSophie, askRequester } from '../../support/talk.ts';
import { until } from '../../support/until.ts';
import { type Stage, stages, type Tampering, type Verdict } from './tampering.ts';
import { ofRequests, planted, tamperings } from './tamperings.ts';

/*
 * What `audit verify` says of each row that somebody changes, adds or removes beside the app, of every table, wherever a request stands.
 */

const numbers = new Map<Stage, number>();
const leaverOf = (stage: Stage) => firstLeaver + stages.indexOf(stage);

async function bring(stage: Stage): Promise<void> {
  const from = leaverOf(stage);
  if (stage === 'preparing') {
    numbers.set(stage, await ask(steward, { from }));
    return;
  }
  const { number, card } = await askAndSee(steward, { from });
  numbers.set(stage, number);
  await talkAbout(number, card);
  await approveUntil(steward, card, /1 of 2/, 'emmy');
  if (stage === 'pending') return;
  // Domo doesn't say who its approvers are, so that it is not begun.
  if (stage === 'approved') steward.domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/users' });
  await approve(steward, card, 'ada');
  const stands = {
    done: /changed and checked/,
    running: /⚙️ Changing datasets: 0 of 2/,
    approved: /Domo isn't responding/,
  }[stage];
  await steward.slack.as('emmy').seesChange(card, stands);
}

/** A question, its answer and a reply, all of which the log tells of. */
async function talkAbout(number: number, card: SeenMessage): Promise<void> {
  await askRequester(steward, card, 'Who reads it?');
  await answerAsSophie(steward, number, 'Nobody.');
  steward.slack.as('ada').replies(card, 'Thanks!');
  await until(async () => (await auditLines(steward)).some((line) => line.event === 'reply' && line.number === number));
}

/** None of it stays. */
async function verdictOn(database: Database, each: Tampering, id: SQL): Promise<string> {
  const undone = new Error('only to look');
  let verdict = 'fine';
  const looking = database.transaction(async (tx) => {
    await tamper({ db: tx }, each.by(id));
    const result = await verifyAudit(tx, { key: steward.config.auditKey });
    if (!result.ok) verdict = result.why;
    throw undone;
  });
  await expect(looking).rejects.toBe(undone);
  return verdict;
}

const steward = sharedSteward({
  policy: 'channel: C0123456789\napprovers: [U0EMMY00001, U0ADA000001]\napprovals: 2\n',
  world: (world) => {
    addLeavers(world, stages.length, 2);
    world.addUser({ id: planted.ownerId, name: 'Bystander' });
    world.addDataset({ ...planted, name: 'Planted' });
  },
  slack: { manifest: await ownManifest({ optional: true }) },
});

beforeAll(async () => {
  await bring('done');
  steward.domo.faults.add({ kind: 'hang' }, { method: 'PUT' });
  for (const stage of ['running', 'pending', 'approved', 'preparing'] as const) await bring(stage);
  await steward.stop();
}, 120_000);

test.each(stages)(
  'of a request that is %s',
  async (stage) => {
    const number = numbers.get(stage);
    const wrong: { what: string; expected: Verdict; found: string }[] = [];
    await steward.inDatabase(async (database) => {
      for (const [table, some] of Object.entries(tamperings)) {
        // What belongs to no request is looked at once.
        if (!ofRequests.includes(table) && stage !== 'done') continue;
        for (const each of some) {
          const found = await verdictOn(database, each, sql`(select id from requests where number = ${number})`);
          const expected = typeof each.verdict === 'function' ? each.verdict(stage) : each.verdict;
          const fits = expected === 'fine' ? found === 'fine' : expected.test(found);
          if (!fits) wrong.push({ what: `${table}: ${each.what}`, expected, found });
        }
      }
    });
    expect(wrong).toEqual([]);
  },
  60_000,
);
