/** One step of the story. Words in backticks stand on the screen so. */
export interface StoryStep {
  title: string;
  /** What happens: `--play` prints it, and the page shows it. */
  text: string;
  /** How somebody at the page does it. */
  hint: string;
  /** Where it begins, at the page, as the person of this role. */
  as: 'requester' | 'steward' | 'new owner';
  at: 'general' | 'domo-changes' | 'home';
}

/** What the page leads a newcomer through, in this order, and `--play` tells. */
export const storySteps = {
  ask: {
    title: 'Ask for a change',
    text: 'Leonhard Euler has left. Sophie Germain wants to give his datasets to Carl Friedrich Gauss.',
    hint: 'In #general type `/domo-owner`, choose `Leonhard Euler` and, as new owner, `Carl Friedrich Gauss`, say why, and click `Request change`.',
    as: 'requester',
    at: 'general',
  },
  refused: {
    title: 'Try to approve it yourself',
    text: 'Sophie can’t approve what she asked for. Only she is told.',
    hint: 'Click `Approve` in #domo-changes, still as Sophie.',
    as: 'requester',
    at: 'domo-changes',
  },
  talk: {
    title: 'Ask and answer',
    text: 'Emmy Noether, a steward, has a question. Sophie answers it from her messages. The card shows both.',
    hint: 'Be Emmy and click `Ask`; then be Sophie and click `Answer` in the message from Domo Steward.',
    as: 'steward',
    at: 'domo-changes',
  },
  accept: {
    title: 'Accept as the new owner',
    text: 'For so many datasets the new owner is asked too. Carl accepts in his messages.',
    hint: 'Be Carl, go to `Messages` beside his Home, and click `Accept`.',
    as: 'new owner',
    at: 'home',
  },
  takeBack: {
    title: 'Take back a vote',
    text: 'Emmy approves, then takes her vote back under Details.',
    hint: 'Be Emmy, click `Approve`, then `Details` and `Take back my vote`.',
    as: 'steward',
    at: 'domo-changes',
  },
  approve: {
    title: 'Approve under two rules',
    text: 'Two rules must be met, each on its own line: Emmy approves for the stewards, Ada for what Leonhard owns.',
    hint: 'Switch on `Slow` under `Domo`, so that there is time to watch. Then click `Approve` as Emmy, and as Ada: each dataset is read, written, and read again.',
    as: 'steward',
    at: 'domo-changes',
  },
  plug: {
    title: 'Pull the plug',
    text: 'The app is killed in the middle of a run. The run continues once the app is back.',
    hint: 'Click `Restart the app` at the top; the card says “changed and checked” once every dataset is. Was it over already? Kill the run of the next request.',
    as: 'steward',
    at: 'domo-changes',
  },
  undo: {
    title: 'Undo',
    text: 'Undo is a new request, already filled in. Both stewards approve it, since a column goes away.',
    hint: 'As Sophie type `/domo-schema Elastic Surfaces`, add a column, and have Emmy approve it. Then click `Undo` on its card as Sophie, and `Approve` as Emmy and as Ada.',
    as: 'requester',
    at: 'general',
  },
  home: {
    title: 'Look at Home',
    text: 'Home lists all that Sophie requested, and how it went.',
    hint: 'Be Sophie and open `Home`.',
    as: 'requester',
    at: 'home',
  },
  expire: {
    title: 'Let nobody decide',
    text: 'Sophie wants to give her datasets to Blaise Pascal, and nobody decides: stewards are reminded, the fallback approver is asked too, and in the end the request expires.',
    hint: 'Ask for it as Sophie. Then move the app’s clock, under `Domo`: `5 hours later`, `a day later`, `6 days later`, and `5 hours later` once more.',
    as: 'requester',
    at: 'general',
  },
} satisfies Record<string, StoryStep>;

export type StoryStepName = keyof typeof storySteps;
export const storyOrder = Object.keys(storySteps) as StoryStepName[];
