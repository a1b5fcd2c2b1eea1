import fc from 'fast-check';
import { beginFingerprint } from '../../src/change/fingerprint.ts';
import { ownerWarnings, planOwnerChange } from '../../src/change/owner/plan.ts';
import { isOpen, mayBecome, noItems, outcomeOf } from '../../src/change/states.ts';
import { itemStates, type Plan, requestStates } from '../../src/change/types.ts';

const from = { id: 2, name: 'Leonhard Euler' };
const to = { id: 3, name: 'Carl Friedrich Gauss' };

test('a hand-over takes what is theirs, secured datasets first, and says why the rest stays', () => {
  const plan = planOwnerChange(
    [
      { id: 'b', name: 'Beta', pdpEnabled: false, owner: from },
      { id: 'a', name: 'Alpha', pdpEnabled: true, owner: from },
      { id: 'c', name: 'Gamma', pdpEnabled: false, owner: to },
      { id: 'd', name: 'Delta', pdpEnabled: false },
    ],
    from,
    to,
  );
  expect(plan.items.map((item) => item.datasetId)).toEqual(['a', 'b']);
  expect(plan.notTheirs.map((each) => each.why)).toEqual([
    'owned by Carl Friedrich Gauss (Domo ID 3)',
    "Domo doesn't say who owns it",
  ]);
  expect(ownerWarnings(from, to)).toEqual([]);
});

test('the plan is the same whatever order Domo lists the datasets in', () => {
  const datasets = fc.uniqueArray(fc.record({ id: fc.uuid(), name: fc.string(), pdpEnabled: fc.boolean() }), {
    selector: (each) => each.id,
  });
  fc.assert(
    fc.property(datasets, (some) => {
      const owned = some.map((each) => ({ ...each, owner: from }));
      expect(planOwnerChange(owned, from, to)).toEqual(planOwnerChange([...owned].reverse(), from, to));
    }),
  );
});

const plan: Plan = {
  requestId: 'r',
  number: 42,
  kind: 'owner',
  requester: { slackId: 'U1', domoId: 1 },
  reason: 'left',
  customer: 'acme',
  items: [{ datasetId: 'a', datasetName: 'A', pdp: false, change: { kind: 'owner', before: from, after: to } }],
};

function fingerprintOf({ items, ...rest }: Plan): string {
  const hash = beginFingerprint(rest);
  for (const item of items) hash.add(item);
  return hash.digest();
}

test('a fingerprint survives the database and changes with every part of the plan', () => {
  const fingerprint = fingerprintOf(plan);
  expect(fingerprintOf(JSON.parse(JSON.stringify(plan)))).toBe(fingerprint);
  expect(fingerprintOf({ ...plan, requester: { domoId: 1, slackId: 'U1' } })).toBe(fingerprint);
  const publicly = plan.items.map((item) => ({ ...item, door: 'public' as const }));
  expect(fingerprintOf({ ...plan, items: publicly })).toBe(fingerprint);
  const others: Plan[] = [
    { ...plan, requestId: 's' },
    { ...plan, number: 43 },
    { ...plan, reason: 'moved' },
    { ...plan, customer: 'other' },
    { ...plan, requester: { slackId: 'U2', domoId: 1 } },
    { ...plan, items: [] },
    { ...plan, items: plan.items.map((item) => ({ ...item, door: 'hand' })) },
    { ...plan, items: plan.items.map((item) => ({ ...item, door: 'product' })) },
  ];
  expect(new Set([fingerprint, ...others.map(fingerprintOf)]).size).toBe(others.length + 1);
});

test('settled states are final, and every open one can end', () => {
  for (const from of requestStates) {
    const next = requestStates.filter((to) => mayBecome(from, to));
    expect(next.length > 0).toBe(isOpen(from));
  }
});

test('applied only when every item is in Domo, failed only when none is', () => {
  const counts = fc.record(Object.fromEntries(itemStates.map((state) => [state, fc.nat(3)])));
  fc.assert(
    fc.property(counts, (some) => {
      const all = { ...noItems(), ...some };
      const total = Object.values(all).reduce((sum, n) => sum + n, 0);
      const done = all.verified + all.already;
      const expected = done === 0 ? 'failed' : done === total ? 'applied' : 'partly_applied';
      expect(outcomeOf(all)).toBe(expected);
    }),
  );
});
