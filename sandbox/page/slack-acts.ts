import { openHome, runCommand, runShortcut, setField, act as tellApp, write } from '../slack/acts.ts';
import type { Block } from '../slack/block-kit/blocks.ts';
import { elementsOf } from '../slack/block-kit/check-blocks.ts';
import type { Element } from '../slack/block-kit/elements.ts';
import type { FieldValue } from '../slack/field-value.ts';
import type { Source } from '../slack/payloads.ts';
import { visibleMessages } from '../slack/person/seen.ts';
import type { SlackServer } from '../slack/start-slack.ts';
import { closeView, submitView } from '../slack/submit.ts';
import { suggest } from '../slack/suggestions.ts';
import type { Outcome, SlackMessage, SlackPerson, SlackView } from '../slack/types.ts';
import type { ActOf, Place } from './act.ts';
import type { ActAnswer } from './protocol.ts';
import { personIn, type Traffic } from './traffic.ts';

type SlackDo =
  | 'post'
  | 'shortcut'
  | 'delete message'
  | 'press'
  | 'choose'
  | 'fill'
  | 'options'
  | 'submit'
  | 'close'
  | 'open home';

const done: ActAnswer = { ok: true };
const gone: ActAnswer = { ok: false, error: 'This has changed in the meantime.' };

/** Acts of a person in Slack by their names, through the same functions that the person driver of the tests uses. */
export type SlackActs = {
  [D in SlackDo]: (person: SlackPerson, act: ActOf<D>) => ActAnswer | Promise<ActAnswer>;
};

export function createSlackActs(
  slack: SlackServer,
  refused: (...args: Parameters<Traffic['refuse']>) => void,
): SlackActs {
  const { context: ctx, workspace } = slack;

  function messageAt(person: SlackPerson, channelId: string, ts: string): SlackMessage | undefined {
    return visibleMessages(ctx, person, channelId).find((each) => each.ts === ts);
  }
  /** A view that this person has open, or their Home: nobody acts in another's. */
  function viewOf(person: SlackPerson, viewId: string): SlackView | undefined {
    const view = ctx.views.byId(viewId);
    return view?.personId === person.id ? view : undefined;
  }
  function find(person: SlackPerson, place: Place, blockId: string, actionId: string) {
    const source = sourceAt(person, place);
    const blocks: Block[] = source?.in === 'view' ? source.view.blocks : (source?.message.blocks ?? []);
    const block = blocks.find((each) => each.block_id === blockId);
    const element: Element | undefined = block && elementsOf(block).find((each) => each.action_id === actionId);
    return source && block && element ? { source, block, element } : null;
  }
  function sourceAt(person: SlackPerson, place: Place): Source | null {
    if (place.in === 'view') {
      const view = viewOf(person, place.viewId);
      return view ? { in: 'view', view } : null;
    }
    const message = messageAt(person, place.channelId, place.ts);
    return message ? { in: 'message', message } : null;
  }

  /** Whether the app took the last of these. If not, the line of the delivery itself says so. */
  function wasAcked(person: SlackPerson, name: string): boolean {
    const latest = slack.deliveries.findLast((each) => each.name === name && personIn(each) === person.id);
    return latest?.status === 'acked';
  }

  return {
    post: async (person, { channelId, threadTs, text }) => {
      const channel = workspace.channels.get(channelId);
      if (!channel?.members.has(person.id)) return gone;
      if (!text.startsWith('/')) {
        write(ctx, person, channel, text, threadTs);
        return done;
      }
      if (threadTs !== null) {
        const command = text.split(/\s/)[0];
        const said = `${command} is not supported in threads. Sorry!`;
        workspace.post({ channelId, authorId: null, threadTs, visibleTo: person.id, text: said });
        return done;
      }
      // What goes wrong with a command, Slackbot has said already.
      await runCommand(ctx, person, text, channel);
      return done;
    },

    shortcut: async (person, { name, message }) => {
      const on = message ? messageAt(person, message.channelId, message.ts) : null;
      if (on === undefined) return gone;
      return answerOf(await runShortcut(ctx, person, name, on));
    },

    'delete message': (person, { channelId, ts }) => {
      const message = messageAt(person, channelId, ts);
      if (!message) return gone;
      workspace.remove(message);
      return done;
    },

    press: async (person, { place, blockId, actionId }) => {
      const found = find(person, place, blockId, actionId);
      if (!found) return gone;
      return answerOf(await tellApp(ctx, person, found.source, blockId, found.element));
    },

    choose: async (person, { place, blockId, actionId, value }) => {
      const found = find(person, place, blockId, actionId);
      if (!found || found.element.type !== value.type) return gone;
      const { source, block, element } = found;
      if (element.type !== 'overflow') setField(ctx, person, source, blockId, actionId, value);
      if (block.type === 'input' && !block.dispatch_action) return done;
      const { type: _type, ...chosen } = value;
      return answerOf(await tellApp(ctx, person, source, blockId, element, chosen));
    },

    fill: async (person, { place, blockId, actionId, value, tell }) => {
      const found = find(person, place, blockId, actionId);
      if (!found) return gone;
      const { source, block, element } = found;
      const held: FieldValue = { type: element.type, value: value === '' ? null : value };
      setField(ctx, person, source, blockId, actionId, held);
      if (!tell || block.type !== 'input' || !block.dispatch_action) return done;
      return answerOf(await tellApp(ctx, person, source, blockId, element, { value: held.value ?? null }));
    },

    options: async (person, { place, blockId, actionId, query }) => {
      const found = find(person, place, blockId, actionId);
      if (!found) return gone;
      try {
        return { ok: true, options: await suggest(ctx, person, found.source, blockId, found.element, query) };
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        if (wasAcked(person, 'block_suggestion')) refused('answer to block_suggestion', person.name, problem);
        return { ok: false, error: 'Nothing could be loaded.' };
      }
    },

    submit: async (person, { viewId }) => {
      const view = viewOf(person, viewId);
      if (!view || ctx.views.top(person.id) !== view) return gone;
      await submitView(ctx, person, view);
      if (view.trouble && wasAcked(person, 'view_submission'))
        refused('answer to view_submission', person.name, view.trouble);
      return done;
    },

    close: async (person, { viewId, how }) => {
      const view = viewOf(person, viewId);
      if (!view || ctx.views.top(person.id) !== view) return gone;
      await closeView(ctx, person, how);
      return done;
    },

    'open home': async (person) => {
      await openHome(ctx, person);
      return done;
    },
  };
}

/** What Slack's client shows when the app did not take what was sent. */
function answerOf(outcome: Outcome): ActAnswer {
  if (outcome.ok) return done;
  const slow = outcome.error === 'http_timeout' || outcome.error === 'operation_timeout';
  return {
    ok: false,
    error: slow
      ? 'The app took too long to answer. Try again?'
      : `The app did not take it (${outcome.error}). Try again?`,
  };
}
