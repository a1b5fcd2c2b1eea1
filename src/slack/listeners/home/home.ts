import { callSlack } from '../../call-slack.ts';
import { refusalSentence } from '../../refusals.ts';
import { closedHome, home, homeList } from '../../views/home.ts';
import type { ListenerDeps } from '../deps.ts';
import { linkMaker } from '../request/links.ts';

/** Shows a person their Home as things are now. */
export async function showHome(deps: ListenerDeps, slackId: string): Promise<void> {
  const [shown, linkTo] = await Promise.all([deps.workflow.home(slackId, homeList + 1), linkMaker(deps)]);
  const view = shown.ok ? home(shown.content, linkTo) : closedHome(refusalSentence(shown.refusal));
  await callSlack(() => deps.client.web.views.publish({ user_id: slackId, view }));
}
