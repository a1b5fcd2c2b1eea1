import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownManifest } from '../../sandbox/own-manifest.ts';
import { type SlackServer, startSlack } from '../../sandbox/slack/start-slack.ts';
import { policy } from '../../src/commands/policy.ts';
import type { StartupError } from '../../src/errors.ts';
import { freshDirectory } from '../support/directory.ts';
import { runCommand } from '../support/run-command.ts';

const directory = freshDirectory();
const run = (args: string[], env?: Record<string, string>) => runCommand(policy, args, env);

describe('policy lint', () => {
  test('says what a good policy holds', async () => {
    const { code, out } = await run(['lint', 'policy.example.yml']);
    expect(out).toBe(
      '✓ policy.example.yml: requests go to C0123456789; 2 approvers, 2 rules.\n' +
        "· User groups and people weren't looked up in Slack: that takes SLACK_BOT_TOKEN.\n",
    );
    expect(code).toBe(0);
  });

  test('names every problem with its line, in the file that POLICY_FILE names', async () => {
    const file = join(directory.path, 'mine.yml');
    await writeFile(file, 'channel: general\napprovers: []\n');
    await expect(run(['lint'], { POLICY_FILE: file })).rejects.toMatchObject({
      problems: [expect.stringContaining('line 1: channel: must be'), expect.stringContaining('line 2: approvers:')],
    });
  });

  test('finds rules that name fewer people than must approve, but takes a group for as many as it may have', async () => {
    const file = join(directory.path, 'policy.yml');
    const rules = (approvers: string) =>
      `channel: C0123456789\napprovers: [U0123456789, U0123456789]\nrules:\n  - { name: finance, approvers: ${approvers}, approvals: 3 }\n`;
    await writeFile(file, rules('[U0123456789, U0987654321]'));
    await expect(run(['lint', file])).rejects.toMatchObject({
      problems: [
        expect.stringMatching(/^policy, rule "finance": it needs 3 approvals but only 2 people could give one,/),
      ],
    });

    await writeFile(file, rules('[U0123456789, S0123456789]'));
    expect((await run(['lint', file])).code).toBe(0);
    await writeFile(file, 'channel: C0123456789\napprovers: [U0123456789, U0123456789]\napprovals: 2\n');
    await expect(run(['lint', file])).rejects.toMatchObject({
      problems: [
        expect.stringContaining('rule "every change": it needs 2 approvals but only one person could give one,'),
      ],
    });
    const fitsAll = 'rules:\n  - { name: all, approvers: [S0123456789] }\n';
    await writeFile(file, `channel: C0123456789\napprovers: [U0123456789]\napprovals: 2\n${fitsAll}`);
    expect((await run(['lint', file])).code).toBe(0);
  });

  test('finds fallback approvers who are asked too late', async () => {
    const file = join(directory.path, 'policy.yml');
    const policyOf = (more: string) =>
      `channel: C0123456789\napprovers: [S0123456789]\nfallback_approvers: [U0123456789]\n${more}\n`;
    await writeFile(file, policyOf('rules:\n  - { name: finance, expire_after: 1d }'));
    await expect(run(['lint', file])).rejects.toMatchObject({
      problems: [expect.stringMatching(/^policy, rule "finance": its requests expire before `escalate_after` is over/)],
    });
    await writeFile(file, policyOf('expire_after: 2d'));
    expect((await run(['lint', file])).code).toBe(0);
  });

  test('shows how it is used when it is asked for anything else', async () => {
    const { code, err } = await run(['check']);
    expect(err).toContain('npm run policy -- lint [FILE]');
    expect(code).toBe(1);
  });
});

describe('policy lint with a token for Slack', () => {
  let slack: SlackServer;
  let env: Record<string, string>;
  beforeEach(async () => {
    slack = await startSlack({ manifest: await ownManifest() });
    env = { SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl };
  });
  afterEach(() => slack.close());

  async function problemsOf(policyText: string): Promise<string[]> {
    const file = join(directory.path, 'policy.yml');
    await writeFile(file, `channel: C0123456789\n${policyText}`);
    try {
      await run(['lint', file], env);
      return [];
    } catch (thrown) {
      return (thrown as StartupError).problems;
    }
  }

  test('finds nothing where each group has people enough', async () => {
    expect(await problemsOf('approvers: [S0123456789]\napprovals: 2\n')).toEqual([]);
    const file = join(directory.path, 'policy.yml');
    expect((await run(['lint', file], env)).out).not.toContain("weren't looked up");
  });

  test('names a group that is unknown, disabled or empty, wherever the policy names it', async () => {
    const stewards = slack.workspace.userGroups.get('S0123456789');
    if (stewards === undefined) throw new Error('There are no stewards');
    slack.workspace.userGroups.set('S0000000001', { ...stewards, id: 'S0000000001', members: [] });
    slack.workspace.userGroups.set('S0000000002', { ...stewards, id: 'S0000000002', isDisabled: true });
    const found = await problemsOf(`approvers: [S0123456789]
rules: [{ name: finance, approvers: [S0000000001] }, { name: wide, approvers: [S0NOSUCH001, S0123456789] }]
auditors: [S0000000002]
`);
    expect(found).toEqual([
      expect.stringMatching(/^policy, rule "finance": it needs 1 approval but nobody could give one/),
      'Slack: the user group S0000000001 is empty, disabled or unknown. No one may approve through it.',
      'Slack: the user group S0NOSUCH001 is empty, disabled or unknown. No one may approve through it.',
      'Slack: the user group S0000000002 is empty, disabled or unknown. No one may audit through it.',
    ]);
  });

  test('finds a group with too few full members for the approvals, but not where fallback approvers make up for it', async () => {
    const two = 'approvers: [S0123456789]\napprovals: 3\n';
    expect(await problemsOf(two)).toEqual([
      expect.stringMatching(/^policy, rule "every change": it needs 3 approvals but only 2 people could give one/),
    ]);
    expect(await problemsOf(`${two}fallback_approvers: [U0BLAISE001]\n`)).toEqual([]);
    slack.workspace.person('ada').standing = 'guest';
    expect(await problemsOf('approvers: [S0123456789]\napprovals: 2\n')).toEqual([
      expect.stringMatching(/it needs 2 approvals but only one person could give one/),
    ]);
  });

  test('says what is wrong with the token, or that Slack does not answer', async () => {
    slack.faults.onCall('usergroups.users.list', { kind: 'error', error: 'fatal_error' });
    expect(await problemsOf('approvers: [S0123456789]\n')).toEqual([expect.stringMatching(/^Slack: I can't look up/)]);
    env.SLACK_BOT_TOKEN = 'xoxb-wrong';
    expect(await problemsOf('approvers: [S0123456789]\n')).toEqual([expect.stringContaining('Check SLACK_BOT_TOKEN')]);
    env.SLACK_BOT_TOKEN = 'nonsense';
    expect(await problemsOf('approvers: [S0123456789]\n')).toEqual([expect.stringContaining('starts with xoxb-')]);
  });
});

describe('policy test', () => {
  const finance = `channel: C0123456789
approvers: [S0123456789]
rules:
  - { name: finance, when: { datasets: "Finance*" }, approvers: [U0123456789] }
  - { name: large, when: { kind: owner, items: 50 }, approvals: 2 }
  - { name: of the boss, when: { owners: [27, "group:77"] } }
  - { name: breaking, when: { risk: breaking }, approvals: 2 }
`;
  let file: string;
  beforeEach(async () => {
    file = join(directory.path, 'policy.yml');
    await writeFile(file, finance);
  });

  test('says who would have to approve, and why, for a finance dataset inside a hand-over of 60', async () => {
    const names = ['--datasets', 'Finance Q1', '--datasets', 'Zodiac'];
    const { code, out } = await run(['test', '--kind', 'owner', '--from', '5', '--items', '60', ...names, file]);
    expect(code).toBe(0);
    expect(out).toBe(`finance: 1 approval from U0123456789
  The rule is for datasets called “Finance*”; that includes “Finance Q1”.
large: 2 approvals from S0123456789
  The rule is for owner changes; this is one.
  The rule is for 50 or more of one owner's datasets within 7 days; these are 60 datasets.
One approval counts for every rule that names its steward.
`);
  });

  test('says where the new owner must accept, of owner changes alone', async () => {
    await writeFile(file, 'channel: C0123456789\napprovers: [S0123456789]\nrequire_acceptance: true\n');
    const owner = await run(['test', '--kind', 'owner', file]);
    expect(owner.out).toContain('1 approval from S0123456789\n  No rule covers it.\n  The new owner must accept.\n');
    expect((await run(['test', '--kind', 'schema', file])).out).not.toContain('accept');
  });

  test('counts as met what was not said, and says so', async () => {
    const { out } = await run(['test', '--kind', 'owner'], { POLICY_FILE: file });
    expect(out).toContain(
      "The rule is for datasets of user 27 or group 77; the owner isn't known, which counts as met.",
    );
    expect(out).toContain("datasets within 7 days; how many there are isn't known, which counts as met.");
    expect(out).toContain(
      "every change: 1 approval from S0123456789\n  Maybe no rule covers it: the names of the datasets aren't known, how many",
    );
    expect(out).not.toContain('breaking');
  });

  test('goes by how many cards and DataFlows use one of the datasets', async () => {
    await writeFile(file, `${finance}  - { name: much used, when: { uses: 10 }, approvals: 3 }\n`);
    const asked = ['test', '--kind', 'owner', '--datasets', 'Zodiac', '--items', '1', '--from', '5', file];
    expect((await run([...asked, '--uses', '9'])).out).not.toContain('much used');
    expect((await run([...asked, '--uses', '12'])).out).toContain(
      'much used: 3 approvals from S0123456789\n  The rule is for datasets with 10 or more cards and DataFlows; this one has 12.\n',
    );
    expect((await run(asked)).out).toContain("I can't see what uses them, which counts as met.");
  });

  test('goes by the risk of a schema change, and by the owner', async () => {
    const schema = ['test', '--kind', 'schema', '--datasets', 'Zodiac', file];
    expect((await run([...schema, '--risk', 'safe'])).out).not.toContain('breaking');
    expect((await run([...schema, '--risk', 'breaking'])).out).toContain(
      'breaking: 2 approvals from S0123456789\n  The rule is for a risk of breaking or worse; this is breaking.\n',
    );
    const owner = await run([
      'test',
      '--kind',
      'owner',
      '--datasets',
      'Zodiac',
      '--items',
      '1',
      '--from',
      'group:77',
      file,
    ]);
    expect(owner.out).toBe(
      'of the boss: 1 approval from S0123456789\n  The rule is for datasets of user 27 or group 77; their owner is group 77.\n',
    );
    const other = await run(['test', '--kind', 'owner', '--datasets', 'Zodiac', '--items', '1', '--from', '5', file]);
    expect(other.out).toBe('every change: 1 approval from S0123456789\n  No rule covers “Zodiac”.\n');
  });

  test.each([
    [['--items', '60'], /Say which kind/],
    [['--kind', 'owner', '--risk', 'safe'], /Only schema changes/],
    [['--kind', 'schema', '--from', '27'], /counts as met/],
    [['--kind', 'schema', '--risk', 'grave'], /--risk is safe, caution/],
    [['--kind', 'owner', '--from', 'Ada'], /--from is a Domo ID/],
    [['--kind', 'owner', '--items', '0'], /--items is a number/],
    [['--kind', 'owner', 'one.yml', 'two.yml'], /One file/],
    [['--kind', 'owner', '--nonsense'], /nonsense/],
  ])('refuses %j in words', async (args, problem) => {
    await expect(run(['test', ...args])).rejects.toMatchObject({ problems: [expect.stringMatching(problem)] });
  });
});

describe('policy.schema.json', () => {
  test('is what the app takes: `npm run --silent policy -- schema > policy.schema.json` writes it anew', async () => {
    expect(await readFile('policy.schema.json', 'utf8')).toBe((await run(['schema'])).out);
  });

  test('is named at the head of the example, where editors look for it', async () => {
    const [head] = (await readFile('policy.example.yml', 'utf8')).split('\n');
    expect(head).toBe('# yaml-language-server: $schema=./policy.schema.json');
  });
});
