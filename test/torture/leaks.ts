import { cast } from '../../sandbox/cast.ts';
import type { Stage } from '../../sandbox/stage.ts';

/** What no line of a log may hold, whatever its level: by its look, as tokens and addresses by which anybody could act have one. */
const looks: Record<string, RegExp> = {
  'a token of Slack': /\bxox[a-z]-\w|\bxapp-\w/,
  'a token of Domo': /\beyJ[\w-]{8,}\.[\w-]+/,
  'a bearer': /\bbearer (?!\[redacted)[\w.~+/=-]{8}/i,
  'basic credentials': /\bbasic (?!\[redacted)[\w+/]{12,}/i,
  'a cookie': /"(?:set-)?cookie":"(?!\[redacted)/i,
  'a signature': /\bv0=[0-9a-f]{16}/,
  'a socket ticket': /[?&]ticket=(?!\[redacted)\w/,
  'a response URL': /\/actions\/[0-9a-f]{8}/,
  'an email address': /[\w.+-]+@[\w-]+\.[\w.]+/,
};

export interface LeakWatch {
  hear(line: string): void;
  /** One example of each kind. */
  found(): string[];
}

/** Listens to a log for the secrets of this stage, and for what looks like any. */
export function watchForLeaks({ slack, domo }: Pick<Stage, 'slack' | 'domo'>, more: string[]): LeakWatch {
  const secrets = [slack.botToken, slack.appToken, slack.signingSecret, domo.clientSecret, ...more];
  const emails = cast.map(({ email }) => email);
  const examples = new Map<string, string>();
  const note = (what: string, line: string) => {
    if (!examples.has(what)) examples.set(what, `The log has ${what}: ${line.slice(0, 600)}`);
  };
  return {
    hear(line) {
      if (secrets.some((secret) => line.includes(secret))) note('a secret', line);
      if (emails.some((email) => line.includes(email))) note('the email of a person', line);
      for (const [what, look] of Object.entries(looks)) if (look.test(line)) note(what, line);
    },
    found: () => [...examples.values()],
  };
}
