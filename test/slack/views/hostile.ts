import fc from 'fast-check';
import { noItems } from '../../../src/change/states.ts';
import { doors, followUpPurposes, itemStates, requestStates } from '../../../src/change/types.ts';
import type { Life, LifeEvent } from '../../../src/workflow/tell/life.ts';
import type { RequestView } from '../../../src/workflow/tell/request-view.ts';
import { requestWith } from './plain.ts';

/** What may mention, fake a link, begin a formula, turn the writing direction or be cut in two. */
export const hostileBits = [
  '<!channel>',
  '<@U1>',
  '<!date^',
  '&',
  '<',
  '>',
  '*',
  '_',
  '`',
  ':x:',
  '\n',
  '\u202e',
  'שלום',
  '😀',
  '👩‍🚀',
  '@here',
  '=1+1',
  'a',
];

/** Names and reasons as the worst people write them. */
export const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...hostileBits), { minLength: 1, maxLength: 400 }).map((parts) => parts.join('')),
  fc.constant('&'.repeat(500)),
  fc.constant('N'.repeat(500)),
  fc.constant(''),
);

const person = fc.record({
  slackId: fc.constantFrom('U0SOPHIE001', 'U0EMMY00001', 'W1'),
  name: hostileText,
  email: fc.option(fc.constant(`${'x'.repeat(200)}@example.com`), { nil: undefined }),
  domoId: fc.constantFrom(31, null, undefined),
});
const owner = fc.record({
  id: fc.integer({ min: 1, max: 2 ** 40 }),
  name: hostileText,
  email: fc.option(fc.emailAddress(), { nil: undefined }),
  standing: fc.constantFrom('active' as const, 'deleted' as const, 'unknown' as const, undefined),
});
const at = new Date('2026-10-01T12:00:00Z');

const item = fc.record({
  datasetId: fc.uuid(),
  datasetName: hostileText,
  alike: fc.boolean(),
  pdp: fc.boolean(),
  change: fc.record({ kind: fc.constant('owner' as const), before: owner, after: owner }),
  door: fc.constantFrom(...doors),
  byHand: fc.boolean(),
  state: fc.constantFrom(...itemStates),
  reason: fc.option(hostileText, { nil: undefined }),
});

const vote = fc.record({
  voter: person,
  choice: fc.constantFrom('approve' as const, 'reject' as const),
  fingerprint: fc.constant('a1b2c3d4'),
  policyHash: fc.constant('p'),
  comment: fc.option(hostileText, { nil: undefined }),
  at: fc.constant(at),
  void: fc.option(hostileText, { nil: undefined }),
});

const decision = fc.record({
  by: person,
  choice: fc.constantFrom('approve' as const, 'reject' as const, 'accept' as const, 'decline' as const),
  comment: fc.option(hostileText, { nil: undefined }),
  at: fc.constant(at),
});

const acceptance = fc.record({
  state: fc.constantFrom('missing' as const, 'by_asking' as const, 'accepted' as const, 'declined' as const),
  given: fc.option(
    fc.record({
      owner: person,
      choice: fc.constantFrom('accept' as const, 'decline' as const),
      comment: fc.option(hostileText, { nil: undefined }),
      at: fc.constant(at),
    }),
    { nil: undefined },
  ),
  void: fc.option(hostileText, { nil: undefined }),
});

const question = fc.record({
  id: fc.uuid(),
  asker: person,
  text: hostileText,
  askedAt: fc.constant(at),
  answer: fc.option(fc.record({ text: hostileText, at: fc.constant(at) }), { nil: undefined }),
});

const linked = fc.record({
  number: fc.nat(),
  purpose: fc.constantFrom(...followUpPurposes),
  state: fc.constantFrom(...requestStates),
  link: fc.constantFrom('https://academy.slack.com/archives/C0123456789/p1700000000000100', undefined),
});

/** Any request there can be, of 1 to 3,000 datasets. */
export const anyRequest: fc.Arbitrary<RequestView> = fc
  .record({
    state: fc.constantFrom(...requestStates),
    requester: person,
    reason: hostileText,
    from: owner,
    to: owner,
    inSlack: fc.constantFrom({ slackId: 'U0CARL00001', name: '<!here> K.' }, null, undefined),
    alike: fc.array(fc.nat(), { maxLength: 2 }),
    total: fc.constantFrom(1, 2, 100, 3000),
    items: fc.array(item, { minLength: 1, maxLength: 5 }),
    rules: fc.array(
      fc.record({
        name: hostileText,
        approvers: fc.array(fc.constantFrom('S0123', 'U0123', 'nonsense <!channel>'), { maxLength: 50 }),
        approverNames: fc.array(hostileText, { maxLength: 10 }),
        fallbackNames: fc.array(hostileText, { maxLength: 3 }),
        needed: fc.nat(9),
        given: fc.nat(9),
        able: fc.array(person, { maxLength: 5 }),
        ableCount: fc.nat(500),
        notLookedUp: fc.nat(500),
      }),
      { maxLength: 12 },
    ),
    allAway: fc.record({
      rules: fc.array(hostileText, { maxLength: 6 }),
      joining: fc.record({ people: fc.array(person), at: fc.constant(at) }),
    }),
    votes: fc.array(vote, { maxLength: 20 }),
    decision: fc.option(decision, { nil: undefined }),
    acceptance: fc.option(acceptance, { nil: undefined }),
    secured: fc.nat(3000),
    warnings: fc.array(hostileText, { maxLength: 20 }),
    mentioned: fc.subarray(['U0SOPHIE001', 'U0EMMY00001']),
    planPosted: fc.boolean(),
    domoUrl: fc.constantFrom('https://acme.domo.com', undefined),
    hand: fc.option(
      fc.record({
        asked: fc.nat(3000),
        holder: fc.option(person, { nil: undefined }),
        until: fc.constant(at),
        people: fc.array(hostileText, { maxLength: 5 }),
      }),
      { nil: undefined },
    ),
    minutesLeft: fc.constantFrom(4, undefined),
    problem: fc.option(hostileText, { nil: undefined }),
    stoppedBy: fc.option(person, { nil: undefined }),
    stillOwned: fc.option(fc.nat(5000), { nil: undefined }),
    askedBefore: fc.option(
      fc.record({
        number: fc.nat(),
        by: fc.record({ slackId: fc.constant('U0ADA000001'), name: hostileText }),
        at: fc.constant('2026-10-01T12:00:00.000Z'),
        comment: fc.option(hostileText, { nil: undefined }),
        changed: fc.subarray(['new owner' as const, 'other datasets' as const]),
      }),
      { nil: undefined },
    ),
    questions: fc.array(question, { maxLength: 40 }),
    origin: fc.option(linked, { nil: undefined }),
    followUps: fc.array(linked, { maxLength: 4 }),
    excluded: fc.array(fc.record({ person, exclusion: fc.constant('own_request' as const) }), { maxLength: 30 }),
    leftOut: fc.array(fc.record({ datasetId: fc.uuid(), datasetName: hostileText, heldBy: fc.nat() }), {
      maxLength: 40,
    }),
  })
  .map((drawn) => requestWith({ ...drawn, items: repeat(drawn.items, Math.min(100, drawn.total)) }));

/** Whatever may have happened, said by the worst people. */
export const anyLife: fc.Arbitrary<Life> = fc.record({
  events: fc.array(
    fc
      .record({
        who: fc.option(person, { nil: undefined }),
        text: hostileText,
        rules: fc.array(hostileText, { maxLength: 6 }),
      })
      .chain(({ who, text, rules }) =>
        fc.constantFrom<LifeEvent>(
          { at, who, what: 'asked' },
          { at, who, what: 'escalated', rules },
          { at, who, what: 'question', text: text.repeat(3) },
          { at, who, what: 'approve', text, rules, policyHash: 'f'.repeat(64) },
          { at, who, what: 'recounted', text },
          { at, who, what: 'began', uncounted: [{ name: text, why: text }] },
          { at, who, what: 'ended', state: 'failed', counts: { ...noItems(), unverified: 3000 }, text },
        ),
      ),
    { maxLength: 150 },
  ),
  auditHash: fc.constantFrom('f'.repeat(64), undefined),
});

const repeat = <T>(some: T[], count: number) => Array.from({ length: count }, (_, at) => some[at % some.length] as T);
