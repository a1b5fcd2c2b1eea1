import type { KnownBlock } from '@slack/types';
import type { SchemaDiff } from '../../change/schema/diff.ts';
import { countOf, showNumber } from '../text.ts';
import { context } from './blocks.ts';
import { changeLine, lineSections } from './schema-lines.ts';

/** One page of a schema plan: each changed column on a line. */
export function schemaPlanPage(diff: SchemaDiff, page: number, perPage: number): KnownBlock[] {
  const from = page * perPage;
  const shown = diff.slice(from, from + perPage);
  const last = from + shown.length;
  return [
    context(`${showNumber(Math.min(from + 1, last))}–${showNumber(last)} of ${countOf(diff.length, 'changed column')}`),
    ...lineSections(shown, changeLine, { sections: 10, bytes: 100_000 }),
  ];
}
