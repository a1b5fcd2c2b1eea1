import type { RequestState } from '../change/types.ts';
import type { Exclusion, Refusal } from '../change/votes/refusal.ts';
import { cut, escapeMrkdwn, mention, showPerson, slackDate } from './text.ts';

/** Either lists and tells of all requests. */
export type Command = '/domo-owner' | '/domo-schema';

/** Why something was not done, and what the person can do: mrkdwn, one or two sentences. `command`: what they had typed. */
export function refusalSentence(refusal: Refusal, command: Command = '/domo-owner'): string {
  switch (refusal.why) {
    case 'not_a_member':
      return 'Only full members of this workspace can use Domo Steward. Ask a colleague who is one to do it.';
    case 'not_a_requester':
      return "The policy does not let you ask for changes. Ask an admin to add you to the policy's requesters.";
    case 'not_a_steward':
      return `This is for its stewards to decide${listed(refusal.approvers)}. You can point one of them to it.`;
    case 'excluded':
      return exclusionSentences[refusal.exclusion];
    case 'already_voted':
      return 'You have approved this already; your vote counts once. It now needs somebody else.';
    case 'already_settled':
      return settledSentence(refusal);
    case 'plan_changed':
      return 'The plan is not the one that you saw. Look at the card as it is now, and decide again.';
    case 'plan_not_posted':
      return 'The full list is still being posted in the thread. Wait for it, look through it, then approve.';
    case 'card_replaced':
      return 'This is not the current card of the request. Decide on the latest one in the approval channel.';
    case 'no_such_request':
      return refusal.number === undefined
        ? `There is no such request here. \`${command} list\` shows the open ones.`
        : `There is no request #${refusal.number}. \`${command} list\` shows the open ones.`;
    case 'not_yours':
      return 'Only the person who asked for this can withdraw it. A steward can reject it.';
    case 'already_filed':
      return `This form already became #${refusal.number}, as you first sent it. Withdraw that, or open a new form.`;
    case 'may_not_stop':
      return `Only the person who asked for this and its stewards may stop it${listed(refusal.approvers)}. You can point one of them to it.`;
    case 'not_applying':
      return `There is nothing to stop: the request ${stateWords[refusal.state]}.`;
  }
}

/** Behind “the request …”. */
const stateWords: Record<RequestState, string> = {
  preparing: 'is being prepared',
  pending: 'is waiting for approval',
  approved: 'was approved',
  applying: 'is being applied',
  applied: 'was applied',
  partly_applied: 'was partly applied',
  failed: 'failed',
  invalid: 'could not be prepared',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  expired: 'expired',
};

const exclusionSentences: Record<Exclusion, string> = {
  own_request:
    'You asked for this yourself, so somebody else must decide. You can withdraw it from the message you got.',
  requesters_domo_user: 'Your Domo user is the one who asked for this, so somebody else must approve it.',
  incoming_owner: 'You would become the owner, so somebody else must approve it. You may reject it.',
  outgoing_owner: 'You are the present owner, so somebody else must approve it. You may reject it.',
  domo_user_unknown:
    'No active Domo user has your e-mail, so your approval cannot count. Ask an admin to name your Domo user under “people” in the policy.',
  domo_user_ambiguous:
    'Several Domo users have your e-mail, so your approval cannot count. Ask an admin to name yours under “people” in the policy.',
  not_a_member: 'Only full, active members of this workspace can decide. Ask another steward.',
  same_domo_user: 'Another Slack account of your Domo user has approved this already. It now needs somebody else.',
};

/** What somebody did who settled it. The rest follows an approval. */
const deeds: Partial<Record<RequestState, string>> = { rejected: 'rejected', withdrawn: 'withdrew' };
/** In UTF-16 units, so that the whole fits into an alert of Slack's, which holds 200. */
const longestDecider = 60;

function settledSentence({ state, by, at }: Extract<Refusal, { why: 'already_settled' }>): string {
  const when = at === undefined ? '' : `, ${slackDate(at)}`;
  if (by === undefined) return `Too late: this request ${stateWords[state]}${when}.`;
  return `Too late: ${cut(escapeMrkdwn(showPerson(by, longestDecider)), longestDecider)} ${deeds[state] ?? 'approved'} this${when}.`;
}

function listed(approvers: string[]): string {
  if (approvers.length === 0) return '';
  const shown = [...new Set(approvers)].slice(0, 5).map(mention).join(', ');
  return ` (${shown}${approvers.length > 5 ? ' and more' : ''})`;
}
