import { noItems } from '../../../src/change/states.ts';
import { noticeMessage } from '../../../src/slack/views/notices.ts';
import type { RequestView } from '../../../src/workflow/tell/request-view.ts';
import { itemWith, requestWith, ruleWith } from './plain.ts';

function dm(about: 'decided' | 'finished' | 'invalid' | 'received' | 'submitted', different: Partial<RequestView>) {
  return noticeMessage({ about, request: requestWith(different) });
}

function buttonsOf(message: ReturnType<typeof noticeMessage>): string[] {
  return message.blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.flatMap((each) => (each.type === 'button' ? each.text.text : [])) : [],
  );
}

describe('at the end the requester is told', () => {
  const items = Array.from({ length: 12 }, (_, n) =>
    itemWith({ datasetName: `Set ${n}`, state: 'refused', reason: `Reason ${n}.` }),
  );
  const total = 112;
  const counts = { ...noItems(), refused: 12, verified: 100 };
  const message = dm('finished', {
    state: 'partly_applied',
    from: { id: 29, name: 'Leonhard Euler', standing: 'active' },
    items,
    total,
    counts,
  });

  test('what did not come about and why, up to eight reasons', () => {
    expect(message.text).toContain('100 of 112 datasets changed');
    expect(message.text).toContain('Set 0: Reason 0.');
    expect(message.text).toContain('Set 7: Reason 7.');
    expect(message.text).not.toContain('Set 8');
    expect(message.text).toContain('… and 4 more in Details');
  });

  test('where to go on, by buttons', () => {
    expect(buttonsOf(message)).toEqual(['Retry failed', 'Undo', 'Details']);
  });
});

describe('while it waits', () => {
  test('the requester’s message says who can approve, and lets them withdraw', () => {
    const message = dm('submitted', { rules: [ruleWith()], items: [itemWith()] });
    expect(message.text).toBe(
      '#42 · 1 dataset: Leonhard Euler → Carl Friedrich Gauss\n⏳ Waiting for approval · 0 of 1 from data-stewards\nEmmy Noether can approve',
    );
    expect(buttonsOf(message)).toEqual(['Withdraw', 'Edit and request again', 'Details']);
  });

  test('what was rejected is no dead end', () => {
    const voter = { slackId: 'U0EMMY00001', name: 'Emmy Noether' };
    const at = new Date('2026-10-01T12:00:00Z');
    const comment = 'Blaise is on leave until January.';
    const reject = { voter, choice: 'reject' as const, comment, fingerprint: 'f', policyHash: 'p', at };
    const message = dm('decided', { state: 'rejected', decision: { ...reject, by: voter }, votes: [reject] });
    expect(message.text).toContain(`❌ Rejected by Emmy Noether: “${comment}”`);
    expect(buttonsOf(message)).toEqual(['Edit and request again', 'Details']);
    expect(buttonsOf(dm('decided', { state: 'expired' }))).toEqual(['Edit and request again', 'Details']);
    expect(buttonsOf(dm('submitted', { state: 'withdrawn' }))).toEqual(['Edit and request again']);
    expect(buttonsOf(dm('submitted', { state: 'rejected' }))).toEqual([]);
  });
});

test('a request that never had a plan is named by its kind alone', () => {
  const bare = {
    from: undefined,
    to: undefined,
    items: [],
    total: 0,
    fingerprint: undefined,
    problem: 'Nothing found.',
  };
  const { text } = dm('invalid', { state: 'invalid', ...bare });
  expect(text).toBe("❌ #42 · Owner change\nIt couldn't be prepared, so no one was asked to approve.\n>Nothing found.");
  expect(dm('submitted', { state: 'preparing', ...bare }).text).not.toContain('dataset');
});

test.each([
  [1, 'You now own 1 dataset from Leonhard Euler (#42): Sales daily.'],
  [2, 'You now own 2 datasets from Leonhard Euler (#42): Sales daily and Sales daily.'],
])('the new owner of %i', (verified, words) => {
  const items = Array.from({ length: verified }, () => itemWith({ state: 'verified' }));
  const message = dm('received', { state: 'applied', items });
  expect(message.text).toBe(words);
  expect(buttonsOf(message)).toEqual(['Details']);
});

test('a schema request names its dataset and says schema once at most', () => {
  const dataset = { id: '2f09a073-54a4-4269-8c62-b776e67d59f0', name: 'Elastic Surfaces' };
  const different = { kind: 'schema' as const, from: undefined, to: undefined, dataset, items: [], total: 0 };
  expect(dm('submitted', different).text).toContain('#42 · Elastic Surfaces\n');
});
