import { noItems } from '../../../src/change/states.ts';
import { linksTo } from '../../../src/slack/views/lists.ts';
import { noticeMessage } from '../../../src/slack/views/notices.ts';
import type { RequestView } from '../../../src/workflow/tell/request-view.ts';
import { itemWith, requestWith } from './hostile.ts';

const linkTo = linksTo('https://academy.slack.com/');
const cardAt = { channel: 'C0STEWARDS', ts: '1790856000.000100' };

function dm(about: 'finished' | 'invalid' | 'received' | 'submitted', different: Partial<RequestView>) {
  return noticeMessage({ about, request: requestWith(different) }, linkTo);
}

describe('at the end the requester is told', () => {
  const items = Array.from({ length: 12 }, (_, n) =>
    itemWith({ datasetName: `Set ${n}`, state: 'refused', reason: 'Domo denied the app access.' }),
  );
  const total = 112;
  const counts = { ...noItems(), refused: 12, verified: 100 };
  const { text, blocks } = dm('finished', { state: 'partly_applied', items, total, counts, card: cardAt });

  test('what did not come about and why, up to ten', () => {
    expect(text).toContain('100 verified · 12 refused');
    expect(text).toMatch(/Set 0 · .* · refused: Domo denied the app access\./);
    expect(text).toContain('Set 9');
    expect(text).not.toContain('Set 10');
    expect(text).toContain('… and 2 more');
  });

  test('where to go on', () => {
    const link = '<https://academy.slack.com/archives/C0STEWARDS/p1790856000000100|the card of #42>';
    expect(JSON.stringify(blocks)).toContain(`To go on, open ${link}: \`Retry failed\`, \`Undo\`.`);
    expect(text).toContain('To go on, open the card of #42: `Retry failed`, `Undo`.');
  });

  test('also where no link can be made', () => {
    const request = requestWith({ state: 'failed', card: cardAt, items });
    expect(noticeMessage({ about: 'finished', request }).text).toContain('the card of #42 in <#C0STEWARDS>');
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
  expect(text).toBe('#42 · Change of owner could not be prepared, and nobody was asked.\n>Nothing found.');
  expect(dm('submitted', { state: 'preparing', ...bare }).text).not.toContain('dataset');
});

test.each([
  [1, 'You now own 1 more dataset in Domo, by request #42. It belonged to Leonhard Euler'],
  [2, 'You now own 2 more datasets in Domo, by request #42. They belonged to Leonhard Euler'],
])('the new owner of %i', (verified, words) => {
  const items = Array.from({ length: verified }, () => itemWith({ state: 'verified' }));
  expect(dm('received', { state: 'applied', items }).text).toContain(words);
});

describe('a reminder mentions', () => {
  const person = (slackId: string, domoId: number) => ({ slackId, name: slackId, domoId });
  const rule = (approvers: string[], needed: number, given: number) => ({ name: 'a rule', approvers, needed, given });
  const cast = (slackId: string, domoId: number, different: object = {}) => ({
    voter: person(slackId, domoId),
    choice: 'approve' as const,
    fingerprint: 'f',
    policyHash: 'p',
    at: new Date('2026-10-01T12:00:00Z'),
    ...different,
  });
  const mentioned = (different: Partial<RequestView>) => {
    const { blocks } = noticeMessage({ about: 'reminder', request: requestWith(different) });
    return [...JSON.stringify(blocks).matchAll(/<[@!](?:subteam\^)?(\w+)>/g)].map(([, id]) => id);
  };

  test('neither who voted, nor whose vote would not count, nor those of a rule that has enough', () => {
    const rules = [rule(['U1', 'U2', 'U3', 'U4'], 3, 1), rule(['U5', 'S6'], 1, 1)];
    const excluded = [{ person: person('U2', 2), exclusion: 'incoming_owner' as const }];
    expect(mentioned({ rules, excluded, votes: [cast('U1', 1)] })).toEqual(['U3', 'U4']);
  });

  test('a group as a whole, and who voted on another plan', () => {
    const votes = [cast('U1', 1, { void: 'voted on another plan' })];
    expect(mentioned({ rules: [rule(['U1', 'S6'], 2, 0)], votes })).toEqual(['U1', 'S6']);
  });

  test('another account of someone until they have voted', () => {
    const excluded = [{ person: person('U2', 1), exclusion: 'same_domo_user' as const }];
    expect(mentioned({ rules: [rule(['U2'], 1, 0)], excluded })).toEqual(['U2']);
    expect(mentioned({ rules: [rule(['U1', 'U2', 'U3'], 2, 1)], excluded, votes: [cast('U1', 1)] })).toEqual(['U3']);
  });
});

test('a schema request names its dataset without saying schema twice', () => {
  const dataset = { id: '2f09a073-54a4-4269-8c62-b776e67d59f0', name: 'Elastic Surfaces' };
  const different = { kind: 'schema' as const, from: undefined, to: undefined, dataset, items: [], total: 0 };
  expect(dm('finished', different).text).toContain('#42 · Change of schema: Elastic Surfaces · 2f09a073…59f0\n');
});
