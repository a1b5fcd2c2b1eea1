import { openHome, runCommand, runShortcut, write } from '../acts.ts';
import type { SlackContext } from '../context.ts';
import type { Source } from '../payloads.ts';
import type { Channel, SlackMessage, SlackPerson } from '../types.ts';
import { chooseFound, pressFound } from './elements.ts';
import { buttonsIn, type Found, fieldsIn, matches, theOne } from './find.ts';
import { createModalPart } from './modal.ts';
import { seeMessage, seeView, visibleMessages } from './seen.ts';
import type { Person, SeenMessage, TextMatch, WaitOptions } from './types.ts';

/** Makes someone of the workspace act. Throws for those who can't: the deactivated, and bots. */
export function createPerson(ctx: SlackContext, person: SlackPerson): Person {
  if (person.standing === 'deactivated' || person.standing === 'bot') {
    throw new Error(`${person.name} is ${person.standing === 'bot' ? 'a bot' : 'deactivated'} and can't act`);
  }
  const { workspace, views } = ctx;

  function place(where: string): Channel {
    if (where === 'dm') return workspace.imWith(person.id);
    const channel = workspace.channel(where);
    if (!channel) throw new Error(`There is no channel "${where}"`);
    return channel;
  }
  const see = (message: SlackMessage) => seeMessage(ctx, message);
  const inPlace = (channelId: string) => visibleMessages(ctx, person, channelId);
  const topLevel = (where: string) =>
    inPlace(place(where).id)
      .filter((each) => !each.threadTs)
      .map(see);
  const replies = ({ channelId, ts, threadTs }: SeenMessage) =>
    inPlace(channelId)
      .filter((each) => each.threadTs === (threadTs ?? ts))
      .map(see);

  function current(seen: SeenMessage): SlackMessage | undefined {
    return inPlace(seen.channelId).find((each) => each.ts === seen.ts);
  }

  async function waitFor<T>(
    look: () => T | null | undefined,
    what: string,
    shown: () => string,
    wait: WaitOptions = {},
  ) {
    return workspace.until(look, { ...wait, what: `${what} by ${person.name}` }).catch((error: unknown) => {
      throw new Error(`${(error as Error).message}; they see:\n${shown()}`, { cause: error });
    });
  }
  const latest = (messages: SeenMessage[], text: TextMatch) => messages.findLast((each) => matches(each.text, text));
  const listed = (messages: SeenMessage[]) => messages.map((each) => `${each.author}: ${each.text}`).join('\n---\n');

  const sees: Person['sees'] = (where, text, wait) =>
    waitFor(
      () => latest(topLevel(where), text),
      `${String(text)} in ${where}`,
      () => listed(topLevel(where)),
      wait,
    );

  /** Waits for an element of a message, as it is now, or takes it as it was seen. */
  async function inMessage(
    seen: SeenMessage,
    find: (message: SlackMessage) => Found | null,
    what: string,
    stale: boolean,
  ): Promise<[Source, Found]> {
    const look = (): [Source, Found] | null => {
      const message = stale ? seen.message : current(seen);
      const found = message && find(message);
      return message && found ? [{ in: 'message', message }, found] : null;
    };
    const shown = () => {
      const message = current(seen);
      return message ? see(message).text : 'the message is gone';
    };
    return waitFor(look, what, shown);
  }

  /** Waits for an element of the Home tab, as it is now. */
  function inHome(find: typeof buttonsIn, label: TextMatch, row: TextMatch | undefined): Promise<[Source, Found]> {
    const look = (): [Source, Found] | null => {
      const view = views.home(person.id);
      const found = view && theOne(find(workspace, view.blocks), label, row);
      return view && found ? [{ in: 'view', view }, found] : null;
    };
    return waitFor(look, String(label), shownHome);
  }

  function shownHome(): string {
    const home = views.home(person.id);
    return home ? seeView(ctx, home).text : 'no Home tab';
  }

  return {
    id: person.id,
    name: person.name,
    person,

    command: (line, channel = 'general') => runCommand(ctx, person, line, place(channel)),
    asks: async (line, answer) => {
      await runCommand(ctx, person, line, place('general'));
      return sees('general', answer);
    },
    shortcut: (name) => runShortcut(ctx, person, name, null),
    messageShortcut: (name, seen) => runShortcut(ctx, person, name, current(seen) ?? seen.message),

    messages: topLevel,
    dms: () => topLevel('dm'),
    thread: replies,
    now: (seen) => {
      const message = current(seen);
      if (!message) throw new Error(`${person.name} no longer sees the message:\n${seen.text}`);
      return see(message);
    },
    sees,
    seesReply: (seen, text, wait) =>
      waitFor(
        () => latest(replies(seen), text),
        `the reply ${String(text)}`,
        () => listed(replies(seen)),
        wait,
      ),
    seesChange: (seen, text, wait) => {
      const shown = () => {
        const message = current(seen);
        return message ? [see(message)] : [];
      };
      return waitFor(
        () => latest(shown(), text),
        `the message as ${String(text)}`,
        () => listed(shown()),
        wait,
      );
    },
    writes: (where, text) => see(write(ctx, person, place(where), text)),
    replies: ({ channelId, ts, threadTs }, text) => see(write(ctx, person, place(channelId), text, threadTs ?? ts)),
    edits: (seen, text) => {
      const message = current(seen);
      if (message?.authorId !== person.id) throw new Error(`${person.name} did not write this, or it is gone`);
      workspace.change(message, { text, editedTs: ctx.ids.ts() });
    },
    deleteMessage: (seen) => {
      const message = current(seen);
      if (message) workspace.remove(message);
    },

    press: async (seen, label, options = {}) => {
      const find = (message: SlackMessage) => theOne(buttonsIn(workspace, message.blocks), label, options.row);
      const [source, found] = await inMessage(seen, find, `the button ${String(label)}`, options.stale === true);
      return pressFound(ctx, person, source, found, options);
    },
    chooseIn: async (seen, label, option, options = {}) => {
      const find = (message: SlackMessage) => theOne(fieldsIn(workspace, message.blocks), label, options.row);
      const [source, found] = await inMessage(seen, find, `the menu ${String(label)}`, options.stale === true);
      return chooseFound(ctx, person, source, found, [option], options);
    },

    home: () => {
      const home = views.home(person.id);
      return home ? seeView(ctx, home) : null;
    },
    openHome: async (match, wait = {}) => {
      const before = views.home(person.id)?.hash;
      await openHome(ctx, person);
      const look = () => {
        const home = views.home(person.id);
        const seen = home && home.hash !== before ? seeView(ctx, home) : null;
        return seen && (match === undefined || matches(seen.text, match)) ? seen : null;
      };
      return waitFor(look, 'the Home tab', shownHome, wait);
    },
    pressInHome: async (label, options = {}) => {
      const [source, found] = await inHome(buttonsIn, label, options.row);
      return pressFound(ctx, person, source, found, options);
    },
    chooseInHome: async (label, option, options = {}) => {
      const [source, found] = await inHome(fieldsIn, label, options.row);
      return chooseFound(ctx, person, source, found, [option], options);
    },

    ...createModalPart(ctx, person),
  };
}
