import fc from 'fast-check';
import { diffSchema } from '../../../src/change/schema/diff.ts';
import { editResult } from '../../../src/change/schema/edit.ts';
import { foldName } from '../../../src/change/schema/renames.ts';
import { assessSchema, type FilterPolicy, type SchemaRisk } from '../../../src/change/schema/risk.ts';
import { type Column, risks } from '../../../src/change/types.ts';
import { draft } from './arbitraries.ts';

const before: Column[] = [
  { name: 'Friend', type: 'STRING' },
  { name: 'Born', type: 'DATE' },
  { name: 'Seat', type: 'LONG' },
  { name: 'Region', type: 'STRING' },
];
const regional: FilterPolicy = { name: 'By region', filters: [{ column: 'Region' }] };

function assess(
  after: Column[],
  renames: Record<string, string> = {},
  policies: FilterPolicy[] = [regional],
): SchemaRisk {
  return assessSchema({ diff: diffSchema(before, after, renames), before, after, policies });
}

/** The columns with one of them changed, by its position. */
function having(at: number, change: Partial<Column>): Column[] {
  return before.map((column, i) => (i === at ? { ...column, ...change } : column));
}

describe('assessSchema', () => {
  test('what is removed at the end shifts no CSV feed', () => {
    const { risk, reasons } = assess(before.slice(0, 2), {}, []);
    expect(risk).toBe('breaking');
    expect(reasons.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /is removed: cards and DataFlows that use this name will break; its values may be lost, Undo can't bring them back\.$/,
      ),
      expect.stringMatching(
        /is removed: cards and DataFlows that use this name will break; its values may be lost, Undo can't bring them back\.$/,
      ),
    ]);
  });

  test.each([
    ['shown, also in another case', { keyColumnNames: ['seat'] }, 'blocked', /stream 7 uses this column as a key/],
    [
      'not shown',
      {},
      'breaking',
      /“Seat” changes from LONG to DECIMAL: it may be a key of stream 7; Domo doesn't show its keys\./,
    ],
    ['none', { keyColumnNames: [] }, 'breaking', /it may be a key/],
    ['of another column', { keyColumnNames: ['Friend'] }, 'caution', undefined],
    ['of a stream that replaces', { updateMethod: 'replace' }, 'caution', undefined],
    ['of a stream that only adds', { updateMethod: 'APPEND' }, 'breaking', /it may be a key/],
    ['of a stream that does not say', { updateMethod: undefined }, 'breaking', /it may be a key/],
  ])('a column is retyped where the keys are %s', (_, stream, risk, reason) => {
    const after = having(2, { type: 'DECIMAL' });
    const streams = [{ id: 7, updateMethod: 'UPSERT', ...stream }];
    const found = assessSchema({ diff: diffSchema(before, after, {}), before, after, policies: [], streams });
    expect(found.risk).toBe(risk);
    expect(found.reasons.some((each) => /stream 7/.test(each.reason))).toBe(reason !== undefined);
    if (reason !== undefined) expect(found.reasons[0]?.reason).toMatch(reason);
  });

  test.each([
    ['nothing', before, {}, 'safe', undefined],
    [
      'added at the end',
      [...before, { name: 'x', type: 'LONG' }, { name: 'y', type: 'LONG' }],
      {},
      'safe',
      'is added at the end',
    ],
    ['added in the middle', before.toSpliced(1, 0, { name: 'x', type: 'LONG' }), {}, 'caution', 'at position 2'],
    ['moved', [before[1], before[0], before[2], before[3]] as Column[], {}, 'caution', 'match by position'],
    ['LONG → DOUBLE', having(2, { type: 'DOUBLE' }), {}, 'caution', 'longer than 15 digits'],
    ['LONG → DECIMAL', having(2, { type: 'DECIMAL' }), {}, 'caution', 'may differ'],
    ['DATE → DATETIME', having(1, { type: 'DATETIME' }), {}, 'caution', 'may differ'],
    ['DATE → STRING', having(1, { type: 'STRING' }), {}, 'caution', 'may differ'],
    ['LONG → DATE', having(2, { type: 'DATE' }), {}, 'breaking', "values that don't fit"],
    ['STRING → LONG', having(0, { type: 'LONG' }), {}, 'breaking', "values that don't fit"],
    [
      'removed',
      before.toSpliced(0, 1),
      {},
      'breaking',
      "“Friend” is removed: cards and DataFlows that use this name will break; its values may be lost, Undo can't bring them back; CSV uploads match by position, so values would land in the wrong columns.",
    ],
    ['renamed', having(0, { name: 'Guest' }), { Friend: 'Guest' }, 'breaking', 'renamed to “Guest”'],
    [
      'filtered on, removed',
      before.slice(0, 3),
      {},
      'blocked',
      "“Region” can't be removed: the policy “By region” filters on this column.",
    ],
    [
      'filtered on, renamed',
      having(3, { name: 'Area' }),
      { Region: 'Area' },
      'blocked',
      "can't be renamed: the policy “By region”",
    ],
    [
      'filtered on, retyped',
      having(3, { type: 'LONG' }),
      {},
      'blocked',
      "can't change its type: the policy “By region”",
    ],
    [
      'filtered on, moved',
      [before[3], before[0], before[1], before[2]] as Column[],
      {},
      'caution',
      '“Region” moves from position 4 to 1',
    ],
    [
      'case twins',
      [...before, { name: 'FRIEND', type: 'LONG' }],
      {},
      'blocked',
      '“FRIEND” and “Friend” differ only in case',
    ],
    [
      'twins but for a space',
      [...before, { name: 'Friend ', type: 'LONG' }],
      {},
      'blocked',
      'differ only in case or spaces',
    ],
    ['a space at the end', [...before, { name: 'Town ', type: 'LONG' }], {}, 'caution', 'starts or ends with a space'],
    ['the same name twice', [...before, { name: 'Friend', type: 'LONG' }], {}, 'blocked', '“Friend” appears twice'],
    ['no name', [...before, { name: ' ', type: 'LONG' }], {}, 'blocked', 'position 5 has no name'],
    ['an unknown type', [...before, { name: 'x', type: 'TEXT' }], {}, 'blocked', 'Domo knows STRING, DECIMAL'],
    ['a type in lower case', having(0, { type: 'long' }), {}, 'blocked', '“long”'],
    ['no columns left', [], {}, 'blocked', 'No column is left'],
  ])('%s', (_, after, renames, risk, words) => {
    const assessed = assess(after, renames);
    expect(assessed.risk).toBe(risk);
    if (words === undefined) expect(assessed.reasons).toEqual([]);
    else expect(assessed.reasons.find((one) => one.risk === risk && one.reason.includes(words))).toBeDefined();
  });

  test('what Domo already has is not held against a change that leaves it alone', () => {
    const odd = [
      { name: 'a', type: 'TIME' },
      { name: 'A', type: 'LONG' },
    ];
    const after = [...odd, { name: 'b', type: 'LONG' }];
    expect(assessSchema({ diff: diffSchema(odd, after, {}), before: odd, after, policies: [] }).risk).toBe('safe');
  });

  test('a filter written in another case still blocks, unless it names another column exactly', () => {
    const shouting = { name: 'Loud', filters: [{ column: 'REGION' }] };
    expect(assess(before.slice(0, 3), {}, [shouting]).risk).toBe('blocked');
    const both = [...before, { name: 'REGION', type: 'STRING' }];
    const after = both.filter(({ name }) => name !== 'Region');
    expect(assessSchema({ diff: diffSchema(both, after, {}), before: both, after, policies: [shouting] }).risk).toBe(
      'breaking',
    );
  });

  test('every policy is named', () => {
    const two = [regional, { name: 'Managers', filters: [{ column: 'Seat' }, { column: 'Region' }] }];
    expect(assess(before.slice(0, 3), {}, two).reasons[0]?.reason).toContain(
      'the policies “By region”, “Managers” filter on this column',
    );
  });

  test('the risk is the worst reason, which comes first, and one more policy never lowers it', () => {
    fc.assert(
      fc.property(draft, fc.nat(), (one, n) => {
        const { after, renames } = editResult(one);
        const change = { diff: diffSchema(one.before, after, renames), before: one.before, after };
        const free = assessSchema({ ...change, policies: [] });
        const filter = one.before[n % Math.max(1, one.before.length)]?.name ?? 'x';
        const bound = assessSchema({ ...change, policies: [{ name: 'p', filters: [{ column: filter }] }] });

        const rank = ({ risk }: { risk: SchemaRisk['risk'] }): number => risks.indexOf(risk);
        expect(Math.max(0, ...free.reasons.map(rank))).toBe(rank(free));
        expect(free.reasons.map(rank)).toEqual(free.reasons.map(rank).toSorted((a, b) => b - a));
        expect(rank(bound)).toBeGreaterThanOrEqual(rank(free));
      }),
    );
  });

  test('no change is safe but an addition at the end', () => {
    fc.assert(
      fc.property(draft, (one) => {
        const { after, renames } = editResult(one);
        const diff = diffSchema(one.before, after, renames);
        const { risk } = assessSchema({ diff, before: one.before, after, policies: [] });
        if (risk !== 'safe') return;
        expect(after.slice(0, one.before.length)).toEqual(one.before);
      }),
    );
  });
});

test('names that nobody can tell apart by looking are twins', () => {
  for (const twin of ['First name', 'First\u00a0name', 'First na\u200bme', '\ufefffirst name ']) {
    expect(foldName(twin)).toBe('first name');
  }
});
