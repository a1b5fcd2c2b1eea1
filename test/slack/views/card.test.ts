import { noItems } from '../../../src/change/states.ts';
import { card, cardBody } from '../../../src/slack/views/card.ts';
import { noticeMessage } from '../../../src/slack/views/notices.ts';
import { planView } from '../../../src/slack/views/plan-view.ts';
import { quoted } from '../../../src/slack/views/request-words.ts';
import type { RequestView } from '../../../src/workflow/tell/request-view.ts';
import { itemWith, requestWith } from './hostile.ts';

function shown(different: Partial<RequestView>): string {
  return JSON.stringify(card(requestWith(different)).blocks);
}

const emmy = { slackId: 'U0EMMY00001', name: 'Emmy Noether', domoId: 31 };
const rule = { name: 'every change', approvers: ['S0123'], needed: 1, given: 0 };

describe('row security', () => {
  const counts = { ...noItems(), waiting: 3000 };
  const items = Array.from({ length: 100 }, () => itemWith({ pdp: true }));

  test('is counted over the whole plan, on the card and in the question before an approval', () => {
    const text = shown({ total: 3000, counts, items, secured: 1120 });
    expect(text).toContain('*3,000 datasets*, 1,120 under row security (PDP)');
    expect(text).toMatch(/"confirm":.*3,000 datasets from .*, 1,120 under row security \(PDP\)\./);
  });

  test('of no dataset is said as well', () => {
    expect(shown({ secured: 0 })).toContain('*1 dataset*, none under row security (PDP)');
  });
});

describe('the reason', () => {
  const reason = `${'Because. '.repeat(109)}But only if the CFO agrees first.`.slice(0, 1000);

  test('is on the card, in the plan and in the requester’s message as long as the form takes it', () => {
    const request = requestWith({ reason });
    const everywhere = [card(request), planView(request, [], 0), noticeMessage({ about: 'submitted', request })];
    for (const each of everywhere) expect(JSON.stringify(each.blocks)).toContain(reason.slice(-30));
  });

  test('that is longer shows that it was cut', () => {
    expect(quoted('x'.repeat(12), 10)).toBe(`>${'x'.repeat(9)}…`);
  });
});

describe('while it is applied', () => {
  const counts = { ...noItems(), verified: 100, drifted: 20, stopped: 880 };

  test('the bar counts what was worked on', () => {
    const state = 'applying';
    expect(shown({ state, total: 1000, counts: { ...noItems(), verified: 412, waiting: 588 } })).toContain(
      '░ 412 of 1,000',
    );
    expect(shown({ state, total: 1000, counts })).toContain('░ 120 of 1,000');
  });

  test('and stopped, it says so without a bar', () => {
    const text = shown({ state: 'applying', total: 1000, counts, stoppedBy: emmy });
    expect(text).toContain('*Stopping*, asked by Emmy Noether');
    expect(text).not.toMatch(/[▓░]/);
  });
});

describe('a rule', () => {
  test('of the policy is named; its own numbers are not called one', () => {
    const rules = [rule, { ...rule, name: 'large hand-over', needed: 2, given: 1 }];
    const text = shown({ rules });
    expect(text).toContain('Needs 1 of <!subteam^S0123>: 0 so far');
    expect(text).toContain('Needs 2 of <!subteam^S0123>, because of the rule “large hand-over”: 1 so far');
  });

  test('stands above the datasets while votes are awaited', () => {
    const types = card(requestWith({ rules: [rule] })).blocks.map((block) => JSON.stringify(block));
    const at = (words: string) => types.findIndex((block) => block.includes(words));
    expect(at('Waiting for approval')).toBe(1);
    expect(at('Needs 1 of')).toBe(2);
    expect(at('"table"')).toBeGreaterThan(2);
  });
});

test('why it was rejected stands right below that it was, once', () => {
  const decision = {
    voter: emmy,
    choice: 'reject' as const,
    fingerprint: 'a1b2',
    policyHash: 'p',
    comment: 'Not before the audit',
    at: new Date('2026-10-01T12:00:00Z'),
  };
  const rejected = requestWith({ state: 'rejected', decision, votes: [decision] });
  const { blocks, text } = card(rejected);
  expect(JSON.stringify(blocks[1])).toMatch(/\*Rejected\* by Emmy Noether.*\\n>Not before the audit/);
  for (const all of [JSON.stringify(blocks), text]) expect(all.split('Not before the audit')).toHaveLength(2);
});

test('`status` says what became of a dataset once', () => {
  const items = [itemWith({ state: 'refused', reason: 'Domo denied the app access.' })];
  const { blocks } = cardBody(requestWith({ state: 'failed', items }), 'plain');
  expect(JSON.stringify(blocks).split('Domo denied the app access.')).toHaveLength(2);
});

test('an owner whom Domo does not list is named once', () => {
  const from = { id: 964382593, name: 'Domo id 964382593', standing: 'unknown' as const };
  expect(shown({ from })).toContain('*From* Domo id 964382593 (no person that Domo lists)');
  expect(shown({ from })).toContain('1 dataset from Domo id 964382593 to Carl');
});

test('two stewards of one name who may not approve are told apart', () => {
  const johann = (id: number) => ({ slackId: `U${id}`, name: 'Johann', email: `j${id}@example.com`, domoId: id });
  const excluded = [
    { person: johann(36), exclusion: 'own_request' as const },
    { person: johann(37), exclusion: 'incoming_owner' as const },
  ];
  expect(shown({ excluded })).toContain(
    'Cannot approve here: Johann · j36@example.com · Domo id 36 asked for it; ' +
      'Johann · j37@example.com · Domo id 37 would become the owner',
  );
});

test('without a table, what became of each dataset is told whole', () => {
  const items = Array.from({ length: 12 }, (_, nth) =>
    itemWith({
      datasetId: `0000000${nth.toString(16)}-54a4-4269-8c62-b776e67d59f0`,
      datasetName: `${'n'.repeat(79)}${nth.toString(16)}`,
      state: 'refused',
      reason: `${'r'.repeat(150)} because ${nth.toString(16)}`,
    }),
  );
  const text = JSON.stringify(cardBody(requestWith({ state: 'failed', items }), 'plain').blocks);
  for (const item of items) expect(text).toContain(`${item.datasetId.slice(0, 8)}…59f0 · refused: ${item.reason}`);
});
