import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { policy } from '../../src/commands/check-policy.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'steward-policy-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function run(args: string[], env: Record<string, string> = {}) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await policy(args, { env, out, err });
  out.end();
  err.end();
  return { code, out: await text(out), err: await text(err) };
}

describe('policy lint', () => {
  test('says what a good policy holds', async () => {
    const { code, out } = await run(['lint', 'policy.example.yml']);
    expect(out).toBe('✓ policy.example.yml: requests go to C0123456789; 2 approvers, 2 rules.\n');
    expect(code).toBe(0);
  });

  test('names every problem with its line, in the file that POLICY_FILE names', async () => {
    const file = join(directory, 'mine.yml');
    await writeFile(file, 'channel: general\napprovers: []\n');
    await expect(run(['lint'], { POLICY_FILE: file })).rejects.toMatchObject({
      problems: [expect.stringContaining('line 1: channel: must be'), expect.stringContaining('line 2: approvers:')],
    });
  });

  test('finds rules that name fewer people than must approve, but takes a group for as many as it may have', async () => {
    const file = join(directory, 'policy.yml');
    const rules = (approvers: string) =>
      `channel: C0123456789\napprovers: [U0123456789, U0123456789]\nrules:\n  - { name: finance, approvers: ${approvers}, approvals: 3 }\n`;
    await writeFile(file, rules('[U0123456789, U0987654321]'));
    await expect(run(['lint', file])).rejects.toMatchObject({
      problems: [expect.stringMatching(/^policy, rule "finance": it needs 3 approvals but names only 2 people,/)],
    });

    await writeFile(file, rules('[U0123456789, S0123456789]'));
    expect((await run(['lint', file])).code).toBe(0);
    await writeFile(file, 'channel: C0123456789\napprovers: [U0123456789, U0123456789]\napprovals: 2\n');
    await expect(run(['lint', file])).rejects.toMatchObject({
      problems: [expect.stringContaining('rule "every change": it needs 2 approvals but names only one person,')],
    });
    const fitsAll = 'rules:\n  - { name: all, approvers: [S0123456789] }\n';
    await writeFile(file, `channel: C0123456789\napprovers: [U0123456789]\napprovals: 2\n${fitsAll}`);
    expect((await run(['lint', file])).code).toBe(0);
  });

  test('shows how it is used when it is asked for anything else', async () => {
    const { code, err } = await run(['check']);
    expect(err).toContain('npm run policy -- lint [FILE]');
    expect(code).toBe(1);
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
