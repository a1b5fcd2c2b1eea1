import { type LinkTo, linksTo } from '../../views/lists.ts';
import type { ListenerDeps } from '../deps.ts';

/** Links to cards of this workspace. */
export async function linkMaker(deps: ListenerDeps): Promise<LinkTo> {
  return linksTo((await deps.client.installation()).url);
}
