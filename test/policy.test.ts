import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadPolicy, parsePolicy } from '../src/policy.ts';

const least = 'channel: C0123456789\napprovers: [S0123456789, U0123456789]\n';
const hour = 3_600_000;

function problems(text: string): string[] {
  const result = parsePolicy(text);
  return result.ok ? [] : result.problems;
}

function policy(text: string) {
  const result = parsePolicy(text);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.policy;
}

describe('parsePolicy', () => {
  test('the least that is needed, with the defaults', () => {
    expect(policy(least)).toEqual({
      channel: 'C0123456789',
      requesters: 'members',
      approvers: ['S0123456789', 'U0123456789'],
      approvals: 1,
      requireAcceptance: false,
      auditors: [],
      byHand: ['S0123456789', 'U0123456789'],
      byHandWithin: 14 * 86_400_000,
      fallbackApprovers: [],
      escalateAfter: 24 * hour,
      paused: false,
      ownersMayApprove: 'none',
      rules: [],
      expireAfter: 7 * 24 * hour,
      remindAfter: [4 * hour, 24 * hour],
      recheckAfter: [24 * hour, 7 * 24 * hour],
      people: {},
      quietHours: undefined,
      timeZone: 'UTC',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      text: least,
    });
  });

  test('everything given; a rule takes what it does not say from the policy', () => {
    const found = policy(`${least}
approvals: 3
requesters: [S0000000001]
owners_may_approve: both
auditors: [U0000000009]
paused: true
rules:
  - name: narrow
    when: { kind: schema, risk: breaking }
    approvals: 2
    expire_after: 2d
  - name: large
    when: { kind: owner, items: 50 }
    approvers: [S0987654321, S0987654321]
    require_acceptance: true
  - name: all the rest
expire_after: 1d12h
remind_after: [30m, 15s]
recheck_after: 2h
fallback_approvers: [U0000000008]
escalate_after: 12h
quiet_hours: 20:00-08:30
quiet_weekends: true
time_zone: Europe/Berlin
people: { U0123456789: 27, W0987654321: none }
`);
    expect(found).toMatchObject({
      approvals: 3,
      requesters: ['S0000000001'],
      ownersMayApprove: 'both',
      auditors: ['U0000000009'],
      paused: true,
      expireAfter: 36 * hour,
      remindAfter: [15_000, 30 * 60_000],
      recheckAfter: [2 * hour],
      fallbackApprovers: ['U0000000008'],
      escalateAfter: 12 * hour,
      quietHours: { from: 20 * 60, to: 8 * 60 + 30, weekends: true },
      timeZone: 'Europe/Berlin',
      people: { U0123456789: 27, W0987654321: 'none' },
    });
    expect(found.rules).toEqual([
      {
        name: 'narrow',
        when: { kind: 'schema', risk: 'breaking' },
        approvers: ['S0123456789', 'U0123456789'],
        approvals: 2,
        requireAcceptance: false,
        expireAfter: 2 * 24 * hour,
      },
      {
        name: 'large',
        when: { kind: 'owner', items: 50 },
        approvers: ['S0987654321'],
        approvals: 3,
        requireAcceptance: true,
        expireAfter: 36 * hour,
      },
      {
        name: 'all the rest',
        when: {},
        approvers: ['S0123456789', 'U0123456789'],
        approvals: 3,
        requireAcceptance: false,
        expireAfter: 36 * hour,
      },
    ]);
  });

  test('the hash is of the text: a comment more is another policy', () => {
    expect(policy(`${least}# note`).hash).not.toBe(policy(least).hash);
  });

  test.each([
    ['approver: [U0123456789]', 'policy, line 3: approver: there is no such setting.'],
    ['rules:\n  - name: x\n    when: { kid: owner }', 'policy, line 5: rules[1].when.kid: there is no such setting.'],
    [
      'rules:\n  - { name: x, when: { kind: schema }, require_acceptance: true }',
      'policy, line 4: rules[1].require_acceptance: only owner changes have a new owner who can accept: no one would ever be asked.',
    ],
    [
      'rules:\n  - { name: x, when: { risk: safe }, require_acceptance: true }',
      /line 4: rules\[1\]\.require_acceptance: only owner changes have a new owner/,
    ],
    ['require_acceptance: yes please', 'policy, line 3: require_acceptance: must be true or false.'],
    ['quiet_hours: 20-8', /line 3: quiet_hours: must be two times of a day: 20:00-08:00/],
    ['quiet_hours: 24:00-08:00', /line 3: quiet_hours: must be two times of a day/],
    ['time_zone: Berlin', /line 3: time_zone: must be the name of a time zone, such as Europe\/Berlin/],
    ['approvals: 0', 'policy, line 3: approvals: must be a whole number, 1 or more.'],
    ['approvals: 1.5', 'policy, line 3: approvals: must be a whole number, 1 or more.'],
    ['approvals: two', 'policy, line 3: approvals: must be a whole number, 1 or more.'],
    ['expire_after: 7', /line 3: expire_after: must be a time such as 7d/],
    ['expire_after: 0d', /line 3: expire_after: must be a time such as 7d/],
    ['expire_after: 7 days', /line 3: expire_after: must be a time such as 7d/],
    ['remind_after: 4h', /line 3: remind_after: must be a list of times/],
    ['remind_after:\n  - 4h\n  - soon', /line 5: remind_after\[2\]: must be a time/],
    ['owners_may_approve: yes', /line 3: owners_may_approve: must be one of: none, outgoing, incoming, both/],
    ['requesters: everyone', /line 3: requesters: must be "members" or a list/],
    ['requesters: []', /line 3: requesters: must be/],
    ['rules:\n  - when: { kind: owner }', /line 4: rules\[1\].name: must be a name/],
    ['rules:\n  - name: x\n    approvers: []', /line 5: rules\[1\].approvers: must be a list .* at least one/],
    ['rules:\n  - name: x\n    when: { kind: owner, risk: safe }', /rules\[1\].when.risk: .* would never apply/],
    ['rules:\n  - name: x\n    when: { kind: schema, items: 5 }', /rules\[1\].when.items: .* would never apply/],
    ['rules:\n  - name: x\n    when: { risk: safe, items: 5 }', /rules\[1\].when.items: .* would never apply/],
    ['rules:\n  - name: x\n    when: owner', /rules\[1\].when: must be conditions/],
    ['rules:\n  - name: x\n  - name: x', /line 5: rules\[2\].name: there is another rule named "x"/],
    [
      'approvals: 3\nrules:\n  - name: x\n    when: { risk: breaking }\n    approvals: 2',
      /line 7: rules\[1\].approvals: a change of a lesser risk needs 3 approvals/,
    ],
    ['rules:\n  - name: x\n    when: { datasets: 5 }', /rules\[1\].when.datasets: must be a dataset name/],
    ['rules:\n  - name: x\n    when: { owners: [Ada] }', /rules\[1\].when.owners/],
    ['rules:\n  - name: every change', /line 4: rules\[1\].name: "every change" is what applies/],
    ['rules: { name: x }', /line 3: rules: must be a list of rules/],
    ['people: { U0123456789: Ada }', /line 3: people.U0123456789: must be the number of a Domo user, or none/],
    ['people: { ada: 27 }', /line 3: people.ada: must be the id of a person/],
    ['approvals: 1\napprovals: 2', /line 4: .*unique/],
    ['  approvals: [', /line \d+: /],
    ['approvers: *nobody', /policy/],
  ])('%j is told with its place', (extra, expected) => {
    const found = problems(`${least}${extra}\n`);
    expect(found).toContainEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  test.each([
    ['', 'The policy is empty. policy.example.yml shows what it needs.'],
    ['# only a comment\n', 'The policy is empty. policy.example.yml shows what it needs.'],
    ['just words', 'policy, must be settings, one per line; see policy.example.yml.'],
    ['- a', 'policy, must be settings, one per line; see policy.example.yml.'],
    ['a: 1\n---\nb: 2', expect.stringMatching(/^policy, line 2: .* Remove the line ---/)],
  ])('%j is no policy', (text, expected) => {
    expect(problems(text)).toContainEqual(expected);
  });

  test('what is missing and what is wrong come together', () => {
    const found = problems('approvers: []\nchannel: "#data"\npeple: {}\n');
    expect(found).toHaveLength(3);
    expect(found).toContainEqual(expect.stringMatching(/^policy, line 2: channel: must be the id of a channel/));
    expect(found).toContainEqual(expect.stringMatching(/^policy, line 1: approvers: must be a list/));
    expect(problems('approvals: 2')).toEqual([
      expect.stringMatching(/^policy, channel: must be/),
      expect.stringMatching(/^policy, approvers: must be/),
    ]);
  });

  test('aliases that would grow without end are refused', () => {
    const bomb = Array.from({ length: 9 }, (_, i) => `x${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n');
    expect(problems(`x0: &a0 [lol]\n${bomb}`)).toEqual([expect.stringContaining('alias')]);
  });

  test('whatever the text, it answers', () => {
    const key = fc.constantFrom('channel', 'approvers', 'rules', 'when', 'people', 'expire_after', 'x');
    const tree = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.jsonValue(), fc.array(tie('value')), fc.dictionary(key, tie('value'))),
    })).value;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          tree.map((value) => JSON.stringify(value)),
        ),
        (text) => void parsePolicy(text),
      ),
    );
  });

  test('a time is the sum of its parts', () => {
    const part = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom('h', 'm', 's'));
    const ms = { h: hour, m: 60_000, s: 1000 };
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.map(([count, unit]) => `${count}${unit}`).join(' ');
        const sum = parts.reduce((total, [count, unit]) => total + count * ms[unit], 0);
        expect(policy(`${least}expire_after: ${text}`).expireAfter).toBe(sum);
      }),
    );
  });
});

describe('loadPolicy', () => {
  test('the example is a policy, and says the defaults where they are the defaults', async () => {
    const result = await loadPolicy('policy.example.yml');
    const text = await readFile('policy.example.yml', 'utf8');
    const { rules, quietHours, ...rest } = policy(text);
    expect(result).toEqual({ ok: true, policy: { rules, quietHours, ...rest } });
    expect(rest).toEqual({ ...policy(least), rules: undefined, hash: rest.hash, text });
    expect(quietHours).toEqual({ from: 20 * 60, to: 8 * 60, weekends: false });
    expect(rules.map((rule) => rule.approvals)).toEqual([2, 2]);
  });

  test('a missing file says how to make one; one that cannot be read says why', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'steward-policy-'));
    const path = join(directory, 'policy.yml');
    expect(await loadPolicy(path)).toEqual({
      ok: false,
      problems: [expect.stringContaining(`copy policy.example.yml to ${path}`)],
    });
    expect(await loadPolicy(directory)).toEqual({
      ok: false,
      problems: [expect.stringContaining("I can't read the policy file")],
    });
    await writeFile(path, least);
    expect(await loadPolicy(path)).toMatchObject({ ok: true });
    await rm(directory, { recursive: true });
  });
});
