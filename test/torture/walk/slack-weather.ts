import type { CallFault } from '../../../sandbox/slack/faults.ts';
import { channel } from '../../support/steward.ts';
import type { Weather } from './weather.ts';

const over = () => undefined;

const slackFaults: readonly CallFault[] = [
  { kind: 'ratelimited', retryAfter: 1 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'error', error: 'internal_error' },
  { kind: 'reset' },
  { kind: 'lost answer' },
  { kind: 'hang' },
];

/** Slack's side, with its methods; of `*` the app's own look at who is there would be hit as well. */
function onSlack(fault: CallFault, times: number, method = '*'): Weather['begin'] {
  return async ({ slack, notes }) => {
    slack.faults.onCall(method, fault, times);
    if (fault.kind === 'lost answer') notes.lostAnswers += times;
    return () => slack.faults.clear();
  };
}

/** Until it ends. */
const always = Number.POSITIVE_INFINITY;

export const slackWeathers: readonly Weather[] = [
  {
    name: 'Slack stumbles',
    weight: 8,
    begin: async (company, random) => onSlack(random.pick(slackFaults), 4)(company, random),
  },
  {
    // Longer than its minute, which is a second here.
    name: 'Slack is gone for a minute, and its connections with it',
    weight: 6,
    begin: async (company, random) => {
      company.slack.faults.dropSockets('silent');
      return onSlack({ kind: 'reset' }, always)(company, random);
    },
  },
  {
    name: 'Slack asks to wait, again and again',
    weight: 4,
    begin: onSlack({ kind: 'ratelimited', retryAfter: 1 }, always),
  },
  {
    name: 'the channel is archived',
    weight: 2,
    begin: async ({ slack }) => {
      const place = slack.workspace.channel(channel);
      if (place === undefined) return over;
      place.isArchived = true;
      return () => {
        place.isArchived = false;
      };
    },
  },
  {
    name: 'the app is removed from the channel',
    weight: 2,
    begin: async ({ slack }) => {
      const { app } = slack.workspace;
      slack.workspace.channel(channel)?.members.delete(app.botUserId);
      return () => void slack.workspace.channel(channel)?.members.add(app.botUserId);
    },
  },
  {
    name: 'a card is deleted',
    weight: 4,
    begin: async ({ slack }, random) => {
      const emmy = slack.as('emmy');
      const cards = emmy.messages(channel).filter(({ buttons }) => buttons.includes('Details'));
      if (cards.length > 0) emmy.deleteMessage(random.pick(cards));
      return over;
    },
  },
  {
    name: 'files are forbidden',
    weight: 2,
    begin: onSlack({ kind: 'error', error: 'file_uploads_disabled' }, always, 'files.getUploadURLExternal'),
  },
  {
    name: 'each delivery comes twice',
    weight: 4,
    begin: async ({ slack }) => {
      slack.faults.deliverTwice(10);
      return over;
    },
  },
  {
    name: "Slack's connections break",
    weight: 3,
    begin: async ({ slack }, random) => {
      slack.faults.dropSockets(random.pick(['announced', 'silent', 'frozen']));
      return over;
    },
  },
];
