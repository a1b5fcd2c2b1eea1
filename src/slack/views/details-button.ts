import type { Button } from '@slack/types';
import { actionIds } from '../ids.ts';
import { button } from './blocks.ts';

/** Opens the whole request. `label`: what a screen reader says, where several stand beside each other. */
export function openDetails(requestId: string, label?: string): Button {
  return button({ text: 'Details', actionId: actionIds.details, value: requestId, label });
}
