const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Whether this is an id of a dataset and nothing else: Domo gives each a UUID. */
export function isDatasetId(text: string): boolean {
  return new RegExp(`^${uuid}$`, 'i').test(text);
}

/** The id in a link to a dataset's page in Domo. */
export function linkedDatasetId(text: string): string | undefined {
  return new RegExp(`/datasources/(${uuid})`, 'i').exec(text)?.[1];
}
