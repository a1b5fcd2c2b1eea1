import { cast } from '../cast.ts';
import { seedUses } from './seed-uses.ts';
import type { WorldColumn } from './types.ts';
import type { World } from './world.ts';

/** Ids in the seed that stories and tests name. */
export const seeded = {
  support: 27,
  gauss: 28,
  euler: 29,
  /** Active in Slack's past only; deleted in Domo, and still an owner. */
  fermat: 38,
  abel: 40,
  numberTheory: 501,
  /** A group that owns five datasets, of which three are not made with the API. */
  observatory: 502,
  /** An owner that is no user and no group. */
  unknownOwner: 964382593,
  ideas: '317970a1-6a6e-4f70-8e09-44cf5f34cf44',
  party: '4405ff58-1957-45f0-82bd-914d989a3ea3',
  rowSecurity: '9d2c7f10-5b0e-4c3b-8f7a-0e7b6c1d2a33',
  /** Seven cards, a DataFlow, a view, an alert and two Beast Modes use it, most of them its column `Weight`. */
  surfaces: 'c8f2e6d3-1b05-4f3a-8e72-4d6a9b8c5f21',
  /** The view of it. */
  heavyOnly: 'd9a3f7e4-2c16-4a4b-9f83-5e7bac9d6a32',
  manyColumns: 'b7e1d5c2-0a94-4e2f-9d61-3c5f8a7e4b10',
  connector: 'c3a9e4f7-6d28-4b15-a0c9-7f1e2d3b4a56',
  groupOwned: 'd1f0b2a3-4c5d-4e6f-8a9b-0c1d2e3f4a5b',
  /** An upsert stream feeds it, which tells rows apart by `Theorem`. */
  upsert: 'f3b2d4c5-7e8f-4a91-8b0c-2d3e4f5a6b7c',
  /** What a DataFlow makes of the observatory's datasets. */
  orbits: 'a4c3e5d6-8f90-4b12-9c1d-3e4f5a6b7c8d',
  unknownOwned: 'e2a1c3b4-5d6e-4f70-9b8a-1d0c2e3f4a5c',
} as const;

/** Of one person, Domo knows all that it can know. */
const wellKnown = {
  phone: '801-555-0128',
  alternateEmail: 'gauss@example.org',
  location: 'Göttingen',
  employeeNumber: 1777,
};

const eulersDatasets = [
  'Analysis of the Infinite',
  'Basel Sums',
  'Bridges of Königsberg',
  'Letters to a Princess',
  'Fluid Flow, Weekly',
  'Latin Squares',
  'Partitions',
  'Polyhedra (V − E + F)',
  'Primes and Zeta',
  'Ship Building',
  'Music & Tuning <1739>',
  'Zodiac',
];

/**
 * A small company of mathematicians: the cast, two people deleted in Domo who own datasets, twins of one name, a group and an
 * unknown id as owners, row security, a connector's dataset and one of 1,000 columns. Leonhard Euler owns 12.
 */
export function seedWorld(world: World): void {
  for (const person of cast) {
    if (person.domoId === null) continue;
    const role = person.role === 'api client' ? 'Admin' : 'Editor';
    const known = person.domoId === seeded.gauss ? wellKnown : {};
    world.addUser({ id: person.domoId, name: person.name, email: person.email, role, ...known });
  }
  world.addUser({ id: seeded.abel, name: 'Niels Henrik Abel', email: 'niels@example.com' });
  world.addGroup({ id: seeded.numberTheory, name: 'Number Theory', memberIds: [31, 34] });
  world.addGroup({ id: seeded.observatory, name: 'Observatory', memberIds: [31, 32], type: 'closed' });

  eulersDatasets.forEach((name, index) => {
    world.addDataset({ id: seedId(index + 1), name, ownerId: seeded.euler, rows: 1707 * (index + 1) });
  });
  world.addDataset({
    id: seeded.ideas,
    name: 'Ideas Regarding Physics',
    description: 'Notes',
    ownerId: seeded.support,
    rows: 1289280,
    columnCount: 9,
    createdAt: '2013-09-24T20:51:48Z',
    streamId: 662,
  });
  world.addDataset({
    id: seeded.party,
    name: 'Leonhard Euler Party',
    description: 'Mathematician Guest List',
    ownerId: seeded.support,
    createdAt: '2016-06-21T17:20:36Z',
    streamId: 663,
  });
  world.addDataset({ id: seedId(21), name: 'Least Squares', ownerId: seeded.gauss });
  world.addDataset({ id: seeded.surfaces, name: 'Elastic Surfaces', ownerId: 31, columns: typedColumns, columnNotes });
  world.addDataset({ id: seedId(23), name: 'Brachistochrone', ownerId: 36 });
  world.addDataset({ id: seedId(24), name: 'Brachistochrone', ownerId: 37 });
  world.addDataset({ id: seedId(25), name: 'Margins', ownerId: seeded.fermat });
  world.addDataset({ id: seedId(26), name: 'Little Theorems', ownerId: seeded.fermat });
  world.addDataset({ id: seedId(27), name: 'Quintics', ownerId: seeded.abel });
  world.addDataset({ id: seeded.groupOwned, name: 'Group Theory', ownerId: seeded.numberTheory });
  world.addDataset({ id: seeded.unknownOwned, name: 'Found in the Attic', ownerId: seeded.unknownOwner });
  world.addDataset({ id: seeded.rowSecurity, name: 'Salaries', ownerId: 32, columns: typedColumns, masks, rows: 314 });
  world.addPolicy(seeded.rowSecurity, {
    name: 'Own region',
    filters: [{ column: 'Region', values: ['Basel'], operator: 'EQUALS', not: false }],
    users: [31, 34],
  });
  seedKinds(world);
  world.addDataset({ id: seeded.manyColumns, name: 'Digits of Pi', ownerId: 31, columns: wideColumns(1000) });
  world.addDataset({
    id: seeded.connector,
    name: 'Observatory Feed',
    ownerId: 31,
    columns: typedColumns,
    kind: 'connector',
    streamId: 664,
    accountId: 71,
    rows: 42,
  });
  seedUses(world, { ...seeded, comets: seedId(31) });
  // They left, and what they owned is still theirs.
  for (const id of [seeded.fermat, seeded.abel]) world.deleteUser(id);
}

/** What a company has beside datasets made with the API: most of these belong to a group. */
function seedKinds(world: World): void {
  world.addAccount({ id: 71, name: 'Observatory Sheets', provider: 'google-sheets', ownerId: seeded.fermat });
  const owned = { ownerId: seeded.observatory, columns: starColumns, rows: 1801 };
  world.addDataset({ id: seedId(31), name: 'Comets', ...owned, kind: 'connector', provider: 'snowflake-internal' });
  world.addDataset({ id: seedId(32), name: 'Minor Planets', ...owned });
  world.addDataset({ id: seedId(33), name: 'Plate Archive', ...owned, kind: 'workbench', tags: ['archive', '1801'] });
  world.addDataset({ id: seedId(34), name: 'Star Catalogue', ...owned });
  world.addDataset({ id: seeded.orbits, name: 'Orbits', ...owned, kind: 'dataflow' });
  world.addDataset({ id: seeded.heavyOnly, name: 'Heavy Only', ownerId: 31, kind: 'view', viewOf: seeded.surfaces });
  world.addDataset({ id: seedId(35), name: 'Guest Book', ownerId: 31, kind: 'webform' });
  world.addDataset({
    id: seeded.upsert,
    name: 'Theorems, Numbered',
    ownerId: 31,
    columns: theoremColumns,
    streamId: 665,
    updateMethod: 'UPSERT',
    keyColumns: ['Theorem'],
  });
}

const masks = [{ id: 9, name: 'Salaries hidden', column: 'Salary', values: ['hash'] }];

const columnNotes = { Weight: { description: 'In grams', tags: ['measured'], synonyms: ['mass'] } };

const starColumns: readonly WorldColumn[] = [
  { name: 'Star', type: 'STRING' },
  { name: 'Magnitude', type: 'DOUBLE' },
  { name: 'Observed', type: 'DATETIME' },
];

const theoremColumns: readonly WorldColumn[] = [
  { name: 'Theorem', type: 'LONG' },
  { name: 'Statement', type: 'STRING' },
  { name: 'Proved', type: 'DATE' },
];

const typedColumns: readonly WorldColumn[] = [
  { name: 'Name', type: 'STRING' },
  { name: 'Region', type: 'STRING' },
  { name: 'Salary', type: 'DECIMAL' },
  { name: 'Papers', type: 'LONG' },
  { name: 'Weight', type: 'DOUBLE' },
  { name: 'Hired', type: 'DATE' },
  { name: 'Changed', type: 'DATETIME' },
];

/** Columns `Digit 1` … of all the types in turn. */
function wideColumns(count: number): WorldColumn[] {
  const types = ['LONG', 'STRING', 'DECIMAL', 'DOUBLE', 'DATE', 'DATETIME'];
  return Array.from({ length: count }, (_, index) => ({
    name: `Digit ${index + 1}`,
    type: types[index % types.length] ?? 'STRING',
  }));
}

/** Ids that differ where people look: in the first characters. */
function seedId(index: number): string {
  const first = ((index * 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${first}-5eed-4000-8000-${String(index).padStart(12, '0')}`;
}
