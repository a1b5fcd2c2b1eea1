import fc from 'fast-check';
import type { Acceptance, Membership, Vote } from '../../../src/change/types.ts';
import { isAccepted, type Slot, voidAcceptance } from '../../../src/change/votes/acceptance.ts';
import { type Ballot, decide, decideAcceptance } from '../../../src/change/votes/decide.ts';
import type { Steward } from '../../../src/change/votes/stewards.ts';

const incoming = 3;

function person(slackId: string, domo: Steward['domo'], membership: Membership = 'member'): Steward {
  return { person: { slackId, name: slackId }, membership, domo };
}

const emmy = person('UE', 10);
const carl = person('UC', incoming);

function vote(): Vote {
  return { voter: emmy.person, choice: 'approve', fingerprint: 'f', policyHash: 'p', at: new Date(0) };
}

function answer(choice: Acceptance['choice'] = 'accept', fingerprint = 'f'): Acceptance {
  return { owner: carl.person, choice, fingerprint, policyHash: 'p', at: new Date(0) };
}

function ballot(slot: Partial<Slot> = {}, more: Partial<Ballot> = {}): Ballot {
  const name = 'finance';
  const rule = { name, approvals: 1, requireAcceptance: true, expireAfter: 1, fallback: [], approvers: ['UE'] };
  return {
    state: 'pending',
    fingerprint: 'f',
    planPosted: true,
    fromCard: true,
    votes: [],
    rules: [{ ...rule, stewards: [emmy] }],
    parties: { requesterSlackId: 'UR', requesterDomoIds: [1], incomingIds: [incoming], ownersMayApprove: 'none' },
    slot: { rule: name, incomingId: incoming, byAsking: false, ...slot },
    ...more,
  };
}

test('approved by the vote and the acceptance, in either order, and by neither alone', () => {
  expect(decide(ballot(), vote())).toMatchObject({ becomes: 'pending', awaits: 'acceptance' });
  expect(decideAcceptance(ballot(), answer(), carl)).toEqual({ becomes: 'pending' });
  expect(decide(ballot({ given: answer(), giver: carl }), vote())).toMatchObject({ becomes: 'approved' });
  expect(decideAcceptance(ballot({}, { votes: [vote()] }), answer(), carl)).toEqual({ becomes: 'approved' });
});

test('a decline rejects, whatever the stewards and they themselves said before', () => {
  const before = ballot({ given: answer(), giver: carl }, { votes: [] });
  expect(decideAcceptance(before, answer('decline'), carl)).toEqual({ becomes: 'rejected' });
});

test('who asked for it for themselves has accepted, and nobody else is asked', () => {
  const asked = ballot({ byAsking: true });
  expect(decide(asked, vote())).toMatchObject({ becomes: 'approved' });
  expect(decideAcceptance(asked, answer(), carl)).toEqual({ refusal: { why: 'already_accepted' } });
});

test.each<[string, Ballot, Acceptance, Steward, object]>([
  ['once', ballot({ given: answer(), giver: carl }), answer(), carl, { why: 'already_accepted' }],
  ['of the plan that was shown', ballot(), answer('accept', 'g'), carl, { why: 'plan_changed' }],
  ['while a rule asks for it', ballot({ rule: undefined }), answer(), carl, { why: 'acceptance_not_wanted' }],
  ['by the new owner', ballot(), answer(), emmy, { why: 'not_the_new_owner' }],
  ['by one who is known', ballot(), answer(), person('UC', 'ambiguous'), { why: 'not_the_new_owner' }],
  ['by a member', ballot(), answer(), person('UC', 3, 'guest'), { why: 'not_a_member', membership: 'guest' }],
  ['before the decision', ballot({}, { state: 'rejected' }), answer(), carl, { why: 'already_settled' }],
])('an answer is taken %s', (_, at, given, who, refusal) => {
  expect(decideAcceptance(at, given, who)).toMatchObject({ refusal });
});

test('a vote that only the new owner holds up is not given twice, and the voter is told so', () => {
  const waiting = ballot({}, { votes: [vote()] });
  expect(decide(waiting, vote())).toEqual({ refusal: { why: 'already_voted', awaits: 'acceptance' } });
});

test('where nothing is waited for any more, voter and new owner may each complete it', () => {
  expect(decide(ballot({ rule: undefined }, { votes: [vote()] }), vote())).toMatchObject({ becomes: 'approved' });
  const all = ballot({ given: answer(), giver: carl }, { votes: [vote()] });
  expect(decideAcceptance(all, answer(), carl)).toEqual({ becomes: 'approved' });
});

test('never approved without the yes of a member who is the new owner now, to this plan', () => {
  const domo = fc.constantFrom<Steward['domo']>(incoming, 4, 'none', 'unknown', 'ambiguous');
  const membership = fc.constantFrom<Membership>('member', 'guest', 'bot', 'deactivated', 'stranger', 'unclear');
  const given = fc.record({
    choice: fc.constantFrom('accept' as const, 'decline' as const),
    fingerprint: fc.constantFrom('f', 'g'),
  });
  fc.assert(
    fc.property(domo, membership, given, (isNow, as, { choice, fingerprint }) => {
      const slot = { given: answer(choice, fingerprint), giver: person('UC', isNow, as) };
      const result = decide(ballot(slot), vote());
      const counts = choice === 'accept' && fingerprint === 'f' && isNow === incoming && as === 'member';
      expect('becomes' in result && result.becomes === 'approved').toBe(counts);
      expect(isAccepted(ballot(slot).slot, 'f')).toBe(counts);
      if (choice === 'accept') expect(voidAcceptance(ballot(slot).slot, 'f') === undefined).toBe(counts);
    }),
  );
});
