import { noItems } from '../../../src/change/states.ts';
import { defaultRule } from '../../../src/change/votes/rules.ts';
import type { Life } from '../../../src/workflow/tell/life.ts';
import type { ItemView, RequestView, RuleView, Viewer } from '../../../src/workflow/tell/request-view.ts';

const at = new Date('2026-10-01T12:00:00Z');

/** A plain pending request of one dataset, with what a test needs different. */
export function requestWith(different: Partial<RequestView> = {}): RequestView {
  const total = different.total ?? different.items?.length ?? 1;
  const items = different.items ?? [itemWith()];
  const counts = different.counts ?? noItems();
  for (const each of different.counts ? [] : items) counts[each.state] += 1;
  if (!different.counts) counts.waiting += total - items.length;
  return {
    id: '6a5f3f1e-4f2d-4a0e-9a67-1c6b8f6f2a11',
    number: 42,
    kind: 'owner',
    state: 'pending',
    requester: { slackId: 'U0SOPHIE001', name: 'Sophie Germain', email: 'sophie@example.com', domoId: 31 },
    reason: 'Leonhard has left.',
    fingerprint: 'a1b2c3d4e5f6',
    from: { id: 29, name: 'Leonhard Euler', email: 'leonhard@example.com', standing: 'deleted' },
    to: { id: 28, name: 'Carl Friedrich Gauss', email: 'carl@example.com', standing: 'active' },
    alike: [],
    total,
    counts,
    doors: { public: total, product: 0, hand: 0, lost: 0 },
    items,
    leftOut: [],
    followUps: [],
    questions: [],
    rules: [],
    votes: [],
    secured: items.filter((each) => each.pdp).length,
    mentioned: [],
    warnings: [],
    planPosted: true,
    excluded: [],
    createdAt: at,
    expiresAt: at,
    settledAt: at,
    ...different,
  };
}

/** Of a request about which the log was not asked. */
export const noLife: Life = { events: [] };

/** A steward: all that there is to see and to do. */
export const anyone: Viewer = {
  insider: true,
  fromCard: true,
  mayApprove: true,
  mayReject: true,
  mayWithdraw: true,
  mayTakeBack: true,
  mayAccept: true,
  mayDecline: true,
  mayTake: true,
  holds: true,
};

/** A rule that the policy has no name for: one of the stewards must agree, and Emmy can. */
export function ruleWith(different: Partial<RuleView> = {}): RuleView {
  return {
    name: defaultRule,
    approvers: ['S0123'],
    approverNames: ['data-stewards'],
    fallbackNames: [],
    needed: 1,
    given: 0,
    able: [{ slackId: 'U0EMMY00001', name: 'Emmy Noether' }],
    ableCount: 1,
    notLookedUp: 0,
    ...different,
  };
}

export function itemWith(different: Partial<ItemView> = {}): ItemView {
  return {
    datasetId: '2f09a073-54a4-4269-8c62-b776e67d59f0',
    datasetName: 'Sales daily',
    alike: false,
    pdp: false,
    change: {
      kind: 'owner',
      before: { id: 29, name: 'Leonhard Euler' },
      after: { id: 28, name: 'Carl Friedrich Gauss' },
    },
    door: 'public',
    byHand: false,
    state: 'waiting',
    ...different,
  };
}

/** So many datasets, named `Set 1` and so on. */
export const sets = (count: number, different: Partial<ItemView> = {}): ItemView[] =>
  Array.from({ length: count }, (_, n) =>
    itemWith({ datasetId: `0000000${n}-54a4-4269-8c62-b776e67d59f0`, datasetName: `Set ${n + 1}`, ...different }),
  );
