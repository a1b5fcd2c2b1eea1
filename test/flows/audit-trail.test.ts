import { addLeavers, approveUntil, askAndSee, auditLines, datasetOf, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const steward = sharedSteward({ world: (world) => addLeavers(world, 1, 3) });

test('the log alone tells who asked for what in which Domo, who decided as whom, and how each dataset was proved', async () => {
  const { number, card } = await askAndSee(steward, { from: firstLeaver, reason: 'Moved on' });
  await approveUntil(steward, card, { verified: 3 });

  const lines = await auditLines(steward);
  const [policy] = lines;
  const of = (event: string) => lines.filter((line) => line.number === number && line.event === event);
  const [asked, planned, pending, vote, applying] = [
    'request_preparing',
    'plan',
    'request_pending',
    'vote',
    'request_applying',
  ].flatMap(of);

  expect(policy).toMatchObject({ event: 'policy_loaded', detail: { text: expect.stringContaining('approvers') } });
  expect(asked).toMatchObject({ slackId: 'U0SOPHIE001', detail: { form: { reason: 'Moved on' } } });
  expect(planned?.detail).toMatchObject({
    items: [1, 2, 3].map((nth) => ({ datasetId: datasetOf(firstLeaver, nth) })),
  });
  expect(pending?.detail).toMatchObject({ customer: 'mathematicians' });
  const fingerprint = pending?.detail.fingerprint;
  expect(vote).toMatchObject({ slackId: 'U0EMMY00001', policyHash: policy?.policyHash, detail: { fingerprint } });
  expect(vote?.detail.rules).toEqual([
    {
      name: 'every change',
      approvers: ['S0123456789'],
      approvals: 1,
      stewards: expect.arrayContaining(['U0EMMY00001', 'U0ADA000001']),
    },
  ]);
  expect(applying?.detail).toMatchObject({
    votes: [{ slackId: 'U0EMMY00001' }],
    rules: [{ name: 'every change', approvals: 1, given: 1 }],
  });
  const proofs = of('item_verified').map(({ detail }) => detail.proof);
  // The first alone and one of each 100 are read whole, the others from the list of what changed last.
  expect(proofs.toSorted()).toEqual(['listed', 'listed', 'whole']);
});
