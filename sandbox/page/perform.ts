import { cast } from '../cast.ts';
import type { DomoServer } from '../domo/server.ts';
import type { SlackServer } from '../slack/start-slack.ts';
import type { SlackPerson } from '../slack/types.ts';
import { changeByHand } from './by-hand.ts';
import type { DomoSwitches } from './domo-switches.ts';
import type { Act, ActAnswer } from './protocol.ts';
import type { Reads } from './reads.ts';
import type { SlackActs } from './slack-acts.ts';

/** What acts are done with. */
export interface Hands {
  slack: SlackServer;
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
  const { slackActs } = hands;
  switch (act.do) {
    case 'post':
      return slackActs.post(person, act);
    case 'shortcut':
      return slackActs.shortcut(person, act);
    case 'delete message':
      return slackActs.removeMessage(person, act);
    case 'press':
      return slackActs.press(person, act);
    case 'choose':
      return slackActs.choose(person, act);
    case 'fill':
      return slackActs.fill(person, act);
    case 'options':
      return slackActs.options(person, act);
    case 'submit':
      return slackActs.submit(person, act);
    case 'close':
      return slackActs.close(person, act);
    case 'open home':
      return slackActs.openHome(person);
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
    default:
      hands.domo.world.handsOf = domoUserOf(person) ?? hands.domo.world.handsOf;
      return changeByHand(hands.domo.world, act);
  }
}

/** Who does it in Domo's activity log. */
function domoUserOf({ id }: SlackPerson): number | null | undefined {
  return cast.find(({ slackId }) => slackId === id)?.domoId;
}
