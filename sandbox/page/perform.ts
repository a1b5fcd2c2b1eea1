import { cast } from '../cast.ts';
import type { DomoServer } from '../domo/server.ts';
import type { SlackPerson } from '../slack/types.ts';
import type { Act, ActOf } from './act.ts';
import { changeByHand } from './by-hand.ts';
import type { DomoSwitches } from './domo-switches.ts';
import type { ActAnswer } from './protocol.ts';
import type { Reads } from './reads.ts';
import type { SlackActs } from './slack-acts.ts';

/** What acts are done with. */
export interface Hands {
  domo: DomoServer;
  slackActs: SlackActs;
  switches: DomoSwitches;
  reads: Reads;
  restartApp(): Promise<void>;
  /** Starts the app again, and it is so many ms later for it. */
  moveClock(ms: number): Promise<void>;
  /** Called when something moved that no event of Slack or Domo tells of. */
  moved(what: 'reads' | 'switches', personId: string): void;
}

/** Does what someone at the page asked for. Answers with a sentence when it can't be done. */
export async function perform(hands: Hands, person: SlackPerson, act: Act): Promise<ActAnswer> {
  switch (act.do) {
    case 'read':
      if (hands.reads.mark(person.id, act.channelId, act.ts)) hands.moved('reads', person.id);
      return { ok: true };
    case 'switch':
      hands.switches.turn(act.name, act.on, act.datasetId);
      hands.moved('switches', person.id);
      return { ok: true };
    case 'later':
      await hands.moveClock(act.hours * 60 * 60_000);
      return { ok: true };
    case 'restart':
      await hands.restartApp();
      return { ok: true };
    case 'set owner':
    case 'describe':
    case 'rename column':
    case 'set columns':
    case 'run connector':
    case 'delete dataset':
    case 'delete user':
      hands.domo.world.handsOf = domoUserOf(person) ?? hands.domo.world.handsOf;
      return changeByHand(hands.domo.world, act);
    default:
      return actIn(hands.slackActs, act.do, person, act);
  }
}

function actIn<D extends keyof SlackActs>(acts: SlackActs, name: D, person: SlackPerson, act: ActOf<D>) {
  return acts[name](person, act);
}

/** Who does it in Domo's activity log. */
function domoUserOf({ id }: SlackPerson): number | null | undefined {
  return cast.find(({ slackId }) => slackId === id)?.domoId;
}
