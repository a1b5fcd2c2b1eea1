import { sql } from 'drizzle-orm';
import { auditHead } from '../../../src/audit/append.ts';
import { hashEntry } from '../../../src/audit/chain.ts';
import { verifyAudit } from '../../../src/audit/verify.ts';
import type { Handle } from '../../../src/store/database.ts';
import { audit } from '../../../src/store/tables.ts';
import { saveVote } from '../../../src/store/votes.ts';
import { addLeavers, approve, askAndSee, datasetOf, firstLeaver } from '../../support/requests.ts';
import { type Steward, startSteward } from '../../support/steward.ts';

/*
 * Somebody who can write to the database, and has not the log's key, adds to the tables and to the log as well: entries that continue
 * the chain as the app's own do, but for the key.
 */

const [emmy, ada] = ['U0EMMY00001', 'U0ADA000001'];

let steward: Steward;
let leaver = firstLeaver - 1;
/** Two must approve. */
const twoOf = `channel: C0123456789\napprovers: [${emmy}, ${ada}]\napprovals: 2\n`;
/** Emmy may approve once somebody has asked her too. */
const laterEmmy = `channel: C0123456789\napprovers: [${ada}]\nfallback_approvers: [${emmy}]\nescalate_after: 24h\n`;

beforeAll(async () => {
  steward = await startSteward({ world: (world) => addLeavers(world, 3, 1) });
}, 30_000);

beforeEach(() => {
  leaver += 1;
});

afterAll(() => steward.close());

/** What the log is made to say of the request, and, by `set`, its row; beside a vote of Ada's. */
interface Forgery {
  what: string;
  policy: string;
  entries: { event: string; detail?: object }[];
  set: string;
  /** It still waits for Emmy, who approves it. */
  isOpen: boolean;
  /** What becomes of it. */
  end: RegExp;
}

const vote = { event: 'vote' };
const forgeries: Forgery[] = [
  {
    what: 'an approval',
    policy: twoOf,
    entries: [vote, vote, { event: 'request_approved' }],
    set: "state = 'approved', decided_at = now()",
    isOpen: false,
    end: /The audit log doesn't say that this was approved and is still to be done/,
  },
  {
    what: 'the first of two votes',
    policy: twoOf,
    entries: [vote],
    set: 'kind = kind',
    isOpen: true,
    end: /there weren't enough valid approvals: Ada \(the audit log doesn't have their vote\)/,
  },
  {
    what: 'that fallback approvers were asked',
    policy: laterEmmy,
    entries: [{ event: 'vote_taken_back' }, { event: 'escalated', detail: { rules: ['every change'] } }],
    set: `escalated = '["every change"]'`,
    isOpen: true,
    end: /there weren't enough valid approvals/,
  },
];

async function forge(db: Handle, number: number, { entries, set }: Forgery): Promise<void> {
  const which = sql`where number = ${number}`;
  const { rows } = await db.execute<{ id: string; fingerprint: string }>(
    sql`update requests set ${sql.raw(set)} ${which} returning id, fingerprint`,
  );
  const [{ id, fingerprint } = { id: '', fingerprint: '' }] = rows;
  const actor = { slackId: ada, name: 'Ada' };
  await saveVote(db, id, {
    voter: actor,
    choice: 'approve',
    fingerprint,
    policyHash: '',
    comment: undefined,
    at: new Date(),
  });
  for (const { event, detail } of entries) {
    const { seq, hash, policyHash } = await auditHead(db);
    const entry = {
      ...{ seq: seq + 1, at: new Date(), event, requestId: id, number, actor, policyHash, prevHash: hash },
      detail: { choice: 'approve', fingerprint, ...detail },
    };
    await db.insert(audit).values({ ...entry, hash: hashEntry(entry) });
  }
}

test.each(forgeries)('$what: nothing is written, and verify says so', async (forgery) => {
  const { domo, config } = steward;
  const { policy, end } = forgery;
  await steward.restart({ policy });
  const { card, number } = await askAndSee(steward, { from: leaver });
  await steward.stop();
  const verdict = await steward.inDatabase(async ({ db }) => {
    await forge(db, number, forgery);
    return verifyAudit(db, { key: config.auditKey });
  });
  await steward.start({ policy });
  if (forgery.isOpen) await approve(steward, card, 'emmy');
  await steward.slack.as('emmy').seesChange(card, end);
  expect(domo.calls.puts(datasetOf(leaver, 1))).toBe(0);
  expect(verdict).toMatchObject({ ok: false, why: 'It was written without AUDIT_KEY.' });
});
