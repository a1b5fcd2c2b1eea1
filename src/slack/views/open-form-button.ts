import type { KnownBlock } from '@slack/types';
import { actionIds, type Owners } from '../ids.ts';
import { actions, button } from './blocks.ts';

/** Shown when a form could not open in time, and for whatever opens one. */
export function openFormButton(owners: Owners = {}): KnownBlock {
  return openFormBy(actionIds.openOwnerForm, JSON.stringify(owners));
}

/** `Open the form`, by the listener of `actionId`. */
export function openFormBy(actionId: string, value: string): KnownBlock {
  return actions('open', button({ text: 'Open the form', actionId, value, style: 'primary' }));
}
