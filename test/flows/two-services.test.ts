import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sandboxPolicy } from '../../sandbox/stage.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { createLogger } from '../../src/logger.ts';
import { parsePolicy } from '../../src/policy.ts';
import { createService, type Service } from '../../src/service.ts';
import { onServer } from '../support/database.ts';
import { sharedDirectory } from '../support/directory.ts';
import {
  addLeavers,
  approve,
  approveUntil,
  askAndSee,
  auditLines,
  datasetOf,
  eventsOf,
  firstLeaver,
} from '../support/requests.ts';
import { ended, type Steward, startSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

// An embedded database has one service: that a second is refused is told in process.test.ts.
onServer('two services on one PostgreSQL', () => {
  const datasets = 40;
  let steward: Steward;
  let second: Service;
  let policyFile: string;

  afterAll(async () => {
    await second.stop();
    await steward.close();
  });

  const directory = sharedDirectory();

  beforeAll(async () => {
    policyFile = join(directory.path, 'policy.yml');
    steward = await startSteward({
      world: (world) => addLeavers(world, 5, datasets),
      overrides: { policyEvery: 20 },
    });
    second = await startSecond(sandboxPolicy);
  });

  async function startSecond(policy: string, lines?: string[]): Promise<Service> {
    const parsed = parsePolicy(policy);
    if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
    await writeFile(policyFile, policy);
    const service = await createService(steward.config, {
      policy: parsed.policy,
      policyFile,
      policyEvery: 20,
      logger: createLogger({
        level: lines === undefined ? 'silent' : 'warn',
        destination: { write: (line) => void lines?.push(line) },
      }),
      timing: { rereads: [5, 5], rewrites: [5, 5, 5], outagePause: 20, grace: 500 },
      superviseSeconds: 1,
    });
    await service.start();
    return service;
  }

  function puts(leaver: number): number[] {
    return Array.from({ length: datasets }, (_, at) => steward.domo.calls.puts(datasetOf(leaver, at + 1)));
  }

  test('write each dataset once between them, whoever hears of what', async () => {
    const { slack } = steward;
    const cards = [];
    for (const leaver of [firstLeaver, firstLeaver + 1]) cards.push((await askAndSee(steward, { from: leaver })).card);
    await Promise.all(
      cards.flatMap((card) => ['emmy', 'ada'].map((who) => slack.as(who).press(card, 'Approve', { confirm: true }))),
    );
    for (const card of cards) await slack.as('emmy').seesChange(card, ended({ verified: 40 }));
    for (const leaver of [firstLeaver, firstLeaver + 1]) expect(new Set(puts(leaver))).toEqual(new Set([1]));
  });

  test('one goes on with what the other was stopped in', async () => {
    const { domo } = steward;
    const leaver = firstLeaver + 2;
    const { card } = await askAndSee(steward, { from: leaver });
    domo.faults.add({ kind: 'slow', ms: 60 }, { method: 'PUT' });
    const midway = new Promise<void>((resolve) => {
      const off = domo.on('call', () => {
        if (domo.calls.puts(datasetOf(leaver, 8)) === 0) return;
        off();
        resolve();
      });
    });
    await approve(steward, card);
    await midway;
    await steward.stop();
    // Sooner than the clock that finds a run without a job, which strikes once a minute.
    await steward.slack.as('emmy').seesChange(card, ended({ verified: 40 }), { timeoutMs: 20_000 });
    expect(new Set(puts(leaver))).toEqual(new Set([1]));
    await steward.start();
    await steward.inDatabase(async (database) =>
      expect(await verifyAudit(database.db, { key: steward.config.auditKey })).toMatchObject({ ok: true }),
    );
  }, 100_000);

  test('one that starts beside the other takes over its policy, and puts its own in force for both when it is told to', async () => {
    await second.stop();
    const lines: string[] = [];
    second = await startSecond(`${sandboxPolicy}approvals: 2\n`, lines);
    const loaded = (await auditLines(steward)).filter(({ event }) => event === 'policy_loaded');
    expect(new Set(loaded.map(({ detail }) => detail.text))).toEqual(new Set([sandboxPolicy]));
    expect(lines.join()).toContain("its policy is in force instead of this one's");
    await second.reload();
    // Whichever prepares it, and whichever paints it.
    const { card } = await askAndSee(steward, { from: firstLeaver + 3 });
    expect(card.text).toContain('0 of 2 from data-stewards');
    await approveUntil(steward, card, /1 of 2/, 'emmy');
  });

  test('that all stewards are away is told once by both together, also when both start again', async () => {
    const { slack } = steward;
    const policy = `${sandboxPolicy}fallback_approvers: [U0BLAISE001]\nremind_after: [1s]\n`;
    await writeFile(policyFile, policy);
    await second.reload();
    for (const who of ['emmy', 'ada']) slack.workspace.person(who).odd = { profile: { status_text: 'Out of office' } };
    // Neither knows them any more as they were a moment ago.
    await second.stop();
    second = await startSecond(policy);
    await steward.restart();
    const { number } = await askAndSee(steward, { from: firstLeaver + 4 });
    const waits = new RegExp(`#${number} waits while everyone who can decide it is away`);
    await slack.as('blaise').sees('dm', waits);
    const restartSecond = async () => {
      await second.stop();
      second = await startSecond(policy);
    };
    await Promise.all([steward.restart({ policy }), restartSecond()]);
    // A start finds what is due by then.
    const isReminded = async () => (await eventsOf(steward, number)).includes('reminded');
    await until(async () => (await isReminded()) || (await steward.restart({ policy }).then(isReminded)));
    await steward.service.caughtUp();
    expect((await eventsOf(steward, number)).filter((event) => event === 'all_away')).toHaveLength(1);
    expect(
      slack
        .as('blaise')
        .dms()
        .filter(({ text }) => waits.test(text)),
    ).toHaveLength(1);
  }, 100_000);
});
