/**
 * What an admin can do about what Slack says of the approval channel; undefined: it says nothing about the channel. `called`:
 * ` #name`, where its name is known and may be told; people don't know a channel by its id.
 */
export function channelProblem(error: string, called: string): string | undefined {
  if (error.startsWith('restricted_action')) {
    return `Domo Steward isn't allowed to post in the approval channel${called} (${error}). Let it post messages and replies there, or name another channel in the policy.`;
  }
  switch (error) {
    case 'not_in_channel':
      return `Domo Steward isn't in the approval channel${called}. Invite it there: /invite @Domo Steward`;
    case 'is_archived':
      return `The approval channel${called} is archived. Unarchive it, or name another in the policy.`;
    case 'channel_not_found':
      return `Domo Steward can't see the approval channel. If it's private, invite the app there; otherwise correct \`channel\` in the policy.`;
    default:
      return undefined;
  }
}

/** What an admin can do about a Slack that refuses the app itself, whatever it wants; undefined: it is not that. */
export function appProblem(error: string): string | undefined {
  switch (error) {
    case 'account_inactive':
    case 'invalid_auth':
    case 'not_authed':
    case 'token_expired':
    case 'token_revoked':
      return `Slack no longer lets Domo Steward in (${error}). Install the app again, and start it with the new bot token.`;
    case 'team_access_not_granted':
    case 'org_login_required':
    case 'ekm_access_denied':
    case 'enterprise_is_restricted':
      return `Slack no longer lets Domo Steward into this workspace (${error}). An admin of the organization has to allow it again.`;
    case 'missing_scope':
    case 'no_permission':
    case 'not_allowed_token_type':
      return `The Slack app lacks a permission (${error}). Install it again with all scopes of manifest.yml.`;
    default:
      return undefined;
  }
}

/** What an admin can do about a card that Slack will not take in this channel until it is done. */
export function lastingProblem(error: string, called: string): string {
  return channelProblem(error, called) ?? appProblem(error) ?? anyProblem(error, called);
}

function anyProblem(error: string, called: string): string {
  return `Slack doesn't allow this in the approval channel${called} (“${error}”). Ask a Slack admin why, or name another channel in the policy.`;
}
