import { type DatasetSort, sortIds } from './dataset-order.ts';
import { createFeed, type Listener } from './feed.ts';
import { type DatasetKind, setByItsSource } from './kinds.ts';
import type {
  EventKind,
  OwnerType,
  WorldAccount,
  WorldChange,
  WorldColumn,
  WorldDataset,
  WorldEvent,
  WorldExecution,
  WorldGroup,
  WorldPolicy,
  WorldUser,
} from './types.ts';
import { createUses, type Uses } from './uses.ts';

/** What a new dataset needs; the rest has defaults. */
export type NewDataset = Pick<WorldDataset, 'id' | 'name' | 'ownerId'> & Partial<WorldDataset>;
export type NewUser = Pick<WorldUser, 'id' | 'name'> & Partial<WorldUser>;
export type DatasetEdit = Partial<Omit<WorldDataset, 'id'>>;

/** A Domo instance's data, in memory. Its methods are what people do in Domo's own pages, behind the app's back. */
export interface World {
  dataset(id: string): WorldDataset | undefined;
  user(id: number): WorldUser | undefined;
  group(id: number): WorldGroup | undefined;
  users(): WorldUser[];
  groups(): WorldGroup[];
  /** Ids of the datasets that are not deleted, in an order that is kept until something moves. */
  datasetIds(sort?: DatasetSort): readonly string[];
  /** Those that a stream feeds, deleted ones not among them, in the order of their ids. */
  fedByStreams(): WorldDataset[];
  /** Without a type, that of whoever has the number: a user, else a group. */
  ownedBy(ownerId: number, type?: OwnerType): WorldDataset[];
  /** The name Domo shows for an owner: a user's, a group's, or none. */
  ownerName(id: number, type?: OwnerType): string;
  /** What hangs on datasets. */
  uses: Uses;
  addUser(user: NewUser): WorldUser;
  deleteUser(id: number): void;
  addGroup(group: WorldGroup): void;
  account(id: number): WorldAccount | undefined;
  addAccount(account: WorldAccount): void;
  addDataset(dataset: NewDataset): WorldDataset;
  deleteDataset(id: string): void;
  setOwner(id: string, ownerId: number, ownerType?: OwnerType): void;
  setSchema(id: string, columns: readonly WorldColumn[]): void;
  /** Other columns at its source: Domo has them after the next run. */
  setSource(id: string, columns: readonly WorldColumn[]): void;
  setDescription(id: string, description: string | undefined): void;
  rename(id: string, name: string): void;
  /** Those of a dataset's stream, oldest first; new ones are pushed here. */
  executions(datasetId: string): WorldExecution[];
  /** An id that no policy has yet. */
  newPolicyId(): number;
  addPolicy(id: string, policy: Partial<WorldPolicy> & Pick<WorldPolicy, 'name' | 'filters'>): WorldPolicy;
  /** Its source runs: the columns are again what the source has. Nothing happens to a dataset without one. */
  runConnector(id: string): void;
  /** What the API and the methods above do it with. Throws for an unknown id. */
  edit(id: string, edit: DatasetEdit, by: WorldChange['by'], action: string, actorId?: number): WorldDataset;
  /** Whose hands do what is done behind the app's back: a Domo user, for the activity log. */
  handsOf: number;
  /** Domo's activity log, its last 10,000 lines, oldest first. */
  events(): readonly WorldEvent[];
  /** Adds a line to it about something that changes nothing. */
  log(event: Omit<WorldEvent, 'time'>): void;
  onChange(listener: Listener<WorldChange>): () => void;
}

const eventLimit = 10_000;

export function createWorld(now: () => Date, handsOf = 0): World {
  const users = new Map<number, WorldUser>();
  const groups = new Map<number, WorldGroup>();
  const accounts = new Map<number, WorldAccount>();
  const datasets = new Map<string, WorldDataset>();
  /** Ids of the few that a stream feeds: nobody looks for them among 100,000. */
  const fed = new Set<string>();
  const executions = new Map<string, WorldExecution[]>();
  const orders = new Map<DatasetSort, string[]>();
  const events: WorldEvent[] = [];
  const changes = createFeed<WorldChange>();
  const uses = createUses();
  let nextPolicyId = 3607;

  function datasetOrThrow(id: string): WorldDataset {
    const found = datasets.get(id);
    if (!found) throw new Error(`The sandbox has no dataset ${id}`);
    return found;
  }

  function edit(
    id: string,
    change: DatasetEdit,
    by: WorldChange['by'],
    action: string,
    actorId?: number,
  ): WorldDataset {
    const dataset = datasetOrThrow(id);
    const { ownerId, ownerType = ownerId === undefined ? dataset.ownerType : typeOf(ownerId) } = change;
    Object.assign(dataset, change, { ownerType, updatedAt: now().toISOString() });
    if (change.streamId !== undefined) fed.add(id);
    forgetOrders(change);
    const userId = actorId ?? world.handsOf;
    log({ userId, kind: kindOfEdit(change), objectType: 'DATA_SOURCE', objectId: id, objectName: dataset.name });
    changes.tell({ by, action, datasetId: id });
    return dataset;
  }

  function typeOf(ownerId: number): OwnerType {
    return !users.has(ownerId) && groups.has(ownerId) ? 'GROUP' : 'USER';
  }

  /** The order by id moves only when a dataset comes or goes; an owner change must not sort 100,000 ids again. */
  function forgetOrders(change: DatasetEdit): void {
    for (const sort of orders.keys()) {
      const still = sort === 'dataSourceId' || (sort === 'name' && !('name' in change));
      if ('deleted' in change || !still) orders.delete(sort);
    }
  }

  function log(event: Omit<WorldEvent, 'time'>): void {
    events.push({ time: now(), ...event });
    if (events.length > eventLimit) events.splice(0, events.length - eventLimit);
  }

  const world: World = {
    dataset: (id) => datasets.get(id),
    user: (id) => users.get(id),
    group: (id) => groups.get(id),
    users: () => [...users.values()],
    groups: () => [...groups.values()],
    datasetIds(sort = 'dataSourceId') {
      const known = orders.get(sort);
      if (known) return known;
      const sorted = sortIds(datasets.values(), sort);
      orders.set(sort, sorted);
      return sorted;
    },
    fedByStreams: () =>
      [...fed]
        .toSorted()
        .flatMap((id) => datasets.get(id) ?? [])
        .filter(({ deleted }) => !deleted),
    ownedBy: (ownerId, type = typeOf(ownerId)) =>
      [...datasets.values()].filter((each) => each.ownerId === ownerId && each.ownerType === type && !each.deleted),
    ownerName: (id, type = typeOf(id)) => (type === 'GROUP' ? groups : users).get(id)?.name ?? '',
    uses,
    addUser(user) {
      const at = now().toISOString();
      const email = `${user.name.toLowerCase().replace(/[^a-z]+/g, '.')}.${user.id}@example.com`;
      const rest = { email, role: 'Editor', title: 'Mathematician', createdAt: at, updatedAt: at, deleted: false };
      const added = { ...rest, ...user };
      users.set(added.id, added);
      changes.tell({ by: 'behind', action: 'user added', userId: added.id });
      return added;
    },
    deleteUser(id) {
      const user = users.get(id);
      if (!user) throw new Error(`The sandbox has no Domo user ${id}`);
      user.deleted = true;
      user.updatedAt = now().toISOString();
      const what = { kind: 'deleted', objectType: 'USER', objectId: String(id), objectName: user.name } as const;
      log({ userId: world.handsOf, ...what });
      changes.tell({ by: 'behind', action: 'user deleted', userId: id });
    },
    addGroup: (group) => void groups.set(group.id, group),
    account: (id) => accounts.get(id),
    addAccount: (account) => void accounts.set(account.id, account),
    addDataset(dataset) {
      const added = completeDataset({ ownerType: typeOf(dataset.ownerId), ...dataset }, now().toISOString());
      datasets.set(added.id, added);
      orders.clear();
      if (added.streamId !== undefined) fed.add(added.id);
      if (added.viewOf !== undefined) uses.addView(added);
      changes.tell({ by: 'behind', action: 'added', datasetId: added.id });
      return added;
    },
    deleteDataset: (id) => void edit(id, { deleted: true }, 'behind', 'deleted'),
    setOwner: (id, ownerId, ownerType = typeOf(ownerId)) =>
      void edit(id, { ownerId, ownerType }, 'behind', 'owner changed'),
    setSchema: (id, columns) => void edit(id, { columns }, 'behind', 'schema changed'),
    setSource(id, columns) {
      datasetOrThrow(id).sourceColumns = columns;
      changes.tell({ by: 'behind', action: 'source changed', datasetId: id });
    },
    setDescription: (id, description) => void edit(id, { description }, 'behind', 'description changed'),
    rename: (id, name) => void edit(id, { name }, 'behind', 'renamed'),
    executions(datasetId) {
      const known = executions.get(datasetId) ?? [];
      executions.set(datasetId, known);
      return known;
    },
    newPolicyId: () => nextPolicyId++,
    addPolicy(id, policy) {
      const rest = { type: 'user' as const, users: [], virtualUsers: [], groups: [] };
      const added: WorldPolicy = { id: nextPolicyId++, ...rest, ...policy };
      const { policies } = datasetOrThrow(id);
      edit(id, { policies: [...policies, added], pdpEnabled: true }, 'behind', 'policy added');
      return added;
    },
    runConnector(id) {
      const { sourceColumns } = datasetOrThrow(id);
      if (!sourceColumns) return;
      edit(id, { columns: sourceColumns, dataCurrentAt: now().toISOString() }, 'behind', 'connector run');
    },
    edit,
    handsOf,
    events: () => events,
    log,
    onChange: changes.listen,
  };
  return world;
}

function kindOfEdit(change: DatasetEdit): EventKind {
  if (change.deleted) return 'deleted';
  if ('ownerId' in change) return 'owner';
  return 'columns' in change ? 'columns' : 'other';
}

function completeDataset(dataset: NewDataset & Pick<WorldDataset, 'ownerType'>, at: string): WorldDataset {
  const columns = dataset.columns ?? [
    { type: 'STRING', name: 'Friend' },
    { type: 'STRING', name: 'Attending' },
  ];
  const kind: DatasetKind = dataset.kind ?? (dataset.sourceColumns ? 'connector' : 'api');
  const rest = {
    kind,
    tags: [],
    updateMethod: 'REPLACE' as const,
    keyColumns: [],
    shares: [],
    masks: [],
    columnNotes: {},
    columns,
    rows: 0,
    columnCount: dataset.rows ? columns.length : 0,
    createdAt: at,
    updatedAt: at,
    pdpEnabled: (dataset.policies?.length ?? 0) > 0,
    policies: [],
    deleted: false,
    ...(setByItsSource(kind) && { sourceColumns: columns }),
  };
  return { ...rest, ...dataset };
}
