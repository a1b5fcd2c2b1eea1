import fc from 'fast-check';
import { judgeBefore, type LiveDataset, movedFields } from '../../src/change/live-item.ts';
import type { Change } from '../../src/change/types.ts';

const owner: Change = { kind: 'owner', before: { id: 2, name: 'Leonhard' }, after: { id: 3, name: 'Carl' } };
const schema: Change = {
  kind: 'schema',
  before: [{ name: 'Friend', type: 'STRING' }],
  after: [{ name: 'Guest', type: 'STRING' }],
  renames: { Friend: 'Guest' },
};
const live: LiveDataset = { name: 'Party', owner: { id: 2, name: 'L. Euler' }, schema: { columns: schema.before } };

test.each([
  ['shows before: write', live, false, { next: 'write' }],
  ['shows after, and nothing of ours was sent', { ...live, owner: { id: 3, name: 'C' } }, false, { state: 'already' }],
  ['shows after, following our own attempt', { ...live, owner: { id: 3, name: 'C' } }, true, { state: 'verified' }],
  ['shows neither', { ...live, owner: { id: 9, name: 'Ada' } }, false, { state: 'drifted' }],
  ['was deleted', { ...live, deleted: true }, true, { state: 'drifted' }],
  ['shows no owner', { name: 'Party' }, false, { state: 'drifted' }],
])('a dataset that %s', (_, now, ours, expected) => {
  expect(judgeBefore(owner, now, ours)).toMatchObject(expected);
});

test('a description edited meanwhile does not make an owner item stale', () => {
  expect(judgeBefore(owner, { ...live, description: 'new' }, false)).toEqual({ next: 'write' });
});

test('a policy that has come to filter on a changed column refuses the item by name', () => {
  const policies = [{ name: 'Only friends', filters: [{ column: 'Friend' }] }];
  expect(judgeBefore(schema, { ...live, policies }, false)).toMatchObject({
    state: 'refused',
    reason: expect.stringContaining('Only friends'),
  });
});

test('columns that drifted are named, the first three, with what to do', () => {
  const before = ['Friend', 'Attending', 'Seat', 'Diet'].map((name) => ({ name, type: 'STRING' }));
  const change: Change = { kind: 'schema', before, after: before.slice(0, 3), renames: {} };
  const drift = (columns: typeof before) => {
    const judgement = judgeBefore(change, { ...live, schema: { columns } }, false);
    return judgement.next === 'settle' ? judgement.reason : undefined;
  };
  const [friend, , seat, diet] = before as [(typeof before)[0], unknown, (typeof before)[0], (typeof before)[0]];
  expect(drift([friend, { name: 'Going', type: 'STRING' }, seat, diet])).toBe(
    "Its columns changed after the plan was made: “Attending” is “Going” now. “Redo on today's columns” re-applies your edits to today's columns.",
  );
  expect(drift([friend, seat, { name: 'Diet', type: 'LONG' }])).toContain('“Attending” is gone, “Diet” is LONG now.');
  expect(drift([{ name: 'A', type: 'LONG' }])).toContain(' is gone, ');
  expect(drift([{ name: 'A', type: 'LONG' }])).toMatch(/, and 2 more\./);
});

const field = fc.constantFrom('name', 'description', 'pdpEnabled') as fc.Arbitrary<
  'name' | 'description' | 'pdpEnabled'
>;

test('whatever moves beside the owner is named; the owner itself and data loads are not', () => {
  fc.assert(
    fc.property(fc.uniqueArray(field), (moved) => {
      const before: LiveDataset = { ...live, description: 'd', pdpEnabled: false };
      const changed = { name: 'Other', description: 'e', pdpEnabled: true };
      const after = { ...before, owner: { id: 3, name: 'C' }, rows: 9, updatedAt: 'now' };
      for (const each of moved) Object.assign(after, { [each]: changed[each] });
      expect(movedFields(owner, before, after, 'whole').sort()).toEqual([...moved].sort());
    }),
  );
});

test('what a list leaves out did not move; what is gone from a whole read did', () => {
  const before = { ...live, description: 'd', pdpEnabled: true };
  const without = { ...before, schema: undefined, pdpEnabled: undefined };
  expect(movedFields(owner, before, { ...before, description: undefined }, 'listed')).toEqual(['description']);
  expect(movedFields(owner, before, without, 'listed')).toEqual([]);
  expect(movedFields(owner, before, without, 'whole')).toEqual(['schema', 'pdpEnabled']);
  expect(movedFields(schema, before, { ...before, owner: undefined }, 'whole')).toEqual(['owner']);
});

test('an owner that moved along with a schema is named', () => {
  expect(movedFields(schema, live, { ...live, owner: { id: 5, name: 'X' } }, 'whole')).toEqual(['owner']);
});
