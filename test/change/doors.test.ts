import { withDoors } from '../../src/change/doors.ts';
import { movedInSource } from '../../src/change/live-source.ts';
import type { PlanItem } from '../../src/change/types.ts';

const owner = { id: 1, name: 'A' };
const items = ['api', 'connector', 'hidden'].map(
  (datasetId): PlanItem => ({
    datasetId,
    datasetName: datasetId,
    pdp: false,
    change: { kind: 'owner', before: owner, after: { id: 2, name: 'B' } },
  }),
);
const made = new Map([
  ['api', { provider: 'api', transport: 'API' }],
  ['connector', { provider: 'snowflake', transport: 'CONNECTOR' }],
]);
const doors = (some: PlanItem[], found: Parameters<typeof withDoors>[1]) =>
  withDoors(some, found).map(({ door }) => door);
const none = new Set<string>();

test('without an access token the public API is tried, but for what it refused before', () => {
  expect(doors(items, { refusedBefore: none })).toEqual([undefined, undefined, undefined]);
  expect(doors(items, { refusedBefore: new Set(['hidden']) })).toEqual([undefined, undefined, 'hand']);
});

test('one dataset that needs the product door takes all with it which that door shows', () => {
  expect(doors(items, { made, refusedBefore: none })).toEqual(['product', 'product', undefined]);
  expect(doors(items, { made, refusedBefore: new Set(['hidden']) })).toEqual(['product', 'product', 'hand']);
});

test('what was made with the API goes through the public one, unless that refused it before', () => {
  const [api] = items;
  if (api === undefined) throw new Error();
  expect(doors([api], { made, refusedBefore: none })).toEqual([undefined]);
  expect(doors([api], { made, refusedBefore: new Set(['api']) })).toEqual(['product']);
  expect(doors([api], { made: new Map([['api', { provider: 'R', transport: 'API' }]]), refusedBefore: none })).toEqual([
    undefined,
  ]);
  expect(doors([api], { made: new Map([['api', {}]]), refusedBefore: none })).toEqual([undefined]);
});

test('what moved beside the owner', () => {
  const before = { id: '1', name: 'A', provider: 'x', transport: 'Y', tags: '["a"]', columnCount: 3 };
  expect(movedInSource(before, { ...before, description: '' })).toEqual([]);
  expect(movedInSource(before, { ...before, name: 'B', description: 'new', provider: 'z', tags: '[]' })).toEqual([
    'name',
    'description',
    'type',
    'tags',
  ]);
  expect(movedInSource(before, { ...before, columnCount: undefined })).toEqual(['number of columns']);
});
