import { actionIds, readOwnerMetadata } from '../../ids.ts';
import { datasetOption, mostOptions, ownerGroups, ownerOption } from '../../views/owner-options.ts';
import type { MenuQuery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Suggestions } from '../reply.ts';

const none: Suggestions = { options: [] };

/** The choices for what was typed, from the local copy: Domo is never asked. Nothing for people who may not ask. */
export async function suggestOwners(deps: ListenerDeps, asked: MenuQuery): Promise<Suggestions> {
  if ((await deps.workflow.mayAsk(asked.slackId)) !== undefined) return none;
  const query = asked.query.slice(0, 200);
  const { fromId } = readOwnerMetadata(asked.view?.private_metadata ?? '');
  if (asked.actionId === actionIds.to) {
    const users = await deps.catalog.searchNewOwners(query, mostOptions + 1);
    return {
      options: users
        .filter(({ id }) => id !== fromId)
        .slice(0, mostOptions)
        .map(ownerOption),
    };
  }
  if (asked.actionId === actionIds.from) {
    const groups = ownerGroups(await deps.catalog.searchOwners(query, mostOptions));
    return groups.length === 0 ? none : { option_groups: groups };
  }
  if (fromId === undefined) return none;
  return {
    options: (await deps.catalog.searchDatasets(query, { ownerId: fromId, limit: mostOptions })).map(datasetOption),
  };
}
