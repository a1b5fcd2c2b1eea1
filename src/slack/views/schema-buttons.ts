import type { Button, KnownBlock } from '@slack/types';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { actionIds } from '../ids.ts';
import { actions, button } from './blocks.ts';
import { isFollowed } from './follow-ups.ts';
import { type SchemaStart, schemaIds, writeSchemaStart } from './schema-ids.ts';

/** Opens the schema form, on a message. */
export function openSchemaButton(start: SchemaStart): KnownBlock {
  const { openSchemaForm: actionId } = actionIds;
  const value = writeSchemaStart(start);
  return actions('open_schema', button({ text: 'Open the form', actionId, value, style: 'primary' }));
}

/** What can follow a settled schema request. Each opens the form on today's columns: nothing is written without a new approval. */
export function schemaAfterwards(request: RequestView): Button[] {
  const { id: value, state, counts, movedAlong = 0, schema } = request;
  if (!['applied', 'partly_applied', 'failed'].includes(state)) return [];
  const { rebase, again, undo, removal } = schemaIds.action;
  const undone = counts.refused + counts.unverified + counts.failed + counts.stopped;
  const succeeded = schema?.successors !== undefined && counts.verified + counts.already > 0;
  const removed = isFollowed(request, 'removal') || isFollowed(request, 'undo');
  return [
    ...(succeeded && !removed ? [button({ text: 'Remove the old column', actionId: removal, value })] : []),
    ...(counts.drifted > 0 && !isFollowed(request, 'redo')
      ? [button({ text: "Redo on today's columns", actionId: rebase, value })]
      : []),
    ...(undone > 0 && !isFollowed(request, 'retry') ? [button({ text: 'Retry failed', actionId: again, value })] : []),
    ...(counts.verified + movedAlong > 0 && !isFollowed(request, 'undo')
      ? [button({ text: 'Undo', actionId: undo, value })]
      : []),
  ];
}
