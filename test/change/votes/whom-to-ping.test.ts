import fc from 'fast-check';
import { betweenPings, type Candidate, whomToPing } from '../../../src/change/votes/whom-to-ping.ts';

const now = new Date('2026-03-03T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const person = (slackId: string, different: Partial<Candidate> = {}): Candidate => ({
  slackId,
  away: false,
  ...different,
});
const ids = (...rules: Candidate[][]) => whomToPing(rules, now).map(({ slackId }) => slackId);

test('five at a time, those who were not called yet first, then who was called longest ago', () => {
  const group = [
    person('A', { pingedAt: ago(betweenPings) }),
    person('B', { pingedAt: ago(2 * betweenPings) }),
    ...['C', 'D', 'E', 'F'].map((id) => person(id)),
  ];
  expect(ids(group)).toEqual(['C', 'D', 'E', 'F', 'B']);
});

test('nobody twice within four hours, and nobody is left out for it', () => {
  const group = [person('A', { pingedAt: ago(betweenPings - 1) }), person('B')];
  expect(whomToPing([group], now)).toEqual([
    { slackId: 'B', dueAt: now },
    { slackId: 'A', dueAt: new Date(now.getTime() + 1) },
  ]);
});

test('whoever is away comes last, whoever sleeps is called when their quiet hours end', () => {
  const morning = new Date('2026-03-04T07:00:00Z');
  const group = [person('A', { away: true }), person('B', { quietUntil: morning }), person('C')];
  expect(whomToPing([group], now)).toEqual([
    { slackId: 'C', dueAt: now },
    { slackId: 'B', dueAt: morning },
    { slackId: 'A', dueAt: now },
  ]);
});

test('each rule gets somebody before one gets a second', () => {
  const many = ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => person(id));
  expect(ids(many, [person('X')])).toEqual(['A', 'X', 'B', 'C', 'D']);
});

test('never more than five, none twice, none too soon', () => {
  const candidate = fc.record({
    slackId: fc.constantFrom(...'ABCDEFGHIJ'),
    away: fc.boolean(),
    pingedAt: fc.option(fc.integer({ min: 0, max: 3 * betweenPings }).map(ago), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(candidate, { selector: ({ slackId }) => slackId })), (rules) => {
      const chosen = whomToPing(rules, now);
      expect(chosen.length).toBeLessThanOrEqual(5);
      expect(new Set(chosen.map(({ slackId }) => slackId)).size).toBe(chosen.length);
      for (const { slackId, dueAt } of chosen) {
        const calls = rules.flat().flatMap((each) => (each.slackId === slackId ? (each.pingedAt?.getTime() ?? 0) : []));
        expect(dueAt.getTime() - Math.min(...calls)).toBeGreaterThanOrEqual(betweenPings);
      }
    }),
  );
});
