import { callSlack } from '../../call-slack.ts';
import { refusalSentence } from '../../refusals.ts';
import { closedHome, home, homeList } from '../../views/home.ts';
import { linkMaker } from '../request/links.ts';
import type { ListenerDeps } from '../turn.ts';

/** Shows a person their Home as things are now. */
export async function showHome(deps: ListenerDeps, slackId: string): Promise<void> {
  const view = await homeView(deps, slackId);
  await callSlack(() => deps.client.web.views.publish({ user_id: slackId, view }));
}

/** Opening Home is no click: whoever may not see it has it said there, and nothing is audited. */
async function homeView(deps: ListenerDeps, slackId: string) {
  const { workflow } = deps;
  const refusal = await workflow.mayAsk(slackId);
  if (refusal !== undefined) return closedHome(refusalSentence(refusal));
  const [waiting, yours, recent, orphaned, linkTo] = await Promise.all([
    workflow.waitingFor(slackId, homeList + 1),
    workflow.askedBy(slackId, homeList + 1),
    workflow.recent(homeList + 1),
    deps.catalog.ownersNotActive(homeList + 1),
    linkMaker(deps),
  ]);
  return home({ waiting, yours, recent, orphaned }, linkTo);
}
