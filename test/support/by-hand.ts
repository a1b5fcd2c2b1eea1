import type { World } from '../../sandbox/domo/world.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { approve, askAndSee, datasetOf } from './requests.ts';
import { channel, type Steward } from './steward.ts';

/** A person's datasets: some made with the API, and then some of a connector, which the API refuses. */
export function addOwner(world: World, id: number, { api, connectors }: { api: number; connectors: number }): void {
  world.addUser({ id, name: `Leaver ${id}` });
  for (let nth = 1; nth <= api + connectors; nth += 1) {
    const kind = nth <= api ? ('api' as const) : ('connector' as const);
    world.addDataset({ id: datasetOf(id, nth), name: `Dataset ${nth} of ${id}`, ownerId: id, kind });
  }
}

/** Asked for, approved, and run as far as the app can. */
export async function runToHands(
  steward: Steward,
  { from, done, left }: { from: number; done: number; left: number },
): Promise<{ number: number; card: SeenMessage }> {
  const { number, card } = await askAndSee(steward, { from });
  await approve(steward, card);
  const stands = `${done} of ${done + left} datasets? changed: .*\\n${left} to do by hand in Domo`;
  return { number, card: await steward.slack.as('emmy').sees(channel, new RegExp(`#${number} · ${stands}`)) };
}

/** What a person is asked to do by hand. */
export function toDo({ slack }: Pick<Steward, 'slack'>, number: number, who: string): Promise<SeenMessage> {
  return slack.as(who).sees('dm', new RegExp(`#${number}: please change`));
}

/** They say that they do it. */
export async function take(steward: Pick<Steward, 'slack'>, number: number, who: string): Promise<SeenMessage> {
  const { slack } = steward;
  const dm = await toDo(steward, number, who);
  await slack.as(who).press(dm, "I'll do it");
  await slack.workspace.until(() => slack.as(who).now(dm).buttons.includes('Check now') || undefined);
  return slack.as(who).now(dm);
}

/**
 * Clicks `Check now`, and resolves to what they are told: in a modal, or in a message if the answer took longer than Slack
 * lets one open.
 */
export async function checkNow({ slack }: Pick<Steward, 'slack'>, dm: SeenMessage, who: string): Promise<string> {
  const person = slack.as(who);
  const { messages } = slack.workspace;
  const before = messages.length;
  await person.press(person.now(dm), 'Check now');
  const late = () => messages.slice(before).find(({ text }) => /\d of [\d,]+ done\./.test(text));
  const told = await slack.workspace.until(() => person.openModal() ?? late());
  await person.closeModal('all');
  return told.text;
}
