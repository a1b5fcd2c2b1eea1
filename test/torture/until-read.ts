import type { Person } from '../../sandbox/slack/person/types.ts';
import { untilOffered } from '../support/steward.ts';

/** Waits until the app knows this owner: the first reading of Domo may still be under way. */
export async function untilRead(person: Person, owner: string): Promise<void> {
  await person.command('/domo-owner');
  await person.modal('Change dataset owner');
  await untilOffered(person, 'Current owner', owner);
  await person.closeModal('all');
}
