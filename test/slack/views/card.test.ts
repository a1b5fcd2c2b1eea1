import { noItems } from '../../../src/change/states.ts';
import { card, cardBody } from '../../../src/slack/views/card.ts';
import { approveConfirm } from '../../../src/slack/views/confirm.ts';
import { details } from '../../../src/slack/views/details.ts';
import { quoted } from '../../../src/slack/views/request-words.ts';
import type { RequestView } from '../../../src/workflow/tell/request-view.ts';
import { anyone, itemWith, noLife, requestWith, ruleWith, sets } from './plain.ts';

function shown(different: Partial<RequestView>): string {
  return JSON.stringify(card(requestWith(different)).blocks);
}

/** The lines of a card as they stand, its header first. */
function linesOf(different: Partial<RequestView>): string[] {
  return card(requestWith(different)).blocks.flatMap((block) =>
    block.type === 'header' || block.type === 'section' ? (block.text?.text.split('\n') ?? []) : [],
  );
}

const emmy = { slackId: 'U0EMMY00001', name: 'Emmy Noether', domoId: 31 };
const ada = { slackId: 'U0ADA000001', name: 'Ada Lovelace', domoId: 33 };
const at = new Date('2026-10-01T12:00:00Z');
const vote = { voter: emmy, choice: 'approve' as const, fingerprint: 'a1b2', policyHash: 'p', at };

test('a simple card is a decision of ten lines', () => {
  const lines = linesOf({
    items: sets(12),
    rules: [ruleWith({ able: [emmy, ada], ableCount: 2 })],
    mentioned: [emmy.slackId],
  });
  expect(lines).toEqual([
    '#42 · 12 datasets: Leonhard Euler → Carl Friedrich Gauss',
    '⏳ Waiting for approval · 0 of 1 from data-stewards',
    '<@U0EMMY00001> or Ada Lovelace can approve',
    'From Leonhard Euler (left) to Carl Friedrich Gauss, carl@example.com',
    '>Leonhard has left.',
    'Requested by Sophie Germain',
    'Set 1, Set 2, Set 3, Set 4, Set 5 and 7 more',
  ]);
});

test('the small print speaks of the full list only where the card is far from it', () => {
  expect(shown({ items: sets(12), total: 12 })).not.toContain('full list');
  expect(shown({ items: sets(12), total: 326 })).toContain('full list in Details');
});

test('names lead to Domo', () => {
  const text = shown({ domoUrl: 'https://acme.domo.com', items: sets(1) });
  expect(text).toContain('<https://acme.domo.com/admin/people/28?tab=profile|Carl Friedrich Gauss>, carl@example.com');
  const dataset = 'datasources/00000000-54a4-4269-8c62-b776e67d59f0/details/overview|Set 1>';
  expect(text).toContain(`<https://acme.domo.com/${dataset}`);
});

describe('people and datasets that look the same', () => {
  test('of two owners of one name, both ids stand in the header and beside the names', () => {
    const from = { id: 36, name: 'Johann  Bernoulli', email: 'j1@example.com' };
    const to = { id: 37, name: 'johann bernoulli', email: 'j2@example.com' };
    expect(linesOf({ from, to, alike: [36, 37] })).toEqual(
      expect.arrayContaining([
        expect.stringContaining('(36) → johann bernoulli (37)'),
        expect.stringMatching(/\(36\) to .*, j2@example\.com$/),
      ]),
    );
  });

  test('a dataset of a name that another has is shown with its id wherever it is named', () => {
    const items = [itemWith({ alike: true, pdp: true }), itemWith({ datasetName: 'Zodiac' })];
    const known = 'Sales daily (2f09a073…59f0)';
    const lines = linesOf({ items });
    expect(lines).toContain(`${known} and Zodiac`);
    expect(lines).toContain(`⚠️ Carl Friedrich Gauss will see every row of ${known}: owners bypass row security.`);
    expect(card(requestWith({ items })).text.slice(0, 150)).toContain(known);
    const failed = items.map((item) => ({ ...item, state: 'failed' as const, reason: "Domo didn't respond" }));
    expect(linesOf({ state: 'failed', items: failed })[1]).toBe(`${known} and Zodiac: Domo didn't respond`);
  });

  test('so is one whose name is cut: its middle may be what differs', () => {
    const lines = linesOf({ items: [itemWith({ datasetName: `Sales ${'x'.repeat(249)}` })] });
    expect(lines.at(-1)).toMatch(/^Sales x+…x+ \(2f09a073…59f0\)$/);
  });

  test('the new owner is shown by their name in Slack as well, where it is another', () => {
    const line = (inSlack: RequestView['inSlack']) => linesOf({ inSlack })[2];
    const plain = 'From Leonhard Euler (left) to Carl Friedrich Gauss, carl@example.com';
    expect(line({ slackId: 'U0CARL00001', name: 'Karl <G.>' })).toBe(`${plain} (in Slack: Karl &lt;G.&gt;)`);
    expect(line({ slackId: 'U0CARL00001', name: 'carl friedrich  gauss' })).toBe(plain);
    expect(line(null)).toBe(`${plain} (not in Slack)`);
    expect(line(undefined)).toBe(plain);
  });

  test('an owner whom Domo does not list is named once', () => {
    const from = { id: 964382593, name: 'Domo ID 964382593', standing: 'unknown' as const };
    expect(linesOf({ from })[2]).toBe(
      'From Domo ID 964382593 (unknown owner) to Carl Friedrich Gauss, carl@example.com',
    );
  });
});

test('whoever sees nothing but the plain text has what the decision hangs on in its first 150 characters', () => {
  const from = { id: 29, name: 'Johann Carl Friedrich Gauss' };
  const { text } = card(requestWith({ total: 3000, from, items: sets(100, { pdp: true }), secured: 1120 }));
  expect(text.slice(0, 150)).toBe(
    'Approve? #42: 3,000 datasets from Johann Carl Friedrich Gauss to Carl Friedrich Gauss. ' +
      'Carl Friedrich Gauss will see every row of Set 1 and 1,119 othe',
  );
  for (const each of ['carl@example.com', 'Leonhard has left.', 'Requested by Sophie Germain', 'Plan a1b2c3d']) {
    expect(text).toContain(each);
  }
});

describe('row security', () => {
  const counts = { ...noItems(), waiting: 3000 };
  const items = sets(100, { pdp: true });
  const request = requestWith({ total: 3000, counts, items, secured: 1120 });
  const warning = 'Carl Friedrich Gauss will see every row of Set 1';

  test('stands where the decision is, counted over the whole plan: on the card, in the question, on the lock screen', () => {
    expect(shown(request)).toContain(`⚠️ ${warning}, Set 2 and 1,118 others: owners bypass row security.`);
    expect(approveConfirm(request)?.text.text).toContain(`${warning} and 1,119 others: owners bypass row security.`);
    expect(card(request).text.slice(0, 150)).toContain(warning);
  });

  test('makes `Approve` one button of several', () => {
    expect(shown(request)).not.toContain('"style":"primary"');
    expect(shown({})).toContain('"style":"primary"');
  });

  test('that there is none is not worth a line', () => {
    expect(shown({ secured: 0 })).not.toContain('row security');
  });
});

describe('the reason', () => {
  const reason = `${'Because. '.repeat(109)}But only if the CFO agrees first.`.slice(0, 1000);

  test('is on the card as far as ten lines allow, and whole in the plan', () => {
    const request = requestWith({ reason });
    expect(JSON.stringify(card(request).blocks)).toContain('… _more in Details_');
    expect(JSON.stringify(details(request, anyone, { page: 0, items: [], life: noLife }).blocks)).toContain(
      reason.slice(-30),
    );
  });

  test('that is longer shows that it was cut', () => {
    expect(quoted('x'.repeat(12), 10)).toBe(`>${'x'.repeat(9)}…`);
  });
});

describe('while it is applied', () => {
  const counts = { ...noItems(), verified: 100, drifted: 20, stopped: 880 };
  const state = 'applying';

  test('the numbers come first, and how long it will still take; there is no bar', () => {
    const text = shown({ state, total: 1000, counts: { ...noItems(), verified: 412, waiting: 588 }, minutesLeft: 4 });
    expect(text).toContain('⚙️ Changing datasets: 412 of 1,000 · about 4 min left');
    expect(text).not.toMatch(/[▓░]/);
    expect(shown({ state, total: 1000, counts })).toContain('⚙️ Changing datasets: 120 of 1,000');
  });

  test('and stopped, it says who asked and what becomes of the rest', () => {
    const stopping = { ...noItems(), verified: 100, writing: 3, waiting: 897 };
    const text = shown({ state, total: 1000, counts: stopping, stoppedBy: emmy });
    expect(text).toContain('⚙️ Stopping (asked by Emmy Noether)');
    expect(text).toContain("3 in progress will finish; 897 won't start.");
  });

  test('it starts at once, by whom it was approved', () => {
    const votes = [vote, { ...vote, voter: ada }];
    expect(shown({ state: 'approved', votes })).toContain('⚙️ Approved by Emmy Noether and Ada Lovelace. Starting now.');
  });
});

describe('a rule', () => {
  test('of the policy is named; each of several has its own line', () => {
    const lines = linesOf({
      rules: [
        ruleWith({ given: 1 }),
        ruleWith({
          name: 'large hand-over',
          approverNames: ['data-leads'],
          needed: 2,
          given: 1,
          able: [ada],
          ableCount: 1,
        }),
      ],
    });
    expect(lines.slice(1, 3)).toEqual([
      '✅ 1 of 1 from data-stewards',
      '⏳ 1 of 2 from data-leads (large hand-over): Ada Lovelace can',
    ]);
  });

  test('names five people at most, calls those whom it is to call, and says so when nobody can approve', () => {
    const able = Array.from({ length: 5 }, (_, n) => ({ slackId: `U${n}`, name: `Steward ${n}` }));
    const rules = [ruleWith({ able, ableCount: 8 })];
    expect(shown({ rules })).toContain('Steward 4 and 3 others can approve');
    expect(shown({ rules, mentioned: ['U4'] })).toContain('Steward 3, <@U4> and 3 others can approve');
    expect(shown({ rules: [ruleWith({ able: [], ableCount: 0 })] })).toContain('No one can approve this now.');
  });

  test('is told without mentions to whoever asks how it stands', () => {
    expect(JSON.stringify(cardBody(requestWith({ rules: [ruleWith()], mentioned: [emmy.slackId] })).blocks)).toContain(
      'Emmy Noether can approve',
    );
  });
});

test('a vote is told with its comment, and why it does not count', () => {
  const lines = linesOf({
    rules: [ruleWith()],
    votes: [
      { ...vote, comment: 'Fine with me' },
      { ...vote, voter: ada, void: 'no longer a steward' },
    ],
  });
  expect(lines).toContain('Emmy Noether approved: “Fine with me”');
  expect(lines).toContain("Ada Lovelace approved (doesn't count: no longer a steward)");
});

describe('settled', () => {
  const refused = { state: 'refused' as const, reason: 'Domo denied the app access.' };

  test('all done, it is one line', () => {
    const items = sets(12, { state: 'verified' });
    expect(linesOf({ state: 'applied', items, votes: [vote] })).toEqual([
      '*✅ #42 · All 12 datasets changed and checked: Leonhard Euler → Carl Friedrich Gauss* · approved by Emmy Noether',
    ]);
  });

  test('what was so already is told apart', () => {
    const items = [...sets(10, { state: 'verified' }), ...sets(2, { state: 'already' })];
    expect(linesOf({ state: 'applied', items })[0]).toMatch(
      /All 12 datasets done: .* · 10 changed and checked, 2 already so\*$/,
    );
  });

  test('what did not come about is named with its reason, those of one reason together', () => {
    const items = [
      ...sets(4, refused),
      itemWith({ datasetName: 'Zodiac', state: 'drifted', reason: 'Its owner in Domo is now Ada Byron.' }),
      ...sets(7, { state: 'verified' }),
    ];
    expect(linesOf({ state: 'partly_applied', items })).toEqual([
      '*⚠️ #42 · 7 of 12 datasets changed: Leonhard Euler → Carl Friedrich Gauss · 1 skipped, 4 denied*',
      'Set 1, Set 2, Set 3 and 1 other: Domo denied the app access.',
      'Zodiac: skipped. Its owner in Domo is now Ada Byron.',
    ]);
  });

  test('each item that failed for a reason of its own has a line, up to 8', () => {
    const items = sets(12).map((item, n) => ({ ...item, ...refused, reason: `Reason ${n + 1}.` }));
    const lines = linesOf({ state: 'failed', items });
    expect(lines[0]).toMatch(/^\*❌ #42 · Nothing changed: 12 datasets, .* · 12 denied\*$/);
    expect(lines.slice(1)).toEqual([
      ...Array.from({ length: 8 }, (_, n) => `Set ${n + 1}: Reason ${n + 1}.`),
      '… and 4 more in Details',
    ]);
  });

  test('by a rejection, it says why in the next line, once', () => {
    const reject = { ...vote, choice: 'reject' as const, comment: 'Not before the audit' };
    const rejected = requestWith({ state: 'rejected', decision: { ...reject, by: vote.voter }, votes: [reject] });
    const { blocks, text } = card(rejected);
    expect(JSON.stringify(blocks[0])).toContain('❌ Rejected by Emmy Noether: “Not before the audit”');
    for (const all of [JSON.stringify(blocks), text]) expect(all.split('Not before the audit')).toHaveLength(2);
  });

  test('without a decision, it says that nothing changed', () => {
    expect(shown({ state: 'expired' })).toMatch(/❌ Expired <!date.*>\. Nothing changed\./);
    expect(shown({ state: 'withdrawn' })).toMatch(/❌ Withdrawn by Sophie Germain <!date.*>\. Nothing changed\./);
  });

  test('only buttons that would do something are left', () => {
    const texts = (different: Partial<RequestView>) =>
      [...shown(different).matchAll(/"button","text":\{"type":"plain_text","text":"([^"]*)"/g)].map(([, text]) => text);
    const from = { id: 29, name: 'Leonhard Euler', standing: 'active' as const };
    const done = { state: 'applied' as const, items: sets(1, { state: 'verified' }) };
    expect(texts({ ...done, from })).toEqual(['Undo', 'Details']);
    // Nothing goes back to somebody who left, nor twice.
    expect(texts(done)).toEqual(['Details']);
    const undo = (state: RequestView['state']) => [{ number: 47, purpose: 'undo' as const, state }];
    expect(texts({ ...done, from, followUps: undo('pending') })).toEqual(['Details']);
    expect(texts({ ...done, from, followUps: undo('rejected') })).toEqual(['Undo', 'Details']);
    const failed = { state: 'failed' as const, items: sets(1, refused) };
    expect(texts({ ...failed, stillOwned: 9 })).toEqual(['Retry failed', 'Hand over 9 more', 'Details']);
    // What is left is what failed, and that is retried.
    expect(texts({ ...failed, stillOwned: 1 })).toEqual(['Retry failed', 'Details']);
    expect(texts({ state: 'rejected' })).toEqual(['Details']);
  });
});
