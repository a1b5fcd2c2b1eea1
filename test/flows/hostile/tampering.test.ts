import { type SQL, sql } from 'drizzle-orm';
import type { SeenMessage } from '../../../sandbox/slack/person/types.ts';
import { verifyAudit } from '../../../src/audit/verify.ts';
import { addLeavers, approve, ask, askAndSee, datasetOf, firstLeaver } from '../../support/requests.ts';
import { decidableCard, ended, sharedSteward } from '../../support/steward.ts';

type Stage = 'done' | 'running' | 'approved' | 'pending' | 'preparing';
interface Tampering {
  what: string;
  /** Where the request stands when somebody writes into the database. */
  stage: Stage;
  /** `id`: the request's. */
  by: (id: SQL) => SQL[];
  /** What `audit verify` says of it, before the app has seen it. */
  verdict: RegExp;
  /** Who approves it then, if it waits; Emmy, if it does not say. */
  approvers?: string[];
  /** What becomes of it at the next start. */
  end: RegExp;
}

const gauss = 28;
const other = sql`'{"id": 31, "name": "Sophie Germain"}'::jsonb`;
const notApproved = /The stored plan isn't the one that was approved/;
const notSaid = /The audit log doesn't say that this was approved and is still to be done/;
const notTold = /The audit log disagrees about what happened to these datasets/;
const tooFew = /there weren't enough valid approvals/;
const wasDone = ended({ verified: 3 });

const otherOwner = (id: SQL) =>
  sql`update items set change = jsonb_set(change, '{after}', ${other}) where request_id = ${id} and position = 2`;
const planted = (id: SQL) => sql`
  insert into items (request_id, position, dataset_id, dataset_name, pdp, change, state, moved)
  select request_id, 9, '00000000-5eed-4000-8000-000000000009', 'Planted', pdp, change, 'waiting', false
  from items where request_id = ${id} and position = 2`;
const removed = (id: SQL) => sql`delete from items where request_id = ${id} and position = 2`;
const inState = (id: SQL, state: string) =>
  sql`update items set state = ${state}, seen = null, settled_at = null where request_id = ${id} and position = 2`;
const requestTo = (id: SQL, state: string) => sql`update requests set state = ${state} where id = ${id}`;
const adasVote = (id: SQL) => sql`
  insert into votes (request_id, slack_id, voter, choice, fingerprint, policy_hash, at)
  select id, 'U0ADA000001', '{"slackId": "U0ADA000001", "name": "Ada Lovelace"}', 'approve', fingerprint, '', now()
  from requests where id = ${id}`;
const emmysVoteGone = (id: SQL) => sql`delete from votes where request_id = ${id} and slack_id = 'U0EMMY00001'`;

const tamperings: Tampering[] = [
  {
    what: 'the kind is changed, by which the rules are found',
    stage: 'preparing',
    by: (id) => [sql`update requests set kind = 'schema' where id = ${id}`],
    verdict: /who asked for #/,
    approvers: ['emmy', 'ada'],
    end: notApproved,
  },
  {
    what: 'the reason is changed',
    stage: 'preparing',
    by: (id) => [sql`update requests set reason = 'Another' where id = ${id}`],
    verdict: /who asked for #/,
    end: notApproved,
  },
  {
    what: 'the form is changed',
    stage: 'preparing',
    by: (id) => [sql`update requests set form = jsonb_set(form, '{toId}', '31') where id = ${id}`],
    verdict: /who asked for #/,
    end: notApproved,
  },
  {
    what: 'when it was asked for is changed, by which the week of the rules is found',
    stage: 'pending',
    by: (id) => [sql`update requests set created_at = created_at + interval '30 days' where id = ${id}`],
    verdict: /who asked for #/,
    end: notApproved,
  },
  {
    what: 'a new owner is changed',
    stage: 'pending',
    by: (id) => [otherOwner(id)],
    verdict: /the plan of #/,
    end: notApproved,
  },
  {
    what: 'a dataset is added',
    stage: 'pending',
    by: (id) => [planted(id)],
    verdict: /the plan of #/,
    end: notApproved,
  },
  {
    what: 'a dataset is removed',
    stage: 'pending',
    by: (id) => [removed(id)],
    verdict: /the plan of #/,
    end: notApproved,
  },
  {
    what: 'the requester is changed',
    stage: 'pending',
    by: (id) => [sql`update requests set requester = '{"slackId": "U0KARL00001", "name": "Karl"}' where id = ${id}`],
    verdict: /who asked for #/,
    end: notApproved,
  },
  {
    what: 'the facts by which the rules are found are changed',
    stage: 'pending',
    by: (id) => [sql`update requests set facts = jsonb_set(facts, '{risks}', '["safe"]') where id = ${id}`],
    verdict: /the plan of #/,
    end: notApproved,
  },
  {
    what: 'a vote is added, and the request approved',
    stage: 'pending',
    by: (id) => [adasVote(id), requestTo(id, 'approved')],
    verdict: /is approved here; the vote of U0ADA000001/,
    end: notSaid,
  },
  {
    what: 'a new owner is changed',
    stage: 'approved',
    by: (id) => [otherOwner(id)],
    verdict: /the plan of #/,
    end: notApproved,
  },
  {
    what: 'a dataset is added',
    stage: 'approved',
    by: (id) => [planted(id)],
    verdict: /the plan of #/,
    end: notApproved,
  },
  {
    what: 'a dataset is removed',
    stage: 'approved',
    by: (id) => [removed(id)],
    verdict: /the plan of #/,
    end: notApproved,
  },
  {
    what: 'the vote is removed',
    stage: 'approved',
    by: (id) => [emmysVoteGone(id)],
    verdict: /the vote of U0EMMY00001/,
    end: tooFew,
  },
  {
    what: 'the vote is made another’s',
    stage: 'approved',
    by: (id) => [emmysVoteGone(id), adasVote(id)],
    verdict: /the vote of U0ADA000001.*the vote of U0EMMY00001/,
    end: tooFew,
  },
  {
    what: 'a dataset is said to be done',
    stage: 'approved',
    by: (id) => [inState(id, 'verified')],
    verdict: /dataset \S+ of #\d+, which is verified here/,
    end: notTold,
  },
  {
    what: 'a dataset is said to be done by hand',
    stage: 'approved',
    by: (id) => [inState(id, 'by_hand')],
    verdict: /is by_hand here/,
    end: notTold,
  },
  {
    what: 'the run is said to have begun',
    stage: 'approved',
    by: (id) => [requestTo(id, 'applying')],
    verdict: /is applying here/,
    end: notSaid,
  },
  {
    what: 'a new owner is changed',
    stage: 'running',
    by: (id) => [otherOwner(id)],
    verdict: /the plan of #/,
    end: notApproved,
  },
  {
    what: 'a dataset is added',
    stage: 'running',
    by: (id) => [planted(id)],
    verdict: /the plan of #/,
    end: notApproved,
  },
  {
    what: 'a dataset is said to be done',
    stage: 'running',
    by: (id) => [inState(id, 'already')],
    verdict: /which is already here/,
    end: notTold,
  },
  {
    what: 'the approval is put back',
    stage: 'done',
    by: (id) => [sql`update items set state = 'waiting' where request_id = ${id}`, requestTo(id, 'approved')],
    verdict: /is approved here; dataset/,
    end: notSaid,
  },
  {
    what: 'the run is put back',
    stage: 'done',
    by: (id) => [inState(id, 'waiting'), requestTo(id, 'applying')],
    verdict: /is applying here; dataset/,
    end: notSaid,
  },
  {
    what: 'an outcome is changed',
    stage: 'done',
    by: (id) => [inState(id, 'failed')],
    verdict: /which is failed here/,
    end: ended({ verified: 3 }),
  },
];

const leaverOf = (nth: number) => firstLeaver + nth;
const datasetsOf = (leaver: number) => [1, 2, 3].map((nth) => datasetOf(leaver, nth));

const cards = new Map<Tampering, { number: number; card?: SeenMessage }>();
const verdicts = new Map<Tampering, string>();
let putsBefore: number[];

const puts = () => tamperings.flatMap((_, nth) => datasetsOf(leaverOf(nth))).map((id) => steward.domo.calls.puts(id));

async function bring(stage: Stage): Promise<void> {
  for (const [nth, each] of tamperings.entries()) {
    if (each.stage !== stage) continue;
    if (stage === 'preparing') {
      cards.set(each, { number: await ask(steward, { from: leaverOf(nth) }) });
      continue;
    }
    const asked = await askAndSee(steward, { from: leaverOf(nth) });
    cards.set(each, asked);
    if (stage === 'pending') continue;
    await approve(steward, asked.card);
    const stands = { done: wasDone, running: /⚙️ Changing datasets: 0 of 3/, approved: /Starting now/ }[stage];
    await steward.slack.as('emmy').seesChange(asked.card, stands);
  }
}

const steward = sharedSteward({
  world: (world) => addLeavers(world, tamperings.length, 3),
  // The writes that hang below leave some over for what is asked for meanwhile.
  env: { DOMO_CONCURRENCY: '8' },
});

beforeAll(async () => {
  await bring('done');
  // As many as there are workers, so that what is approved next is not begun.
  steward.domo.faults.add({ kind: 'hang' }, { method: 'PUT' });
  for (const stage of ['running', 'approved', 'pending'] as const) await bring(stage);
  steward.domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/users' });
  await bring('preparing');
  await steward.stop();
  steward.domo.faults.clear();
  for (const [nth, { stage }] of tamperings.entries()) {
    if (stage === 'done') for (const id of datasetsOf(leaverOf(nth))) steward.domo.world.setOwner(id, leaverOf(nth));
  }
  putsBefore = puts();
  await steward.inDatabase(async (database) => {
    const idOf = (each: Tampering) => sql`(select id from requests where number = ${cards.get(each)?.number})`;
    for (const each of tamperings) {
      await database
        .transaction(async (tx) => {
          for (const statement of each.by(idOf(each))) await tx.execute(statement);
          const result = await verifyAudit(tx, { key: steward.config.auditKey });
          verdicts.set(each, result.ok ? 'intact' : result.why);
          throw new Error('only to look');
        })
        .catch(() => {});
    }
    for (const each of tamperings) for (const statement of each.by(idOf(each))) await database.db.execute(statement);
  });
  await steward.start();
}, 120_000);

test.each(tamperings)(
  '$stage: $what: nothing more is written, and verify says so',
  async (each) => {
    const asked = cards.get(each);
    if (asked === undefined) throw new Error('never asked for');
    expect(verdicts.get(each)).toMatch(each.verdict);
    const emmy = steward.slack.as('emmy');
    const card = asked.card ?? (await decidableCard(steward.slack, asked.number));
    if (['preparing', 'pending'].includes(each.stage) && emmy.now(card).buttons.includes('Approve')) {
      for (const who of each.approvers ?? ['emmy']) await approve(steward, card, who);
    }
    await emmy.seesChange(card, each.end);
  },
  30_000,
);

test('nothing was written to Domo since', () => {
  expect(puts()).toEqual(putsBefore);
  expect(steward.domo.world.ownedBy(gauss).filter(({ name }) => /of 20\d\d/.test(name))).toEqual([]);
});
