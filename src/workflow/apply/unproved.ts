import { nameOfId } from '../../change/owner/name-of-id.ts';
import type { DomoError } from '../../domo/errors.ts';
import type { DomoDataset } from '../../domo/types.ts';

/* Why an item that Domo accepted is not proved, in a sentence, by whichever door it was written. */

export const deletedMeanwhile = 'Domo accepted it, but the dataset was deleted in the meantime.';

export function notReadBack({ message }: DomoError): string {
  return `Domo accepted it, but I couldn't read it back: ${message}`;
}

export function notesNotReadBack({ message }: DomoError): string {
  return `Changed, but I couldn't read again what is written about its columns: ${message}`;
}

/** By what Domo shows in place of what was asked. */
export function notAsAsked(kind: 'owner' | 'schema', live: Pick<DomoDataset, 'owner'>): string {
  if (kind === 'schema') return 'Domo accepted it, but still shows other columns.';
  const { owner } = live;
  const shown = owner === undefined ? 'no owner' : `${owner.name} (${nameOfId(owner.id)}) as the owner`;
  return `Domo accepted it, but shows ${shown}.`;
}

/** `moved`: what else is not as it was. */
export function changedMore(moved: string[]): string {
  return `Changed, but the ${moved.join(', ')} changed too.`;
}
