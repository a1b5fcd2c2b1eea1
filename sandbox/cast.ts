/** How a person stands in the Slack workspace: `absent` people exist in Domo only. */
export type SlackStanding = 'member' | 'guest' | 'single-channel guest' | 'bot' | 'deactivated' | 'stranger' | 'absent';

/** What a person is for in the sandbox's stories and in the flow tests. */
export type StoryRole =
  | 'requester'
  | 'steward'
  | 'new owner'
  | 'leaver'
  | 'no rights'
  | 'guest'
  | 'bot'
  | 'deactivated'
  | 'stranger'
  | 'twin'
  | 'api client';

/** One person, as both sandbox servers know them. The e-mail is what ties their Slack account to their Domo user. */
export interface CastMember {
  name: string;
  email: string;
  /** Null for people who have no Slack account. */
  slackId: string | null;
  /** Null for people who have no Domo user. */
  domoId: number | null;
  slack: SlackStanding;
  role: StoryRole;
}

/** The people of the sandbox: one list, so that Slack and Domo agree on names, e-mails and ids. */
export const cast: readonly CastMember[] = [
  member('Sophie Germain', 'U0SOPHIE001', 31, 'requester'),
  member('Emmy Noether', 'U0EMMY00001', 32, 'steward'),
  member('Ada Lovelace', 'U0ADA000001', 33, 'steward'),
  member('Carl Friedrich Gauss', 'U0CARL00001', 28, 'new owner', { email: 'carl@example.com' }),
  member('Leonhard Euler', 'U0LEONHARD1', 29, 'leaver', { slack: 'deactivated' }),
  member('Blaise Pascal', 'U0BLAISE001', 34, 'no rights'),
  member('Johann Bernoulli', 'U0JOHANN001', 36, 'twin'),
  member('Johann Bernoulli', 'U0JOHANN002', 37, 'twin', { email: 'johann.junior@example.com' }),
  member('Evariste Galois', 'U0EVARISTE1', 35, 'guest', { slack: 'guest' }),
  member('Pierre de Fermat', 'U0PIERRE001', 38, 'deactivated', { slack: 'deactivated' }),
  member('Srinivasa Ramanujan', 'U0RAMANUJA1', null, 'stranger', {
    slack: 'stranger',
    email: 'srinivasa@cambridge.example',
  }),
  member('Analytical Engine', 'U0ENGINE001', null, 'bot', { slack: 'bot' }),
  {
    name: 'DomoSupport',
    email: 'support@domo.example',
    slackId: null,
    domoId: 27,
    slack: 'absent',
    role: 'api client',
  },
];

function member(
  name: string,
  slackId: string,
  domoId: number | null,
  role: StoryRole,
  rest: { slack?: SlackStanding; email?: string } = {},
): CastMember {
  const firstName = name.split(' ')[0]?.toLowerCase() ?? name;
  return {
    name,
    email: rest.email ?? `${firstName}@example.com`,
    slackId,
    domoId,
    slack: rest.slack ?? 'member',
    role,
  };
}
