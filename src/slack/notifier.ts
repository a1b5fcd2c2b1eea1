import type { HomeView, MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import {
  type MessageRef,
  type Notifier,
  NotifierRefused,
  NotifierUnavailable,
  type Updated,
} from '../workflow/ports.ts';
import type { HomeShown } from '../workflow/tell/home-content.ts';
import type { RequestView } from '../workflow/tell/request-view.ts';
import { callSlack, orWhenRefused, SlackRefusal } from './call-slack.ts';
import { appProblem, channelProblem, lastingProblem } from './channel-problem.ts';
import { itemsCsv } from './csv.ts';
import type { Pace, Urgency } from './pace.ts';
import { permalink } from './permalink.ts';
import { filesForbidden, postFile } from './post-file.ts';
import { refusalSentence } from './refusals.ts';
import { threadReply, writtenMessage } from './thread-reply.ts';
import { card, type Message } from './views/card.ts';
import { closedHome, home, homeToDo } from './views/home.ts';
import { type LinkTo, linksTo } from './views/lists.ts';
import { noFiles, noticeMessage } from './views/notices.ts';
import { pingMessage } from './views/pings.ts';

/** What Slack answers when a message is no longer there to be changed, or may not be changed any more. */
const goneErrors = [
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
  'is_inactive',
];

/** Between the app's clock and Slack's, in ms. */
const clocksDiffer = 60_000;
/** Messages that are looked at for a card, and replies under it, in one call. */
const mostRead = 200;

const cardEvent = 'domo_steward_card';

/** By it a card is found again. Anyone in the channel can read it, so that it has the request's random id alone, and nothing goes by it. */
function cardMark(requestId: string): MessageMetadata {
  return { event_type: cardEvent, event_payload: { request: requestId } };
}

/** The request's id. */
const cardMarkOf = z
  .object({ event_type: z.literal(cardEvent), event_payload: z.object({ request: z.string() }) })
  .transform(({ event_payload: { request } }) => request);

/** What the notifier asks of the workspace. */
export interface Surroundings {
  workspaceUrl(): Promise<string>;
  /** Whether one of the optional scopes for it was granted. */
  mayReadThreads(): Promise<boolean>;
  nameOf(slackId: string): Promise<string>;
}

/** The workflow's way to people, by Slack's Web API. */
export function createNotifier(
  client: WebClient,
  pace: Pace,
  { workspaceUrl, mayReadThreads, nameOf }: Surroundings,
): Notifier {
  async function post(
    channel: string,
    message: Message,
    more: { thread_ts?: string; metadata?: MessageMetadata } = {},
  ): Promise<MessageRef> {
    const sent = { channel, ...message, ...more };
    const answer = await callSlack(() =>
      client.chat.postMessage({ ...sent, unfurl_links: false, unfurl_media: false }),
    );
    return { channel: answer.channel ?? channel, ts: answer.ts ?? '' };
  }

  function update(ref: MessageRef, message: Message, urgency: Urgency): Promise<Updated> {
    return orWhenRefused<Updated>(
      goneErrors,
      async () => {
        const answer = await pace(urgency, () => client.chat.update({ ...place(ref), ...message }));
        return answer === 'later' ? 'later' : 'updated';
      },
      () => 'gone',
    );
  }

  /** Undefined: this person cannot be written to. */
  async function toPerson(slackId: string, message: Message): Promise<MessageRef | undefined> {
    try {
      const opened = await callSlack(() => client.conversations.open({ users: slackId }));
      return await post(opened.channel?.id ?? slackId, message);
    } catch (error) {
      if (error instanceof SlackRefusal && appProblem(error.error) === undefined) return undefined;
      throw error;
    }
  }

  async function updateDm(ref: MessageRef, message: Message, urgency: Urgency): Promise<Updated> {
    try {
      return await update(ref, message, urgency);
    } catch (error) {
      if (error instanceof SlackRefusal && appProblem(error.error) === undefined) return 'gone';
      throw error;
    }
  }

  /** Throws `NotifierRefused` when Slack will not have it there as things are. */
  async function inChannel<T>(channel: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      const called = await client.conversations.info({ channel }).then(
        ({ channel: found }) => calledAs(found),
        () => '',
      );
      throw new NotifierRefused(lastingProblem(error.error, called), { cause: error });
    }
  }

  return {
    async channelProblem(channel) {
      try {
        const { channel: found } = await callSlack(() => client.conversations.info({ channel }));
        if (found?.is_archived) return channelProblem('is_archived', calledAs(found));
        return found?.is_member === false ? channelProblem('not_in_channel', calledAs(found)) : undefined;
      } catch (error) {
        if (error instanceof SlackRefusal) return channelProblem(error.error, '');
        throw error;
      }
    },
    postCard: (channel, request) =>
      inChannel(channel, () => post(channel, card(request), { metadata: cardMark(request.id) })),
    async findCard(channel, requestId, since, replaced) {
      const sought = { channel, oldest: `${(since.getTime() - clocksDiffer) / 1_000}`, limit: mostRead };
      const isCard = ({ ts, metadata }: { ts?: string; metadata?: unknown }) =>
        ts !== undefined && ts !== replaced?.ts && cardMarkOf.safeParse(metadata).data === requestId;
      return orWhenRefused(
        ['missing_scope', 'not_in_channel', 'channel_not_found'],
        async () => {
          const { messages = [] } = await client.conversations.history({ ...sought, include_all_metadata: true });
          const ts = messages.find(isCard)?.ts;
          return ts === undefined ? undefined : { channel, ts };
        },
        () => undefined,
      );
    },
    updateCard: (ref, request) =>
      inChannel(ref.channel, () => update(ref, card(request), isProgress(request) ? 'if there is room' : 'now')),
    async postItems(ref, request, purpose, items) {
      const pieces: string[] = [];
      for await (const piece of itemsCsv(items, purpose)) pieces.push(piece);
      const content = Buffer.from(pieces.join(''));
      const title = purpose === 'plan' ? `Plan of #${request.number}` : `Result of #${request.number}`;
      const filename = `request-${request.number}-${purpose}.csv`;
      const file = { channel: ref.channel, thread: ref.ts, filename, title, content };
      // The list is a copy of what `Details` shows: a workspace without files decides all the same.
      const instead = () =>
        purpose === 'plan' ? post(ref.channel, noFiles(request), { thread_ts: ref.ts }) : undefined;
      await inChannel(ref.channel, () => orWhenRefused<unknown>(filesForbidden, () => postFile(client, file), instead));
    },
    async remove(ref) {
      await callSlack(() => client.chat.delete(place(ref))).catch((error: unknown) => {
        if (!(error instanceof SlackRefusal || error instanceof NotifierUnavailable)) throw error;
      });
    },
    async linkTo(ref) {
      return workspaceUrl().then(
        (url) => permalink(url, ref),
        () => undefined,
      );
    },
    async repliesTo(ref) {
      if (!(await mayReadThreads())) return [];
      return orWhenRefused(
        ['missing_scope', 'not_in_channel', 'channel_not_found', 'thread_not_found', 'not_allowed_token_type'],
        async () => {
          const { messages = [] } = await client.conversations.replies({
            channel: ref.channel,
            ts: ref.ts,
            limit: mostRead,
          });
          return messages.flatMap((message) => {
            const { data } = writtenMessage.safeParse(message);
            return (data && threadReply(ref.channel, data, nameOf)) ?? [];
          });
        },
        () => [],
      );
    },
    async reply(ref, notice) {
      await post(ref.channel, noticeMessage(notice), { thread_ts: ref.ts });
    },
    tell: (slackId, notice) => toPerson(slackId, noticeMessage(notice)),
    ping: (slackId, pings) => toPerson(slackId, pingMessage(slackId, pings)),
    updateNotice: (ref, notice) =>
      updateDm(ref, noticeMessage(notice), notice.request.reading === undefined ? 'now' : 'if there is room'),
    // Whoever was called sees it on the card sooner.
    updatePing: (ref, slackId, pings) => updateDm(ref, pingMessage(slackId, pings), 'soon'),
    async showHome(slackId, shown) {
      const linkTo = linksTo(await workspaceUrl());
      const view = homeOf(shown, linkTo);
      try {
        await callSlack(() => client.views.publish({ user_id: slackId, view }));
      } catch (error) {
        if (!(error instanceof SlackRefusal && appProblem(error.error) === undefined)) throw error;
      }
    },
  };
}

function homeOf(shown: HomeShown, linkTo: LinkTo): HomeView {
  if (!shown.ok) return closedHome(refusalSentence(shown.refusal));
  return 'toDo' in shown ? homeToDo(shown.toDo, linkTo) : home(shown.content, linkTo);
}

/** ` #name`, as in a sentence; nothing for a private one, whose name is for its members. */
function calledAs(channel: { name?: string; is_private?: boolean } | undefined): string {
  return channel?.name === undefined || channel.is_private !== false ? '' : ` #${channel.name}`;
}

function place({ channel, ts }: MessageRef): MessageRef {
  return { channel, ts };
}

/** No more than how far a run is: its next repaint says it too, and its end in any case. */
function isProgress({ state, counts, total, problem, stoppedBy }: RequestView): boolean {
  const underWay = counts.waiting + counts.writing;
  return state === 'applying' && underWay > 0 && underWay < total && problem === undefined && stoppedBy === undefined;
}
