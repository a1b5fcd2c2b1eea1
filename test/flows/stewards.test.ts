import { createHash } from 'node:crypto';
import {
  addLeavers,
  approve,
  approveUntil,
  ask,
  askAndSee,
  auditLines,
  firstLeaver,
  refusals,
  refusedApproval,
} from '../support/requests.ts';
import { channel, ended, sharedSteward } from '../support/steward.ts';

const emmy = 'U0EMMY00001';
const ada = 'U0ADA000001';
const carl = 'U0CARL00001';
const blaise = 'U0BLAISE001';

let leaver = firstLeaver - 1;

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, 30, 1);
    world.addUser({ id: 90, name: 'Ada Lovelace', email: 'twice@example.com' });
    world.addUser({ id: 91, name: 'Lady Lovelace', email: 'twice@example.com' });
  },
  workspace: (workspace) => {
    workspace.person('johann.junior').email = 'nobody@example.com';
    workspace.person('johann').email = 'twice@example.com';
  },
});

beforeEach(() => {
  leaver += 1;
});

/** From here on the app runs under this policy. */
function underPolicy(...lines: string[]): Promise<void> {
  return steward.restart({ policy: ['channel: C0123456789', ...lines, ''].join('\n') });
}

function puts(): number {
  return steward.domo.calls.count('PUT');
}

describe('owners_may_approve', () => {
  test.each([
    ['none', []],
    ['incoming', ['emmy']],
    ['outgoing', ['ada']],
    ['both', ['ada', 'emmy']],
  ] as const)('%s lets these owners approve: %p', async (allowed, may) => {
    const incoming = 31;
    await underPolicy(
      `approvers: [${emmy}, ${ada}, ${carl}]`,
      `owners_may_approve: ${allowed}`,
      `approvals: ${Math.max(1, may.length)}`,
      `people: { ${emmy}: ${incoming}, ${ada}: ${leaver} }`,
    );
    const before = puts();
    const { card } = await askAndSee(steward, { from: leaver, to: incoming, by: 'blaise' });
    for (const [who, why] of [
      ['emmy', /you would become the owner/],
      ['ada', /you are the current owner/],
    ] as const) {
      if (!(may as readonly string[]).includes(who)) expect(await refusedApproval(steward, card, who)).toMatch(why);
    }
    expect(puts()).toBe(before);
    for (const who of may.length > 0 ? may : ['carl']) await approve(steward, card, who);
    await steward.slack.as('emmy').seesChange(card, ended({ verified: 1 }));
  });
});

describe('who counts', () => {
  test('two Slack accounts of one Domo user are one vote', async () => {
    await underPolicy(`approvers: [${emmy}, ${ada}, ${carl}]`, 'approvals: 2', `people: { ${ada}: 32 }`);
    const { card } = await askAndSee(steward, { from: leaver, to: 31, by: 'blaise' });
    await approveUntil(steward, card, /1 of 2 from/, 'emmy');
    expect(await refusedApproval(steward, card, 'ada')).toMatch(/Another Slack account of your Domo user/);
    expect(await refusedApproval(steward, card, 'emmy')).toMatch(/You already approved this/);
    await approveUntil(steward, card, { verified: 1 }, 'carl');
  });

  test('another Slack account of the Domo user who asked does not count', async () => {
    await underPolicy(`approvers: [${emmy}, ${ada}]`, `people: { ${blaise}: 32 }`);
    const { card } = await askAndSee(steward, { from: leaver, by: 'blaise' });
    expect(await refusedApproval(steward, card, 'emmy')).toMatch(/your Domo user requested it/);
    await approve(steward, card, 'ada');
    await steward.slack.as('ada').seesChange(card, ended({ verified: 1 }));
  });

  test('a steward whose Domo user is unknown or ambiguous may reject and not approve, unless the policy says none', async () => {
    const johanns = 'U0JOHANN001, U0JOHANN002';
    await underPolicy(`approvers: [${johanns}, ${emmy}]`);
    const { card, number } = await askAndSee(steward, { from: leaver });
    expect(await refusedApproval(steward, card, 'johann.junior')).toMatch(/No active Domo user has your Slack email/);
    expect(await refusedApproval(steward, card, 'johann')).toMatch(/Several Domo users have your Slack email/);
    const refused = await refusals(steward, (line) => line.number === number, 2);
    expect(refused.map((line) => [line.slackId, line.detail])).toEqual([
      ['U0JOHANN002', { action: 'approve', refusal: { why: 'excluded', exclusion: 'domo_user_unknown' } }],
      ['U0JOHANN001', { action: 'approve', refusal: { why: 'excluded', exclusion: 'domo_user_ambiguous' } }],
    ]);
    await underPolicy(`approvers: [${johanns}, ${emmy}]`, 'people: { U0JOHANN002: none }');
    await approveUntil(steward, card, { verified: 1 }, 'johann.junior');
  });
});

describe('a steward who does not count reads which of them it is, and what to do', () => {
  const mapping = "so your approval won't count. Ask an admin to map you under people in the policy.";

  test.each([
    ['a guest', { standing: 'guest' }, 'guest', "You can't decide this: you're a guest here. Ask another steward."],
    [
      'a guest of one channel',
      { standing: 'single-channel guest' },
      'guest',
      "You can't decide this: you're a guest here. Ask another steward.",
    ],
    [
      'of another workspace',
      { odd: { team_id: 'T0ELSEWHERE' } },
      'stranger',
      "You can't decide this: you belong to another workspace. Ask another steward.",
    ],
    [
      'an account of which Slack says too little',
      { odd: { is_restricted: undefined } },
      'unclear',
      "You can't decide this: Slack doesn't say that you're a member. Ask another steward.",
    ],
    ['without an e-mail', { email: null }, 'email_unknown', `I can't see your Slack email, ${mapping}`],
    [
      'with an e-mail that nobody has in Domo',
      { email: 'nobody@example.com' },
      'domo_user_unknown',
      `No active Domo user has your Slack email, ${mapping}`,
    ],
    [
      'with an e-mail of several',
      { email: 'twice@example.com' },
      'domo_user_ambiguous',
      `Several Domo users have your Slack email, ${mapping}`,
    ],
  ] as const)('%s', async (_, changes, exclusion, sentence) => {
    await underPolicy(`approvers: [${ada}, ${emmy}]`);
    const { card, number } = await askAndSee(steward, { from: leaver });
    await steward.slack.changePerson('ada', changes);
    const told = await refusedApproval(steward, card, 'ada');
    await steward.slack.changePerson('ada', { standing: 'member', email: 'ada@example.com', odd: {} });
    expect(told).toContain(sentence);
    expect(await refusals(steward, (line) => line.number === number)).toMatchObject([
      { slackId: ada, detail: { action: 'approve', refusal: { why: 'excluded', exclusion } } },
    ]);
    await approveUntil(steward, card, { verified: 1 });
  });
});

describe('closed, before anyone is asked', () => {
  async function refusedToAsk(from: number, to = 28): Promise<string> {
    const { slack } = steward;
    const before = slack.as('emmy').messages(channel).length;
    const number = await ask(steward, { from, to });
    const told = await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*no one was asked to approve`));
    expect(told.buttons).toEqual(['Open the form']);
    expect(slack.as('emmy').messages(channel)).toHaveLength(before);
    return told.text;
  }

  test('fewer eligible stewards than needed: the requester hears who is excluded, and why', async () => {
    const excluded = 'U0SOPHIE001, U0ENGINE001, U0PIERRE001, U0EVARISTE1, U0RAMANUJA1, U0JOHANN002, U0NOBODY001';
    await underPolicy(`approvers: [${emmy}, ${ada}, ${excluded}]`, 'approvals: 2');
    const told = await refusedToAsk(leaver, 32);
    expect(told).toMatch(/needs 2 approvals, but only Ada Lovelace · ada@example\.com · Domo ID \d+ can approve/);
    expect(told).toContain('Emmy Noether · emmy@example.com · Domo ID 32 (new owner)');
    expect(told).toMatch(/Sophie Germain · sophie@example\.com · Domo ID 31 \(requester\)/);
    expect(told).toMatch(/Johann Bernoulli · \S+@example\.com \(no Domo user has their email/);
    for (const [nobody, why] of [
      ['Analytical Engine', 'a bot'],
      ['Pierre de Fermat', 'deactivated'],
      ['Evariste Galois', 'a guest'],
      ['Srinivasa Ramanujan', 'of another workspace'],
      ['U0NOBODY001', 'not known to Slack as a full member'],
    ]) {
      expect(told).toMatch(new RegExp(`${nobody}[^;]* \\(${why}\\)`));
    }
  });

  test('an empty user group, and one that Slack does not know, is nobody', async () => {
    await underPolicy('approvers: [S0123456789]');
    const members = steward.slack.userGroups[0]?.members ?? [];
    const still = [...members];
    await steward.slack.setGroupMembers('S0123456789', []);
    expect(await refusedToAsk(leaver)).toMatch(/but no one can approve.*approver list is empty/s);
    await steward.slack.setGroupMembers('S0123456789', still);
    await underPolicy('approvers: [S0999999999]');
    expect(await refusedToAsk(leaver)).toMatch(/but no one can approve/);
  });

  test('a group that is emptied while a request waits lets nobody approve', async () => {
    await underPolicy('approvers: [S0123456789]');
    const { card } = await askAndSee(steward, { from: leaver });
    await steward.slack.setGroupMembers('S0123456789', []);
    expect(await refusedApproval(steward, card, 'emmy')).toMatch(/Only a steward can decide this/);
    await steward.slack.setGroupMembers('S0123456789', [emmy, ada]);
    await approveUntil(steward, card, { verified: 1 });
  });
});

describe('who may ask', () => {
  test.each([
    ['evariste', 'U0EVARISTE1', 'guest', "you're a guest here"],
    ['srinivasa', 'U0RAMANUJA1', 'stranger', 'you belong to another workspace'],
  ])('%s of another standing may not, and it is in the audit log', async (who, slackId, membership, why) => {
    const person = steward.slack.as(who);
    await person.command('/domo-owner');
    const told = () => person.messages('general').filter(({ text }) => /full members only/.test(text));
    const { text } = await person.sees('general', /full members only/);
    expect(text).toBe(`Domo Steward is for full members only, and ${why}. Ask a full member to do this.`);
    await person.command('/domo-owner list');
    await steward.slack.workspace.until(() => told().length === 2);
    expect(person.openModal()).toBeNull();
    const [refused] = await refusals(steward, (line) => line.slackId === slackId);
    expect(refused?.detail).toEqual({ action: '/domo-owner', refusal: { why: 'not_a_member', membership } });
  });

  test('only those whom requesters names', async () => {
    await underPolicy(`approvers: [${emmy}]`, `requesters: [S0123456789, ${blaise}]`);
    const sophie = steward.slack.as('sophie');
    await sophie.asks('/domo-owner', /You can't request changes yet/);
    const { card } = await askAndSee(steward, { from: leaver, by: 'blaise' });
    await approveUntil(steward, card, { verified: 1 });
  });

  test.each([
    ['a steward', 'emmy', (number: number) => new RegExp(`To approve\\n#${number}\\b`)],
    ['an auditor', 'ada', () => /To approve\nNothing to approve/],
  ])('%s whom requesters does not name sees the requests, and can ask for nothing', async (_, who, toApprove) => {
    await underPolicy(`approvers: [${emmy}]`, `requesters: [${blaise}]`, `auditors: [${ada}]`);
    const { card, number } = await askAndSee(steward, { from: leaver, by: 'blaise' });
    const reader = steward.slack.as(who);
    await reader.openHome(toApprove(number));
    await reader.asks('/domo-owner list', new RegExp(`Open requests[\\s\\S]*#${number}\\b`));
    await reader.press(await reader.asks(`/domo-owner status ${number}`, new RegExp(`^#${number} ·`)), 'Details');
    expect((await reader.dismiss()).text).toContain('blaise@example.com');
    await approveUntil(steward, card, { verified: 1 });
    const home = await reader.openHome();
    expect(home.text).toMatch(new RegExp(`Recent changes[\\s\\S]*#${number}\\b`));
    expect(new Set(home.buttons)).toEqual(new Set(['Details']));
    expect((await steward.slack.as('sophie').openHome()).text).not.toContain(`#${number}`);
  });
});

test('each policy that was loaded is in the audit log, whole, under its hash', async () => {
  await underPolicy('approvers: [S0123456789]', 'owners_may_approve: both');
  const loaded = (await auditLines(steward)).filter((line) => line.event === 'policy_loaded');
  const texts = loaded.map((line) => String(line.detail.text));
  expect(texts).toContainEqual(expect.stringContaining('owners_may_approve: both'));
  const hashes = texts.map((text) => createHash('sha256').update(text).digest('hex'));
  expect(loaded.map((line) => line.policyHash)).toEqual(hashes);
});
