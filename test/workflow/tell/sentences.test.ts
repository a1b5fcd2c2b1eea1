import { tooFewStewards } from '../../../src/workflow/tell/sentences.ts';

const noether = { slackId: 'U0EMMY00001', name: 'Emmy Noether', email: 'emmy@example.com', domoId: 32 };
const emmy = { person: noether, membership: 'member' as const, domo: 32 };
const carl = { slackId: 'U0CARL00001', name: 'Carl', domoId: 28 };
const rule = {
  name: 'every change',
  approvers: ['S0123'],
  approvals: 2,
  requireAcceptance: false,
  expireAfter: 1,
  fallback: [],
};

test('too few stewards: what to do about it', () => {
  expect(tooFewStewards(rule, [emmy], [])).toBe(
    'This needs 2 approvals, but only Emmy Noether · emmy@example.com · Domo ID 32 can approve. ' +
      'Ask an admin to add approvers to the policy.',
  );
  const incoming = [{ person: carl, exclusion: 'incoming_owner' as const }];
  expect(tooFewStewards({ ...rule, name: 'large' }, [emmy], incoming)).toMatch(
    /^The rule “large” .* Can't approve: Carl · Domo ID 28 \(new owner\)\. Ask an admin .*, or choose another new owner\.$/,
  );
});

test('too few of many stewards: some are named, and it still says what to do', () => {
  const excluded = Array.from({ length: 12 }, (_, nth) => ({
    person: { slackId: `U${nth}`, name: 'Johann', email: `johann${nth}@example.com`, domoId: null },
    exclusion: 'stranger' as const,
  }));
  expect(tooFewStewards(rule, [], excluded)).toMatch(
    /Johann · johann0@example\.com \(of another .*Johann · johann7@example\.com \(of another workspace\); and 4 more\. Ask an admin/,
  );
});
