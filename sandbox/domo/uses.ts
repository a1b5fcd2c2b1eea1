import type { WorldDataset } from './types.ts';

/** A card on a dashboard. */
export interface WorldCard {
  id: number;
  title: string;
  ownerId: number;
  datasetId: string;
  columns: string[];
  /** Those it shows, by id: it uses their columns as well. */
  beastModes?: number[] | undefined;
  /** The card whose drill this is. */
  drillOf?: number | undefined;
}

/** What makes datasets out of datasets. */
export interface WorldDataflow {
  id: number;
  name: string;
  ownerId: number;
  inputs: string[];
  outputs: string[];
  /** Visible ones only: none are known of a flow in SQL. */
  columns: string[];
  databaseType: 'MAGIC' | 'MYSQL' | 'ADRENALINE';
  deleted?: boolean | undefined;
}

export interface WorldAlert {
  id: number;
  name: string;
  ownerId: number;
  datasetId: string;
  columns: string[];
}

/** A calculated field. */
export interface WorldBeastMode {
  id: number;
  name: string;
  ownerId: number;
  datasetId: string;
  columns: string[];
  /** Saved on the dataset; otherwise with a card. */
  onDataset: boolean;
  /** Others that it is made of, by id. */
  dependsOn: number[];
}

/** What hangs on datasets. Each kind is asked by the dataset that it uses. */
export interface Uses {
  addCard(card: WorldCard): void;
  addDataflow(dataflow: WorldDataflow): void;
  addAlert(alert: WorldAlert): void;
  addBeastMode(beastMode: WorldBeastMode): void;
  addView(view: Pick<WorldDataset, 'id' | 'viewOf'>): void;
  card(id: number): WorldCard | undefined;
  dataflow(id: number): WorldDataflow | undefined;
  beastMode(id: number): WorldBeastMode | undefined;
  cards(datasetId: string): readonly WorldCard[];
  /** Those that read it. */
  dataflows(datasetId: string): readonly WorldDataflow[];
  alerts(datasetId: string): readonly WorldAlert[];
  beastModes(datasetId: string): readonly WorldBeastMode[];
  /** Ids of the views that are made of it. */
  views(datasetId: string): readonly string[];
}

export function createUses(): Uses {
  const cards = createShelf<WorldCard>();
  const dataflows = createShelf<WorldDataflow>();
  const alerts = createShelf<WorldAlert>();
  const beastModes = createShelf<WorldBeastMode>();
  const views = createShelf<Pick<WorldDataset, 'id'>>();
  return {
    addCard: (card) => cards.add(card, [card.datasetId]),
    addDataflow: (dataflow) => dataflows.add(dataflow, dataflow.inputs),
    addAlert: (alert) => alerts.add(alert, [alert.datasetId]),
    addBeastMode: (beastMode) => beastModes.add(beastMode, [beastMode.datasetId]),
    addView: (view) => views.add(view, view.viewOf === undefined ? [] : [view.viewOf]),
    card: cards.byId,
    dataflow: dataflows.byId,
    beastMode: beastModes.byId,
    cards: cards.of,
    dataflows: dataflows.of,
    alerts: alerts.of,
    beastModes: beastModes.of,
    views: (datasetId) => views.of(datasetId).map(({ id }) => id),
  };
}

/** Things of one kind, found by id and by dataset. */
function createShelf<T extends { id: number | string }>() {
  const byId = new Map<T['id'], T>();
  const byDataset = new Map<string, T[]>();
  return {
    add(thing: T, datasetIds: readonly string[]): void {
      byId.set(thing.id, thing);
      for (const id of datasetIds) {
        const known = byDataset.get(id) ?? [];
        byDataset.set(id, known);
        known.push(thing);
      }
    },
    byId: (id: T['id']) => byId.get(id),
    of: (datasetId: string): readonly T[] => byDataset.get(datasetId) ?? [],
  };
}
