import type { Button, KnownBlock } from '@slack/types';
import { isOpen } from '../../change/states.ts';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { actionIds, writeVoteValue } from '../ids.ts';
import { countOf, oneLine, showNumber } from '../text.ts';
import { actions, button, confirmation } from './blocks.ts';
import { approveConfirm } from './confirm.ts';
import { openDetails } from './details-button.ts';
import { isFollowed } from './follow-ups.ts';
import { plainGist, wasRun } from './request-words.ts';
import { schemaAfterwards } from './schema-buttons.ts';
import { schemaIds } from './schema-ids.ts';

/** What people can do with the request as it is now. The block id changes with the state, as Slack asks of changed messages. */
export function cardButtons(request: RequestView): KnownBlock[] {
  const buttons = [
    ...decisionButtons(request),
    ...runButtons(request),
    ...afterwards(request),
    ...detailsButton(request),
    ...askButton(request),
  ];
  return buttons.length === 0 ? [] : [actions(`card:${request.state}`, ...buttons)];
}

function decisionButtons(request: RequestView): Button[] {
  const { state, fingerprint, planPosted, number, schema, secured } = request;
  if (state !== 'pending' || fingerprint === undefined) return [];
  const value = writeVoteValue({ requestId: request.id, fingerprint });
  const what = labelOf(request);
  const reject = button({ text: 'Reject', actionId: actionIds.reject, value, label: `Reject #${number}, ${what}` });
  if (!planPosted) return [reject];
  const risky = schema?.risk === 'breaking' || (request.kind === 'owner' && secured > 0);
  const confirm = approveConfirm(request);
  const approve = button({
    text: 'Approve',
    actionId: confirm === undefined ? actionIds.approveIn : actionIds.approve,
    value,
    style: risky ? undefined : 'primary',
    label: `Approve #${number}, ${what}`,
    confirm,
  });
  return [approve, reject];
}

/** `12 datasets to Carl Friedrich Gauss`, for those who hear the buttons. */
function labelOf(request: RequestView): string {
  const { to, total } = request;
  return to === undefined ? plainGist(request) : `${countOf(total, 'dataset')} to ${oneLine(to.name, 40)}`;
}

/** For the requester, while the request is not decided. */
export function withdrawButton({ id, number }: Pick<RequestView, 'id' | 'number'>): Button {
  const confirm = confirmation(`Withdraw #${number}?`, 'No one can approve it any more.', 'Withdraw', 'danger');
  return button({ text: 'Withdraw', actionId: actionIds.withdraw, value: id, label: `Withdraw #${number}`, confirm });
}

/** Opens the form of its kind as it was filled in. */
export function againButton(
  { id, kind, number }: Pick<RequestView, 'id' | 'kind' | 'number'>,
  text: string,
  style?: 'primary',
): Button {
  const actionId = kind === 'schema' ? schemaIds.action.again : actionIds.again;
  return button({ text, actionId, value: id, style, label: `${text}, #${number}` });
}

/** For the requester: what is not decided yet is withdrawn by sending that form. */
export function editButton(request: Pick<RequestView, 'id' | 'kind' | 'number'>): Button {
  return againButton(request, 'Edit and request again');
}

/** The whole request, wherever it is told of. */
export function detailsButton({
  id,
  number,
  fingerprint,
}: Pick<RequestView, 'id' | 'number' | 'fingerprint'>): Button[] {
  if (fingerprint === undefined) return [];
  return [openDetails(id, `Details of #${number}`)];
}

/** The requester is asked about what is still to be decided. */
function askButton({ id: requestId, number, state, fingerprint }: RequestView): Button[] {
  if (state !== 'pending' || fingerprint === undefined) return [];
  const value = writeVoteValue({ requestId, fingerprint });
  return [button({ text: 'Ask', actionId: actionIds.ask, value, label: `Ask the requester about #${number}` })];
}

function runButtons(request: RequestView): Button[] {
  const { counts, state, stoppedBy, number } = request;
  if ((state !== 'approved' && state !== 'applying') || stoppedBy !== undefined) return [];
  const [finish, not] = [showNumber(counts.writing), showNumber(counts.waiting)];
  const text =
    request.hand === undefined
      ? `${finish} in progress will finish; ${not} won't start.`
      : `I won't wait any longer for the ${countOf(counts.by_hand, 'dataset')} to do by hand.`;
  const confirm = confirmation(`Stop #${number}?`, text, 'Stop', 'danger');
  return [button({ text: 'Stop', actionId: actionIds.stop, value: request.id, style: 'danger', confirm })];
}

/** Each opens a form: nothing is written on the strength of this request. */
export function afterwards(request: RequestView): Button[] {
  const { counts, movedAlong = 0, stillOwned = 0, from } = request;
  if (request.kind === 'schema') return schemaAfterwards(request);
  if (!wasRun(request)) return [];
  const failed = counts.refused + counts.unverified + counts.failed + counts.stopped;
  // Nobody who left can get anything back.
  const back = from?.standing === 'deleted' ? 0 : counts.verified + movedAlong;
  const retries = failed > 0 && !isFollowed(request, 'retry');
  // What failed is still theirs, unless it moved all the same: no second button for that.
  const hasRest = stillOwned > (retries ? failed - movedAlong : 0);
  const asksForRest = request.followUps.some(({ purpose, state }) => purpose === 'rest' && isOpen(state));
  const isUndone = isFollowed(request, 'undo');
  const follow = (text: string, actionId: string) => button({ text, actionId, value: request.id });
  return [
    ...(retries ? [follow('Retry failed', actionIds.retry)] : []),
    ...(back > 0 && !isUndone ? [follow('Undo', actionIds.undo)] : []),
    // What was given back is theirs for good.
    ...(hasRest && !asksForRest && !isUndone
      ? [follow(`Hand over ${showNumber(stillOwned)} more`, actionIds.rest)]
      : []),
  ];
}
