import { requestStates } from '../../src/change/types.ts';
import { refusalSentence } from '../../src/slack/refusals.ts';
import { messageView } from '../../src/slack/views/message-view.ts';

const emmy = { slackId: 'U0EMMY00001', name: 'Emmy Noether' };
const at = new Date('2026-10-01T12:00:00Z');
const when = '(<!date^1790856000^{date_short_pretty} at {time}|2026-10-01 12:00 UTC>)';

describe('a late click', () => {
  test.each([
    ['approved', `was approved by Emmy Noether ${when} and is about to be applied`],
    ['applying', `was approved by Emmy Noether ${when} and is being applied`],
    ['partly_applied', `was approved by Emmy Noether ${when} and is partly applied`],
    ['failed', `was approved by Emmy Noether ${when} and failed`],
    ['rejected', `was rejected by Emmy Noether ${when}`],
    ['withdrawn', `was withdrawn by Emmy Noether ${when}`],
  ] as const)('of a request that is %s', (state, words) => {
    expect(refusalSentence({ why: 'already_settled', state, by: emmy, at })).toBe(
      `Nothing was done: this request ${words}. The card shows how it stands.`,
    );
  });

  test('says which of two people of one name decided', () => {
    const by = { ...emmy, email: 'emmy@example.com', domoId: 32 };
    expect(refusalSentence({ why: 'already_settled', state: 'rejected', by, at })).toContain(
      'rejected by Emmy Noether · emmy@example.com · Domo id 32 (',
    );
  });

  test('names nobody where nobody decided', () => {
    expect(refusalSentence({ why: 'already_settled', state: 'expired', at })).toContain(`request expired ${when}.`);
  });

  test.each(requestStates)('never says that the approver applied it (%s)', (state) => {
    expect(refusalSentence({ why: 'already_settled', state, by: emmy, at })).not.toMatch(/applied by/);
  });
});

test('who may not stop a run is told who may', () => {
  const sentence = refusalSentence({ why: 'may_not_stop', approvers: ['S0123'] });
  expect(sentence).toContain('the person who asked for this and its stewards may stop it (<!subteam^S0123>)');
});

test('what a small window says first names nobody by an id', () => {
  const approvers = ['S0123456789', 'S0123456780', 'S0123456781', 'U0EMMY00001', 'U0ADA000001', 'U0CARL00001'];
  const words = refusalSentence({ why: 'may_not_stop', approvers });
  const [first, whole] = messageView('Not done', words, 'warning', 'alert').blocks;
  expect(first).toMatchObject({
    type: 'alert',
    text: { type: 'plain_text', text: 'Only the person who asked for this and its stewards may stop it.' },
  });
  expect(JSON.stringify(whole)).toContain('(<!subteam^S0123456789>, ');
});

test('the command that was typed is the one that is named', () => {
  expect(refusalSentence({ why: 'no_such_request', number: 9 }, '/domo-schema')).toContain('`/domo-schema list`');
  expect(refusalSentence({ why: 'no_such_request' })).toContain('`/domo-owner list`');
});
