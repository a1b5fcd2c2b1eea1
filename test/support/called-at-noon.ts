import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { addLeavers } from './requests.ts';
import { type Steward, startSteward } from './steward.ts';

export const hour = 60 * 60_000;

/** An app whose clock the test moves: whoever is asleep, away or not in the channel is called another way. */
export interface CalledAtNoon {
  steward: Steward;
  /** What the app's clock shows. */
  now(): Date;
  /** Moves the clock by `ms` and starts the app again: what runs every minute runs at a start too. */
  letPass(ms: number, policy?: string): Promise<void>;
  /** What somebody was told in private about this. */
  dms(who: string, about: RegExp): SeenMessage[];
}

/**
 * It is Tuesday noon in Berlin: 11:00 in UTC, and 3 in the morning in Los Angeles, where Ada is. Carl is on holiday, and
 * Blaise is not in the channel; `at`: another time. Three leavers own one dataset each.
 */
export async function startAtNoon(policy: string, at = '2026-03-03T11:00:00Z'): Promise<CalledAtNoon> {
  let ahead = Date.parse(at) - Date.now();
  const now = () => new Date(Date.now() + ahead);
  const steward = await startSteward({
    policy,
    world: (world) => addLeavers(world, 3, 1),
    workspace: (workspace) => {
      workspace.person('ada').odd = { tz: 'America/Los_Angeles' };
      workspace.person('carl').odd = { profile: { status_emoji: ':palm_tree:' } };
      workspace.channel('domo-changes')?.members.delete('U0BLAISE001');
    },
    overrides: { now },
  });
  return {
    steward,
    now,
    async letPass(ms, changed = policy) {
      ahead += ms;
      await steward.restart({ policy: changed, overrides: { now } });
    },
    dms: (who, about) =>
      steward.slack
        .as(who)
        .dms()
        .filter(({ text }) => about.test(text)),
  };
}
