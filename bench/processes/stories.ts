import { setTimeout as delay } from 'node:timers/promises';
import type { DomoServer } from '../../sandbox/domo/server.ts';
import type { Person } from '../../sandbox/slack/person/types.ts';
import type { SlackServer } from '../../sandbox/slack/start-slack.ts';
import type { DeliveryKind, JsonObject } from '../../sandbox/slack/types.ts';

const channel = 'domo-changes';
/** A change of ten thousand datasets takes minutes. */
const timeoutMs = 1_800_000;

/** What Slack sent once when somebody did something, to be sent again for others. */
export interface Template {
  kind: DeliveryKind;
  name: string;
  payload: JsonObject;
}

/** Typing in `Current owner`, `Datasets` and the schema form's `Dataset`. */
export type Typing = Record<'owner' | 'ownersDataset' | 'dataset', Template>;

/** What each delivery of a load is made of. */
export interface Templates extends Typing {
  command: Template;
  /** `Approve`, by somebody who may not. */
  approve: Template;
  /** The owner form, filled in for one dataset. */
  submission: Template;
}

/** What one person's next click needs: good for one use. */
export interface Ticket {
  slackId: string;
  triggerId: string;
  responseUrl: string;
}

/** `Details`, its next page, its search, its CSV, and the history of one dataset. */
export type Looked = 'open' | 'next' | 'find' | 'csv' | 'history';

/** Home, the list of what is open, and one request. */
export const glances = ['Home', 'list', 'status'] as const;
export type Glance = (typeof glances)[number];

/** What people do in the sandbox's Slack, as far as the benches need it. */
export function createStories(slack: SlackServer, domo: DomoServer) {
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];

  async function card(number: number) {
    return emmy.sees(channel, new RegExp(`#${number} ·`), { timeoutMs });
  }

  async function requested(): Promise<number> {
    const { text } = await sophie.modal(/is being prepared/);
    await sophie.closeModal('all');
    return Number(/#(\d+) is being prepared/.exec(text)?.[1]);
  }

  async function fillOwnerForm(leaver: string): Promise<void> {
    await sophie.command('/domo-owner');
    await sophie.modal('Change dataset owner');
    await chooseWhenThere(sophie, 'Current owner', leaver);
    await chooseWhenThere(sophie, 'New owner', 'Carl Friedrich Gauss');
    await sophie.fill('Reason', 'They have left');
  }

  /** Types a command and waits for the answer, which only this person sees. */
  async function answered(person: Person, line: string): Promise<void> {
    const { messages, until } = slack.workspace;
    const newest = () => messages.findLast(({ visibleTo }) => visibleTo === person.id);
    const before = newest();
    await person.command(line);
    await until(() => newest() !== before);
  }

  function latest(name: string): Template {
    const { kind, payload } = slack.latest(name);
    return { kind, name, payload: structuredClone(payload) };
  }

  return {
    /** Asks for a hand-over of all that `Leaver With <count>` owns. Resolves to the request's number. */
    async askForHandOver(count: number): Promise<number> {
      await fillOwnerForm(`Leaver With ${count}`);
      const errors = await sophie.submit();
      if (errors !== null) throw new Error(JSON.stringify(errors));
      return requested();
    },
    /** Presses `Undo` on the card of a request that is done, and sends the form. Resolves to the new request's number. */
    async askForUndo(number: number): Promise<number> {
      await sophie.press(sophie.now(await card(number)), 'Undo');
      await sophie.modal(/Undo #\d+/);
      const errors = await sophie.submit();
      if (errors !== null) throw new Error(JSON.stringify(errors));
      return requested();
    },
    /** Opens what tells of a request of so many datasets. Resolves to how long each took until it was there, in ms. */
    async looked(number: number, count: number, datasetId: string): Promise<Record<Looked, number>> {
      const total = count.toLocaleString('en');
      const open = await timed(async () => {
        await emmy.press(emmy.now(await card(number)), 'Details');
        await emmy.modal(new RegExp(`of ${total} datasets`));
      });
      const next = await timed(async () => {
        await emmy.pressInModal('Next');
        await emmy.modal(/26–50 of/);
      });
      const find = await timed(() => emmy.search(new RegExp(`of ${total} datasets`), `${count - 1}`));
      const csv = await timed(async () => {
        await emmy.pressInModal('Send me the CSV');
        await emmy.modal(/I sent you the CSV/, { timeoutMs });
      });
      await emmy.closeModal('all');
      const history = await timed(() => emmy.command(`/domo-owner history ${datasetId}`));
      return { open, next, find, csv, history };
    },
    /** Looks at what is open, and at the request of that number. Resolves to how long each took until it was there, in ms. */
    async glanced(handle: string, number: number): Promise<Record<Glance, number>> {
      const person = slack.as(handle);
      return {
        Home: await timed(() => person.openHome()),
        list: await timed(() => answered(person, '/domo-owner list')),
        status: await timed(() => answered(person, `/domo-owner status ${number}`)),
      };
    },
    /** Opens the owner form and types into it: what somebody waits for who wants something small meanwhile. */
    async openedAndSearched(): Promise<{ open: number; search: number }> {
      const open = await timed(async () => {
        await sophie.command('/domo-owner');
        await sophie.modal('Change dataset owner');
      });
      const search = await timed(() => sophie.search('Current owner', 'ada'));
      await sophie.closeModal('all');
      return { open, search };
    },
    /** Adds a column to a dataset, at its end. */
    async askForColumn(datasetId: string, column: string): Promise<number> {
      await sophie.command(`/domo-schema ${datasetId}`);
      await sophie.modal(/Columns \d/);
      await sophie.pressInModal('Add column');
      await sophie.modal('Add column');
      await sophie.fill('Column name', column);
      await sophie.choose('Column type', 'STRING');
      await sophie.submit();
      await sophie.modal(/1 change/);
      await sophie.fill('Reason', 'It is needed');
      const errors = await sophie.submit();
      if (errors !== null) throw new Error(JSON.stringify(errors));
      return requested();
    },
    /** Resolves when stewards can press `Approve`. */
    async decidable(number: number): Promise<void> {
      const seen = await card(number);
      const give = performance.now() + timeoutMs;
      while (!emmy.now(seen).buttons.includes('Approve')) {
        if (performance.now() > give) throw new Error(`#${number} cannot be decided: ${emmy.now(seen).text}`);
        await delay(10);
      }
    },
    async approve(number: number): Promise<void> {
      await emmy.press(emmy.now(await card(number)), 'Approve', { confirm: true });
    },
    /** Resolves when the card says that all of so many datasets were changed. */
    async finished(number: number, count: number): Promise<void> {
      const words =
        count === 1 ? /changed and checked/ : new RegExp(`All ${count.toLocaleString('en')} datasets changed`);
      await emmy.seesChange(await card(number), words, { timeoutMs });
    },
    /** What typing into the menus of both forms sends, with `Leaver With <count>` as the owner. */
    async typing(count: number): Promise<Typing> {
      await sophie.command('/domo-schema');
      await sophie.modal('Change dataset schema');
      await sophie.search('Dataset', 'sales');
      const dataset = latest('block_suggestion');
      await sophie.closeModal('all');
      await fillOwnerForm(`Leaver With ${count}`);
      await sophie.search('Current owner', 'ada');
      const owner = latest('block_suggestion');
      await sophie.choose('Which datasets', 'Only some');
      await sophie.chooseMany('Datasets', [/Handed over 1 of/], { search: 'Handed over 1 of' });
      const ownersDataset = latest('block_suggestion');
      return { dataset, owner, ownersDataset };
    },
    /** Does each thing once, and keeps what Slack sent. `number`: a request that waits for its decision. */
    async templates(number: number, count: number): Promise<Templates> {
      const blaise = slack.as('blaise');
      await blaise.press(blaise.now(await card(number)), 'Approve', { confirm: true });
      const approve = latest('block_actions');
      const typing = await this.typing(count);
      const command = latest('/domo-owner');
      await sophie.submit();
      await requested();
      return { ...typing, command, approve, submission: latest('view_submission') };
    },
    tickets(slackIds: string[], each: number): Ticket[] {
      const { triggers, responseUrls, workspace } = slack.context;
      const channelId = [...workspace.channels.values()][0]?.id ?? '';
      return slackIds.flatMap((slackId) =>
        Array.from({ length: each }, () => ({
          slackId,
          triggerId: triggers.issue(slackId),
          responseUrl: responseUrls.issue({ personId: slackId, channelId, threadTs: null, original: null }),
        })),
      );
    },
    /** What people did not get: deliveries without an answer, and calls that Slack refused. */
    refusals: () => slack.refusals(),
    ownedBy: (ownerId: number) => domo.world.ownedBy(ownerId).map(({ id }) => id),
  };
}

/** The first reading of Domo may be under way: waits until the menu has it. */
async function chooseWhenThere(person: Person, label: string, name: string): Promise<void> {
  while ((await person.search(label, name)).length === 0) await delay(50);
  await person.choose(label, new RegExp(`^${name} `), { search: name });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
