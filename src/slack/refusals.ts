import type { Decision, Outsider, RequestState } from '../change/types.ts';
import type { Exclusion, Refusal } from '../change/votes/refusal.ts';
import { cut, escapeMrkdwn, mention, oneLine, showPerson, slackDate } from './text.ts';
import { stateClauses } from './words.ts';

/** Either lists and tells of all requests. */
export type Command = '/domo-owner' | '/domo-schema';

/** Why something was not done, and what the person can do: mrkdwn, one or two sentences. `command`: what they had typed. */
export function refusalSentence(refusal: Refusal, command: Command = '/domo-owner'): string {
  switch (refusal.why) {
    case 'not_a_member':
      return `Domo Steward is for full members only, and ${outsiders[refusal.membership]}. Ask a full member to do this.`;
    case 'not_a_requester':
      return "You can't request changes yet. Ask an admin to add you under `requesters` in the policy.";
    case 'not_a_reader':
      return `Only its requester, stewards, auditors and the owners it names can open #${refusal.number}. In the approval channel you can read it from its card.`;
    case 'not_an_insider':
      return 'Only stewards and auditors can ask this.';
    case 'not_a_steward':
      return `Only a steward can decide this${listed(refusal.approvers)}.`;
    case 'excluded':
      return exclusionSentences[refusal.exclusion];
    case 'already_voted':
      return refusal.awaits === 'acceptance'
        ? 'You already approved this. Now the new owner must accept.'
        : 'You already approved this. Someone else must approve too.';
    case 'already_settled':
      return settledSentence(refusal);
    case 'origin_settled':
      return `${settledSentence(refusal, `#${refusal.number}`)} Nothing you typed is lost: send it to make a new request.`;
    case 'plan_changed':
      return 'The plan changed. Check the updated card, then decide.';
    case 'plan_not_posted':
      return "The full list is still uploading. You can approve once it's in the thread.";
    case 'card_replaced':
      return 'This card is out of date. Use the newer one in the approval channel.';
    case 'no_such_request':
      return refusal.number === undefined
        ? `I can't find that request. Try \`${command} list\`.`
        : `I can't find #${refusal.number}. Try \`${command} list\`.`;
    case 'not_yours':
      return 'Only the requester can withdraw this. A steward can reject it.';
    case 'no_vote':
      return 'You have no vote on this to take back.';
    case 'not_the_new_owner':
      return "Only the new owner can answer this. If that's you, ask an admin to map you under `people` in the policy.";
    case 'acceptance_not_wanted':
      return "Your answer isn't needed any more: the policy changed. The stewards decide.";
    case 'already_accepted':
      return 'You already accepted this.';
    case 'not_asked':
      return 'Only the requester can answer this.';
    case 'answered':
      return 'This question was already answered. The answer is under `Details`.';
    case 'already_filed':
      return `You already sent this form as #${refusal.number}. Withdraw it or start a new one.`;
    case 'may_not_stop':
      return `Only the requester or a steward can stop this${listed(refusal.approvers)}.`;
    case 'not_applying':
      return `There's nothing to stop: the request ${stateClauses[refusal.state]}.`;
    case 'not_by_hand':
      return `Only the people under \`by_hand\` in the policy do this${listed(refusal.people)}.`;
    case 'not_waiting':
      return `There's nothing to do by hand: the request ${stateClauses[refusal.state]}.`;
    case 'held':
      return `${escapeMrkdwn(oneLine(refusal.by.name, longestDecider))} is doing this already.`;
    case 'not_held':
      return refusal.by === undefined
        ? "No one is doing this now. Click `I'll do it` first."
        : `${escapeMrkdwn(oneLine(refusal.by.name, longestDecider))} is doing this, so only they can give it back.`;
  }
}

/** The same in a few words, at most the 24 characters of a modal's title. */
export function refusalTitle({ why }: Refusal): string {
  switch (why) {
    case 'not_a_steward':
      return "You can't decide this";
    case 'excluded':
    case 'already_voted':
      return "You can't approve this";
    case 'already_settled':
    case 'origin_settled':
    case 'plan_changed':
    case 'plan_not_posted':
    case 'card_replaced':
    case 'not_applying':
    case 'not_waiting':
    case 'held':
    case 'not_held':
      return 'Nothing changed';
    default:
      return "You can't do this";
  }
}

/** What somebody is whom Slack doesn't call a full member here. */
const outsiders: Record<Outsider, string> = {
  guest: "you're a guest here",
  bot: 'this account is a bot',
  deactivated: 'your Slack account is deactivated',
  stranger: 'you belong to another workspace',
  unclear: "Slack doesn't say that you're a member",
};

function cannotDecide(outsider: Outsider): string {
  return `You can't decide this: ${outsiders[outsider]}. Ask another steward.`;
}

const exclusionSentences: Record<Exclusion, string> = {
  own_request: "You can't approve your own request. You can withdraw it from the message you got.",
  requesters_domo_user: "You can't approve this: your Domo user requested it.",
  incoming_owner: "You can't approve this: you would become the owner. You can reject it.",
  members_unknown:
    "No one can approve this yet: Domo doesn't tell me who is in the group that owns these datasets. You can reject it.",
  outgoing_owner: "You can't approve this: you are the current owner. You can reject it.",
  domo_user_unknown:
    "No active Domo user has your Slack email, so your approval won't count. Ask an admin to map you under `people` in the policy.",
  domo_user_ambiguous:
    "Several Domo users have your Slack email, so your approval won't count. Ask an admin to map you under `people` in the policy.",
  email_unknown:
    "I can't see your Slack email, so your approval won't count. Ask an admin to map you under `people` in the policy.",
  guest: cannotDecide('guest'),
  bot: cannotDecide('bot'),
  deactivated: cannotDecide('deactivated'),
  stranger: cannotDecide('stranger'),
  unclear: cannotDecide('unclear'),
  same_domo_user: 'Another Slack account of your Domo user already approved this. Someone else must approve too.',
};

/** What somebody did who settled it. The rest follows an approval. */
const deeds: Partial<Record<RequestState | Decision['choice'], string>> = {
  rejected: 'rejected',
  withdrawn: 'withdrew',
  accept: 'accepted',
  decline: 'declined',
};
/** In UTF-16 units. */
const longestDecider = 60;
/** The same once it is escaped, so that the whole fits into an alert of Slack's, which holds 200. */
const roomForDecider = 100;

function settledSentence(
  { state, by, how = 'approve', at }: Omit<Extract<Refusal, { why: 'already_settled' }>, 'why'>,
  which?: string,
): string {
  const when = at === undefined ? '' : `, ${slackDate(at)}`;
  if (by === undefined) return `Too late: ${which ?? 'this request'} ${stateClauses[state]}${when}.`;
  return `Too late: ${cut(escapeMrkdwn(showPerson(by, longestDecider)), roomForDecider)} ${deeds[how] ?? deeds[state] ?? 'approved'} ${which ?? 'this'}${when}.`;
}

function listed(approvers: string[]): string {
  if (approvers.length === 0) return '';
  const shown = [...new Set(approvers)].slice(0, 5).map(mention).join(', ');
  return ` (${shown}${approvers.length > 5 ? ' and more' : ''})`;
}
