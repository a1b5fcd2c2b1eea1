import { type ColumnNotes, columnNote, type NoteKind, noteKinds } from '../../change/schema/column-notes.ts';
import type { CallOptions } from '../types.ts';
import { writtenColumnsAnswer } from './responses.ts';
import type { AskProduct } from './uses.ts';

/** Who shows which: descriptions and tags lie beside the columns, synonyms in what the AI is told of them. */
const shownAt = [
  { route: '/api/query/v1/datasources/:id/wrangle', kinds: ['description', 'tags'] },
  { route: '/api/ai/readiness/v1/data-dictionary/dataset/:id', kinds: ['synonyms'] },
] as const;

/** Reads what people wrote about the columns of a dataset, of these kinds. */
export async function readNotes(
  ask: AskProduct,
  id: string,
  kinds: readonly NoteKind[],
  options?: CallOptions,
): Promise<ColumnNotes> {
  const found = await Promise.all(
    shownAt.map(async (place) => {
      const wanted = place.kinds.filter((kind) => kinds.includes(kind));
      if (wanted.length === 0) return [];
      const deed = `read what is written about the columns of dataset ${id}`;
      const { columns } = await ask({ method: 'GET', route: place.route, id, deed }, writtenColumnsAnswer, options);
      return columns.flatMap((column) => wanted.flatMap((kind) => columnNote(column.name, kind, column[kind]) ?? []));
    }),
  );
  return { kinds: noteKinds.filter((kind) => kinds.includes(kind)), notes: found.flat() };
}
