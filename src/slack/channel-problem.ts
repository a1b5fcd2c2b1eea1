/** What an admin can do about what Slack says of the approval channel; undefined: it says nothing about the channel. */
export function channelProblem(error: string, channel: string): string | undefined {
  switch (error) {
    case 'not_in_channel':
      return `Domo Steward is not in the approval channel ${channel}. Invite it there: /invite @Domo Steward`;
    case 'is_archived':
      return `The approval channel ${channel} is archived. Unarchive it, or name another in the policy.`;
    case 'channel_not_found':
      return `Slack shows Domo Steward no channel ${channel}. If it is private, invite the app there; else correct the channel in the policy.`;
    case 'restricted_action':
      return `Domo Steward may not post in the approval channel ${channel}. Let it post there, or name another channel in the policy.`;
    default:
      return undefined;
  }
}
