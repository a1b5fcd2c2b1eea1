import { tooFewStewards } from '../../src/workflow/sentences.ts';

const emmy = { person: { slackId: 'U0EMMY00001', name: 'Emmy Noether' }, member: true, domo: 31 };
const carl = { slackId: 'U0CARL00001', name: 'Carl' };

test('too few stewards: what to do about it', () => {
  const rule = { name: 'every change', approvers: ['S0123'], approvals: 2 };
  expect(tooFewStewards(rule, [emmy], [])).toBe(
    'Every change needs 2 approvals, and Emmy Noether could give one. Ask an admin to add approvers to the policy.',
  );
  const incoming = [{ person: carl, exclusion: 'incoming_owner' as const }];
  expect(tooFewStewards({ ...rule, name: 'large' }, [emmy], incoming)).toMatch(
    /^The rule “large” .* Not counted: Carl would become the owner\. Ask an admin .*, or choose another new owner\.$/,
  );
});
