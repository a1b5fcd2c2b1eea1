import { details } from '../../../src/slack/views/details.ts';
import { changeOptions } from '../../../src/slack/views/details-plan.ts';
import type { Life } from '../../../src/workflow/tell/life.ts';
import type { Viewer } from '../../../src/workflow/tell/request-view.ts';
import { anyone, itemWith, noLife, requestWith, ruleWith } from './plain.ts';

const stranger: Viewer = {
  insider: false,
  fromCard: false,
  mayApprove: false,
  mayReject: false,
  mayWithdraw: false,
  mayTakeBack: false,
  mayAccept: false,
  mayDecline: false,
  mayTake: false,
  holds: false,
};
const at = new Date('2026-10-01T12:00:00Z');
const emmy = { slackId: 'U0EMMY00001', name: 'Emmy Noether', email: 'emmy@example.com', domoId: 31 };
const request = requestWith({
  items: [itemWith()],
  rules: [ruleWith()],
  excluded: [{ person: { ...emmy, name: 'Carl Friedrich Gauss' }, exclusion: 'incoming_owner' }],
  leftOut: [{ datasetId: 'x', datasetName: 'Zodiac', heldBy: 9 }],
});

const life: Life = {
  events: [
    { at, who: { slackId: 'U0SOPHIE001', name: 'Sophie Germain', email: 'sophie@example.com' }, what: 'asked' },
    { at, who: emmy, what: 'approve', text: 'Fine', rules: ['finance'], policyHash: '8c1e123abc' },
  ],
  auditHash: '5f2a91c0ffee',
};

function shownTo(viewer: Viewer): string {
  return JSON.stringify(details(request, viewer, { page: 0, items: request.items, life }).blocks);
}

test('insiders see ids, who can’t approve and why, and what to check it by; others the new owner’s e-mail only', () => {
  const inside = shownTo(anyone);
  expect(inside).toContain('leonhard@example.com · Domo ID 29');
  expect(inside).toContain('Carl Friedrich Gauss · emmy@example.com · Domo ID 31 (new owner)');
  expect(inside).toContain('Sales daily (2f09a073…59f0)');
  expect(inside).toContain('Emmy Noether · emmy@example.com · Domo ID 31 · U0EMMY00001');
  expect(inside).toContain('Plan a1b2c3d · rule: finance · policy 8c1e123 · audit 5f2a91c');
  const outside = shownTo(stranger);
  expect(outside).toContain('carl@example.com');
  expect(outside).toContain('Plan a1b2c3d · rule: finance"');
  for (const kept of [
    'leonhard@',
    'sophie@',
    'emmy@',
    'Domo ID 29',
    "Can't approve",
    '2f09a073',
    'audit 5f',
    'policy 8c',
    'U0EMMY',
  ]) {
    expect(outside).not.toContain(kept);
  }
});

test('of a schema change insiders see which dataset and whose it is by id; warnings are no advice once it is decided', () => {
  const owner = { id: 30, name: 'Daniel Bernoulli', email: 'daniel@example.com' };
  const dataset = { id: '2f09a073-54a4-4269-8c62-b776e67d59f0', name: 'Sales daily', owner };
  const schema = requestWith({
    ...request,
    kind: 'schema',
    from: undefined,
    to: undefined,
    dataset,
    warnings: ['Mind.'],
  });
  const shown = (viewer: Viewer, state: 'pending' | 'applied') =>
    JSON.stringify(details({ ...schema, state }, viewer, { page: 0, items: [], life }).blocks);
  expect(shown(anyone, 'pending')).toContain(
    `Sales daily · ${dataset.id} · owner Daniel Bernoulli · daniel@example.com · Domo ID 30`,
  );
  expect(shown(stranger, 'pending')).toContain('Sales daily · owner Daniel Bernoulli\\n');
  expect(shown(anyone, 'pending')).toContain('*Before you approve*\\n⚠️ Mind.');
  expect(shown(anyone, 'applied')).toContain('*Warnings*\\n⚠️ Mind.');
});

test('of stewards who were not looked up it says so, rather than guess', () => {
  const large = { ...request, rules: [ruleWith({ notLookedUp: 484 })] };
  const text = JSON.stringify(details(large, anyone, { page: 0, items: [], life }).blocks);
  expect(text).toMatch(/Carl Friedrich Gauss.*\(new owner\)\\n484 more stewards not looked up yet/);
  expect(shownTo(anyone)).not.toContain('not looked up');
});

test('offers what this person may do, without an input, which would ask to be sent', () => {
  for (const label of ['Approve…', 'Reject…', 'Withdraw', 'Send me the CSV']) {
    expect(shownTo(anyone)).toContain(`"${label}"`);
    expect(shownTo(stranger)).not.toContain(`"${label}"`);
  }
  expect(details(request, anyone, { page: 0, items: request.items, life })).not.toHaveProperty('submit');
});

test('tells the whole life, what was skipped, and the plan', () => {
  const text = shownTo(stranger);
  expect(text).toMatch(
    /2026-10-01 12:00 UTC \(.*Requested by Sophie Germain.*Approved by Emmy Noether: “Fine” \(rule: finance\)/,
  );
  expect(text).toContain('Zodiac: already in #9');
  expect(text).toContain('1–1 of 1 dataset');
  expect(text).toContain('Leonhard Euler → Carl Friedrich Gauss');
});

test('shows what became of each dataset, and of the one that was searched for the whole reason', () => {
  const reason = `${'Domo refused this because of '.repeat(20)}the end.`;
  const items = [itemWith({ state: 'refused', reason, settledAt: at }), itemWith({ state: 'verified', pdp: true })];
  const text = JSON.stringify(details(request, stranger, { page: 0, items, chosen: items[0], life }).blocks);
  expect(text).toMatch(/From Leonhard Euler to Carl Friedrich Gauss.*the end\. · 2026-10-01 12:00 UTC/);
  expect(text).toMatch(/row security · Leonhard Euler → Carl Friedrich Gauss · changed and checked in Domo/);
});

test('names the way in which a dataset is changed, where it is not the usual one', () => {
  const items = [itemWith({ door: 'hand', state: 'by_hand' }), itemWith({ door: 'product' }), itemWith()];
  const text = JSON.stringify(details(request, stranger, { page: 0, items, chosen: items[1], life }).blocks);
  expect(text).toContain("by hand in Domo · to do by hand in Domo; I'll check it");
  expect(text).toContain('To be changed with the admin token (product API)');
  expect(text).not.toContain('public');
});

test('of a schema says what became of the dataset, and finds a column change by its words', () => {
  const before = Array.from({ length: 60 }, (_, nth) => ({ name: `Column ${nth}`, type: 'STRING' }));
  const after = before.map(({ name }) => ({ name: `${name}!`, type: 'LONG' }));
  const change = { kind: 'schema' as const, before, after, renames: {} };
  const schema = requestWith({
    kind: 'schema',
    state: 'failed',
    dataset: { id: 'x', name: 'Wide' },
    schema: { risk: 'breaking', reasons: [], policies: [], changes: 120 },
    items: [
      itemWith({
        change,
        state: 'unverified',
        reason: 'Domo accepted it, but still shows other columns.',
        settledAt: at,
      }),
    ],
  });
  const options = changeOptions(schema, 'column 59!', 100);
  expect(options.map(({ text }) => text.text)).toEqual([expect.stringContaining('Column 59! (LONG) added')]);
  const text = JSON.stringify(
    details(schema, anyone, { page: 1, items: [], chosen: Number(options[0]?.value), life: noLife }).blocks,
  );
  expect(text).toContain('Domo accepted it, but still shows other columns. · 2026-10-01 12:00 UTC');
  expect(text).toMatch(/26–50 of 120 column changes.*Column 59! \(LONG\) added/);
});

/** Each of so many questions, answered, as long as can be. */
function talk(count: number, words: string): Life {
  const events = Array.from({ length: count }, (_, nth) => [
    { at, who: emmy, what: 'question' as const, text: `${words}asked ${nth}.` },
    { at, who: emmy, what: 'answer' as const, text: `${words}answered ${nth}.` },
  ]).flat();
  return { events };
}

test('shows every question and answer whole', () => {
  const text = JSON.stringify(
    details(request, anyone, { page: 0, items: request.items, life: talk(40, 'word '.repeat(190)) }).blocks,
  );
  for (let nth = 0; nth < 40; nth += 1) {
    expect(text).toContain(`asked ${nth}.”`);
    expect(text).toContain(`answered ${nth}.”`);
  }
});

test('of more than a modal holds, the oldest is left out and counted', () => {
  const items = Array.from({ length: 25 }, () =>
    itemWith({ datasetName: '会'.repeat(255), state: 'failed', reason: '&'.repeat(900) }),
  );
  const view = details({ ...request, reason: '会'.repeat(1000), total: 3000 }, anyone, {
    page: 0,
    items,
    chosen: items[0],
    life: talk(200, '会'.repeat(900)),
  });
  expect(view.blocks.length).toBeLessThanOrEqual(100);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000);
  const text = JSON.stringify(view.blocks);
  expect(text).toMatch(/… 3\d\d earlier lines/);
  expect(text).toContain('199.”');
  expect(text).not.toContain('asked 1.”');
});
