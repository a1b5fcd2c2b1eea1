import type { DatasetKind } from './kinds.ts';
import type { WorldColumn } from './types.ts';
import type { World } from './world.ts';

export interface GenerateOptions {
  datasets: number;
  people: number;
  /** So many cards each, and to every tenth a DataFlow; default 0. */
  cards?: number | undefined;
  /** Most datasets come from connectors, DataFlows and the like, as in a real company; default: all are made with the API. */
  kinds?: boolean | undefined;
  /** The same seed makes the same world. */
  seed?: number | undefined;
}

/** Ids of generated people start here, clear of the seed's. */
const firstGeneratedUser = 10_000;

const subjects = 'Sales Orders Invoices Visits Tickets Stock Payroll Leads Returns Forecast Shipments Survey'.split(
  ' ',
);
const scopes = 'Daily Weekly EMEA APAC Americas Global Draft Final Legacy Finance Retail Online'.split(' ');
const firstNames = 'Ada Alan Bernhard David Emmy Felix Georg Henri Issai Julia Karl Maryam Niels Olga Paul'.split(' ');
const lastNames = 'Abel Banach Cantor Dirichlet Erdos Frege Galois Hilbert Ito Jacobi Klein Lagrange'.split(' ');

/**
 * Adds people and datasets, the same ones each time. Some people own far more than others, as in life: half of all datasets
 * belong to about a seventh of the people. Names come twice; ids are in no order. 100,000 datasets take well under a second.
 */
export function generateWorld(
  world: World,
  { datasets, people, cards = 0, kinds = false, seed = 1 }: GenerateOptions,
): void {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  for (let index = 0; index < people; index += 1) {
    const name = `${pick(firstNames)} ${pick(lastNames)}`;
    world.addUser({ id: firstGeneratedUser + index, name, deleted: index % 97 === 96 });
  }
  const columns: readonly (readonly WorldColumn[])[] = [2, 5, 9, 14].map(sharedColumns);
  for (let index = 0; index < datasets; index += 1) {
    const owner = people > 0 ? firstGeneratedUser + Math.floor(people * random() ** 3) : 27;
    const scope = pick(scopes);
    const id = generatedId(index, random);
    world.addDataset({
      id,
      name: `${scope} ${pick(subjects)} ${1 + (index % 9_000)}`,
      ownerId: owner,
      columns: pick(columns),
      rows: index,
      kind: kinds ? kindsInTurn[index % kindsInTurn.length] : 'api',
    });
    if (cards > 0) generateUses(world, id, { cards, first: (100_000 + index) * cards, ownerId: owner });
  }
}

function generateUses(
  { uses }: World,
  datasetId: string,
  { cards, first, ownerId }: { cards: number; first: number; ownerId: number },
): void {
  const columns = ['Column 1', 'Column 2'];
  for (let id = first; id < first + cards; id += 1) {
    uses.addCard({ id, title: `Card ${id}`, ownerId, datasetId, columns });
  }
  if ((first / cards) % 10 !== 0) return;
  const flow = { inputs: [datasetId], outputs: [], columns, databaseType: 'MAGIC' as const };
  uses.addDataflow({ id: first, name: `Flow ${first}`, ownerId, ...flow });
}

/** Of ten datasets, what each is. */
const kindsInTurn = [
  'connector',
  'api',
  'dataflow',
  'connector',
  'dataflow',
  'api',
  'connector',
  'workbench',
  'view',
  'webform',
] as const satisfies DatasetKind[];

/** Mulberry32: small, and the same on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function generatedId(index: number, random: () => number): string {
  const hex = Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
  return `${hex}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

function sharedColumns(count: number): WorldColumn[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `Column ${index + 1}`,
    type: index % 3 === 2 ? 'LONG' : 'STRING',
  }));
}
