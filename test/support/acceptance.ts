import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import type { Steward } from './steward.ts';

/** The policy without a rule that asks the new owner. */
export const unasked = 'channel: C0123456789\napprovers: [U0EMMY00001, U0ADA000001]\nremind_after: [4h]\n';
/** The same with one, for what leavers own. */
export const asking = `${unasked}rules:
  - name: leavers
    when: { datasets: "Dataset *" }
    require_acceptance: true
people: { U0BLAISE001: 36, U0PIERRE001: 90 }
`;

/** What Carl, or whoever is to be the owner, is asked about a request. */
export function asked({ slack }: Pick<Steward, 'slack'>, number: number, as = 'carl'): Promise<SeenMessage> {
  return slack.as(as).sees('dm', new RegExp(`asks you to take over 1 dataset .*\\(#${number}\\)`));
}

export async function accept(steward: Pick<Steward, 'slack'>, number: number, as = 'carl'): Promise<SeenMessage> {
  const message = await asked(steward, number, as);
  await steward.slack.as(as).press(message, 'Accept');
  return message;
}
