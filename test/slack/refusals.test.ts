import { requestStates } from '../../src/change/types.ts';
import { refusalSentence } from '../../src/slack/refusals.ts';
import { alertView } from '../../src/slack/views/message-view.ts';

const emmy = { slackId: 'U0EMMY00001', name: 'Emmy Noether' };
const at = new Date('2026-10-01T12:00:00Z');
const when = '<!date^1790856000^{date_short_pretty} at {time}|2026-10-01 12:00 UTC>';

describe('a late click', () => {
  test.each([
    ['approved', 'approved'],
    ['applying', 'approved'],
    ['partly_applied', 'approved'],
    ['failed', 'approved'],
    ['rejected', 'rejected'],
    ['withdrawn', 'withdrew'],
  ] as const)('of a request that is %s', (state, did) => {
    expect(refusalSentence({ why: 'already_settled', state, by: emmy, at })).toBe(
      `Too late: Emmy Noether ${did} this, ${when}.`,
    );
  });

  test('says that the new owner decided it', () => {
    const settled = { why: 'already_settled', by: emmy, at } as const;
    expect(refusalSentence({ ...settled, state: 'rejected', how: 'decline' })).toContain('Emmy Noether declined this');
    expect(refusalSentence({ ...settled, state: 'applying', how: 'accept' })).toContain('Emmy Noether accepted this');
  });

  test.each(requestStates)('is told in one alert, once, with one time (%s)', (state) => {
    const by = { ...emmy, name: 'R&D <'.repeat(60), email: `${'long'.repeat(30)}@example.com`, domoId: 1_234_567_890 };
    const words = refusalSentence({ why: 'already_settled', state, by, at });
    expect(alertView('Not done', words, 'warning').blocks).toEqual([
      { type: 'alert', level: 'warning', text: { type: 'mrkdwn', text: words, verbatim: true } },
    ]);
    expect(words.length).toBeLessThanOrEqual(200);
  });

  test('says which of two people of one name decided', () => {
    const by = { ...emmy, email: 'emmy@example.com', domoId: 32 };
    expect(refusalSentence({ why: 'already_settled', state: 'rejected', by, at })).toContain(
      'Emmy Noether · emmy@example.com · Domo ID 32 rejected',
    );
  });

  test('names nobody where nobody decided', () => {
    expect(refusalSentence({ why: 'already_settled', state: 'expired', at })).toBe(
      `Too late: this request expired, ${when}.`,
    );
  });

  test.each(requestStates)('never says that the approver applied it (%s)', (state) => {
    expect(refusalSentence({ why: 'already_settled', state, by: emmy, at })).not.toMatch(/applied/);
  });
});

test.each([
  ['bot', 'this account is a bot'],
  ['deactivated', 'your Slack account is deactivated'],
] as const)('a %s reads which of them it is', (outsider, what) => {
  expect(refusalSentence({ why: 'excluded', exclusion: outsider })).toBe(
    `You can't decide this: ${what}. Ask another steward.`,
  );
  expect(refusalSentence({ why: 'not_a_member', membership: outsider })).toBe(
    `Domo Steward is for full members only, and ${what}. Ask a full member to do this.`,
  );
});

test('who may not stop a run is told who may', () => {
  const sentence = refusalSentence({ why: 'may_not_stop', approvers: ['S0123'] });
  expect(sentence).toContain('Only the requester or a steward can stop this (<!subteam^S0123>)');
});

test('what is too long for an alert is said once, with its mentions', () => {
  const words = `Only these can stop this: ${'<@U0EMMY00001>, <!subteam^S0123456789>, '.repeat(6)}and Carl.`;
  expect(alertView('Not done', words, 'warning').blocks).toEqual([
    { type: 'section', text: { type: 'mrkdwn', text: words, verbatim: true } },
  ]);
});

test('the command that was typed is the one that is named', () => {
  expect(refusalSentence({ why: 'no_such_request', number: 9 }, '/domo-schema')).toContain('`/domo-schema list`');
  expect(refusalSentence({ why: 'no_such_request' })).toContain('`/domo-owner list`');
});
