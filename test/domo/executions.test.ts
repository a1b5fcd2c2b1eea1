import { hasActiveExecution } from '../../src/domo/executions.ts';

/** A stream's executions, as a Domo that lists them so would give them; resolves to whether one is active, and the calls. */
async function look(all: { id: number; currentState?: string }[], ignoresOffset = false) {
  let calls = 0;
  const isActive = await hasActiveExecution(async (limit, offset) => {
    calls += 1;
    return ignoresOffset ? all.slice(0, limit) : all.slice(offset, offset + limit);
  });
  return { isActive, calls };
}

function ended(count: number): { id: number; currentState: string }[] {
  return Array.from({ length: count }, (_, nth) => ({ id: nth + 1, currentState: 'SUCCESS' }));
}

test.each([
  ['none', [], { isActive: false, calls: 1 }],
  ['one that goes on, in any case', [{ id: 1, currentState: 'Active' }], { isActive: true, calls: 1 }],
  ['a state that Domo leaves out', [{ id: 1 }], { isActive: false, calls: 1 }],
  ['oldest first: all pages', [...ended(1000), { id: 1001, currentState: 'ACTIVE' }], { isActive: true, calls: 3 }],
  ['newest first: the first page is enough', ended(2000).reverse(), { isActive: false, calls: 1 }],
])('%s', async (_, all, expected) => {
  expect(await look(all)).toEqual(expected);
});

test('a Domo that gives the same page for ever is asked twice', async () => {
  expect(await look(ended(600), true)).toEqual({ isActive: false, calls: 2 });
});
