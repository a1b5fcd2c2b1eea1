import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appendAudit, newestPolicy } from '../src/audit/append.ts';
import { createLogger } from '../src/logger.ts';
import { parsePolicy } from '../src/policy.ts';
import { createPolicyInForce, type PolicyInForce } from '../src/policy-in-force.ts';
import { testDatabase } from './support/database.ts';
import { freshDirectory } from './support/directory.ts';
import { fresh } from './support/shared.ts';
import { until } from './support/until.ts';

const key = 'a key of the log';
const base = 'channel: C0123456789\napprovers: [S0123456789]\n';
let file: string;
let running: PolicyInForce | undefined;

afterEach(() => running?.stop());

const database = fresh(testDatabase, (each) => each.close());
const directory = freshDirectory();

beforeEach(() => {
  file = join(directory.path, 'policy.yml');
});

async function start(text: string, every: number): Promise<PolicyInForce> {
  await writeFile(file, text);
  const read = parsePolicy(text);
  if (!read.ok) throw new Error(read.problems.join());
  const append: Parameters<typeof createPolicyInForce>[0]['ctx']['auditOfRun'] = (tx, entries) =>
    appendAudit(tx, entries, { key, now: new Date() });
  running = createPolicyInForce({
    ctx: { database, auditOfRun: append, logger: createLogger({ level: 'silent' }) },
    auditKey: key,
    first: read.policy,
    file,
    onChange: async () => undefined,
    every,
  });
  await running.start();
  return running;
}

test('a file that is half written when it is looked at counts once it is whole, though its half is a policy too', async () => {
  const policy = await start(`${base}approvals: 2\n`, 300);
  const seen = new Set<string>();
  await writeFile(file, base);
  await writeFile(file, `${base}approvals: 3\n`);
  await until(() => {
    seen.add(policy.current().text);
    return policy.current().approvals === 3;
  });
  expect(seen).toEqual(new Set([`${base}approvals: 2\n`, `${base}approvals: 3\n`]));
});

test('a policy that somebody without the key of the log has written there is not gone by, and nothing is decided meanwhile', async () => {
  const policy = await start(`${base}approvals: 2\n`, 60_000);
  const forged = { event: 'policy_loaded', policyHash: 'f'.repeat(64), detail: { text: base } };
  await database.transaction((tx) => appendAudit(tx, forged, { key: 'another', now: new Date() }));
  await expect(policy.latest()).rejects.toThrow(/isn't one that this app put there: entry 2 /);
  expect(policy.current().approvals).toBe(2);
  const decide = database.transaction((tx) =>
    appendAudit(tx, { event: 'vote', detail: {} }, { key, now: new Date(), policy: policy.current().hash }),
  );
  await expect(decide).rejects.toThrow('Another policy came into force meanwhile.');
  expect((await newestPolicy(database.db))?.policyHash).toBe(forged.policyHash);
});
