/** As much of a dataset as Domo's product API shows where it reads many at once. */
export interface LiveSource {
  id: string;
  name: string;
  description?: string | undefined;
  provider?: string | undefined;
  transport?: string | undefined;
  tags?: string | undefined;
  columnCount?: number | undefined;
}

const watched = {
  name: 'name',
  description: 'description',
  provider: 'type',
  transport: 'transport',
  tags: 'tags',
  columnCount: 'number of columns',
} as const;

/** What moved beside the owner between two such reads, in words. Columns and row security they don't show. */
export function movedInSource(before: LiveSource, after: LiveSource): string[] {
  const fields = Object.entries(watched) as [keyof typeof watched, string][];
  return fields.flatMap(([field, word]) => ((before[field] ?? '') === (after[field] ?? '') ? [] : [word]));
}
