import type { ActOf } from '../../act.ts';
import type { OwnerChoice } from '../../protocol.ts';
import type { Choice, Found } from '../elements/choice.ts';
import { ask } from '../state/follow-sandbox.ts';

export interface FoundOwner extends Choice {
  owner: ActOf<'set owner'>['owner'];
}

/** People and groups to whom a dataset can be given in Domo's own pages. */
export async function searchOwners(query: string): Promise<Found<FoundOwner>> {
  const found = await ask<OwnerChoice[]>('/domo/owners', { search: query });
  if (!found) return 'The sandbox isn’t answering.';
  return found.map(({ type, id, name, note }) => ({ key: `${type} ${id}`, text: name, note, owner: { type, id } }));
}
