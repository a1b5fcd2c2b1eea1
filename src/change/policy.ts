import type { Kind } from './types.ts';

export const risks = ['safe', 'caution', 'breaking', 'blocked'] as const;
export type Risk = (typeof risks)[number];

/** Which items a rule is for. Every condition given must hold; none given: every item. */
export interface RuleCondition {
  kind?: Kind | undefined;
  risk?: Risk | undefined;
  /** At least this many of one owner's datasets, counted over 7 days of requests. */
  items?: number | undefined;
}

export interface Rule {
  name: string;
  when: RuleCondition;
  /** Slack ids of people (U…, W…) and user groups (S…); defaults to the policy's own. */
  approvers: string[];
  approvals: number;
}

/** `policy.yml`, parsed. Durations are in ms. */
export interface Policy {
  channel: string;
  /** `members`: every full member of the workspace. */
  requesters: 'members' | string[];
  approvers: string[];
  approvals: number;
  ownersMayApprove: 'none' | 'outgoing' | 'incoming' | 'both';
  rules: Rule[];
  expireAfter: number;
  remindAfter: number[];
  /** How long after a schema change the schema is read again. */
  recheckAfter: number;
  /** Slack person → Domo user id; `none`: they have no Domo user. */
  people: Record<string, number | 'none'>;
  /** SHA-256 of the file's text. */
  hash: string;
  text: string;
}
