import fc from 'fast-check';
import type { Membership, Vote } from '../../../src/change/types.ts';
import { type Ballot, countVotes, decide } from '../../../src/change/votes/decide.ts';
import type { Parties, StaffedRule, Steward } from '../../../src/change/votes/stewards.ts';

const parties: Parties = {
  requesterSlackId: 'UREQ',
  requesterDomoIds: [1],
  outgoingIds: [2],
  incomingIds: [3],
  ownersMayApprove: 'none',
};

function steward(slackId: string, domo: Steward['domo'], membership: Membership = 'member'): Steward {
  return { person: { slackId, name: slackId, email: `${slackId}@example.com` }, membership, domo };
}

function rule(stewards: Steward[], approvals = 1, name = 'every change'): StaffedRule {
  return {
    name,
    approvals,
    requireAcceptance: false,
    expireAfter: 1,
    fallback: [],
    approvers: stewards.map((each) => each.person.slackId),
    stewards,
  };
}

function vote(slackId: string, choice: Vote['choice'] = 'approve', fingerprint = 'f'): Vote {
  return { voter: { slackId, name: slackId }, choice, fingerprint, policyHash: 'p', at: new Date(0) };
}

function ballot(overrides: Partial<Ballot> = {}): Ballot {
  const rules = [rule([steward('UA', 10), steward('UB', 11)])];
  const open = { state: 'pending' as const, fingerprint: 'f', planPosted: true, fromCard: true, votes: [] };
  const slot = { rule: undefined, incomingId: 3, byAsking: false };
  return { ...open, rules, parties, slot, ...overrides };
}

test('one approval settles a request that needs one', () => {
  expect(decide(ballot(), vote('UA'))).toMatchObject({ becomes: 'approved' });
});

test('the first reject settles it, whatever is needed', () => {
  const two = ballot({ rules: [rule([steward('UA', 10), steward('UB', 11)], 2)] });
  expect(decide(two, vote('UA', 'reject'))).toMatchObject({ becomes: 'rejected' });
});

test.each([
  ['not the requester', vote('UREQ'), { why: 'excluded', exclusion: 'own_request' }],
  ['nobody whom no rule names', vote('UX'), { why: 'not_a_steward', approvers: ['UA', 'UB'] }],
  ['not on another plan', vote('UA', 'approve', 'g'), { why: 'plan_changed' }],
])('%s', (_, cast, refusal) => {
  expect(decide(ballot(), cast)).toEqual({ refusal });
});

test.each([
  ['another account of the requester', steward('UA', 1), 'requesters_domo_user'],
  ['the outgoing owner', steward('UA', 2), 'outgoing_owner'],
  ['the incoming owner', steward('UA', 3), 'incoming_owner'],
  ['someone unknown to Domo', steward('UA', 'unknown'), 'domo_user_unknown'],
  ['someone with two Domo users', steward('UA', 'ambiguous'), 'domo_user_ambiguous'],
  [
    'someone without an e-mail',
    { ...steward('UA', 'unknown'), person: { slackId: 'UA', name: 'UA' } },
    'email_unknown',
  ],
  ['a guest', steward('UA', 10, 'guest'), 'guest'],
  ['a bot', steward('UA', 10, 'bot'), 'bot'],
  ['someone deactivated', steward('UA', 10, 'deactivated'), 'deactivated'],
  ['someone of another workspace', steward('UA', 10, 'stranger'), 'stranger'],
  ['someone of whom Slack does not say', steward('UA', 10, 'unclear'), 'unclear'],
])('%s may not approve', (_, who, exclusion) => {
  const asked = ballot({ rules: [rule([who, steward('UB', 11)])] });
  expect(decide(asked, vote('UA'))).toEqual({ refusal: { why: 'excluded', exclusion } });
});

test.each(['guest', 'bot', 'deactivated', 'stranger', 'unclear'] as const)('a %s may not reject either', (outsider) => {
  const asked = ballot({ rules: [rule([steward('UA', 10, outsider), steward('UB', 11)])] });
  expect(decide(asked, vote('UA', 'reject'))).toEqual({ refusal: { why: 'excluded', exclusion: outsider } });
});

test('an owner may reject, and approve where the policy says so', () => {
  const rules = [rule([steward('UA', 3), steward('UB', 11)])];
  expect(decide(ballot({ rules }), vote('UA', 'reject'))).toMatchObject({ becomes: 'rejected' });
  const allowed = ballot({ rules, parties: { ...parties, ownersMayApprove: 'incoming' } });
  expect(decide(allowed, vote('UA'))).toMatchObject({ becomes: 'approved' });
});

test('a policy may say that someone has no Domo user', () => {
  expect(decide(ballot({ rules: [rule([steward('UA', 'none')])] }), vote('UA'))).toMatchObject({ becomes: 'approved' });
});

test('two Slack accounts of one Domo user are one vote', () => {
  const rules = [rule([steward('UA', 10), steward('UA2', 10), steward('UB', 11)], 2)];
  const second = decide(ballot({ rules, votes: [vote('UA')] }), vote('UA2'));
  expect(second).toEqual({ refusal: { why: 'excluded', exclusion: 'same_domo_user' } });
});

test('the same steward votes once', () => {
  const rules = [rule([steward('UA', 10), steward('UB', 11)], 2)];
  expect(decide(ballot({ rules, votes: [vote('UA')] }), vote('UA'))).toEqual({ refusal: { why: 'already_voted' } });
});

test.each([
  ['no Approve before the full list is posted', { planPosted: false }, { why: 'plan_not_posted' }],
  ['a copy of the card decides nothing', { fromCard: false }, { why: 'card_replaced' }],
  ['a decided request stays decided', { state: 'approved' as const }, { why: 'already_settled', state: 'approved' }],
])('%s', (_, overrides, refusal) => {
  expect(decide(ballot(overrides), vote('UA'))).toMatchObject({ refusal });
});

test('every rule found must be satisfied', () => {
  const [a, b] = [steward('UA', 10), steward('UB', 11)];
  const rules = [rule([a], 1, 'one'), rule([b], 1, 'two')];
  expect(decide(ballot({ rules }), vote('UA'))).toMatchObject({ becomes: 'pending' });
  expect(decide(ballot({ rules, votes: [vote('UA')] }), vote('UB'))).toMatchObject({ becomes: 'approved' });
});

test('no rule at all is closed, never open', () => {
  expect(countVotes([vote('UA')], [], parties, 'f').satisfied).toBe(false);
  expect(decide(ballot({ rules: [rule([])] }), vote('UA'))).toMatchObject({ refusal: { why: 'not_a_steward' } });
});

const anySteward = fc
  .record({
    n: fc.integer({ min: 0, max: 7 }),
    domo: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constantFrom('none' as const, 'unknown' as const)),
    membership: fc.constantFrom('member' as const, 'member' as const, 'guest' as const, 'stranger' as const),
  })
  .map(({ n, domo, membership }) => steward(`U${n}`, domo, membership));

test('never approved by fewer distinct Domo users than the rule asks for', () => {
  const stewards = fc.uniqueArray(anySteward, { selector: (each) => each.person.slackId, maxLength: 8 });
  fc.assert(
    fc.property(
      stewards,
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.integer({ min: 0, max: 7 })),
      (staff, needed, clicks) => {
        let votes: Vote[] = [];
        let state: Ballot['state'] = 'pending';
        for (const n of clicks) {
          const cast = vote(`U${n}`);
          const result = decide(ballot({ state, votes, rules: [rule(staff, needed)] }), cast);
          if ('refusal' in result) continue;
          votes = [...votes, cast];
          state = result.becomes;
        }
        const voters = new Set(
          votes.map(({ voter }) => {
            const who = staff.find((each) => each.person.slackId === voter.slackId);
            return typeof who?.domo === 'number' ? who.domo : voter.slackId;
          }),
        );
        expect(voters.size).toBe(votes.length);
        expect(state === 'approved').toBe(votes.length >= needed);
      },
    ),
  );
});
