/** What Domo made a dataset from. What each is called in a read is partly a guess: `sandbox/README.md`. */
interface Kind {
  /** `type`, `dataProviderType` and, unless somebody set another, `displayType`. */
  provider: string;
  transportType: string;
  /** As people say it. */
  words: string;
  /** Whether its source writes the columns back at each run. */
  setByItsSource: boolean;
}

const kinds = {
  api: { provider: 'api', transportType: 'API', words: 'API', setByItsSource: false },
  connector: { provider: 'google-sheets', transportType: 'CONNECTOR', words: 'connector', setByItsSource: true },
  dataflow: { provider: 'DataFlow', transportType: 'DATAFLOW', words: 'DataFlow', setByItsSource: true },
  view: { provider: 'dataset-view', transportType: 'VIEW', words: 'view', setByItsSource: true },
  workbench: { provider: 'workbench', transportType: 'WORKBENCH', words: 'Workbench', setByItsSource: true },
  webform: { provider: 'webform', transportType: 'WEBFORM', words: 'webform', setByItsSource: false },
  upload: { provider: 'file-upload', transportType: 'FILE_UPLOAD', words: 'uploaded file', setByItsSource: false },
  cloud: { provider: 'snowflake-federated', transportType: 'FEDERATED', words: 'cloud table', setByItsSource: true },
} as const satisfies Record<string, Kind>;

export type DatasetKind = keyof typeof kinds;

/** How the product API names what a dataset is. */
export function kindOf(dataset: { kind: DatasetKind; provider?: string | undefined }): Omit<Kind, 'setByItsSource'> {
  const { provider, transportType, words } = kinds[dataset.kind];
  return { provider: dataset.provider ?? provider, transportType, words };
}

export function setByItsSource(kind: DatasetKind): boolean {
  return kinds[kind].setByItsSource;
}
