import type { Fault } from '../../../sandbox/domo/faults.ts';
import type { CallFault } from '../../../sandbox/slack/faults.ts';
import { channel } from '../../support/steward.ts';
import type { Random } from '../random.ts';
import type { Company } from './company.ts';

/** Something that goes wrong for a while; `begin` resolves to what ends it. */
export interface Weather {
  name: string;
  weight: number;
  begin(company: Company, random: Random): Promise<() => Promise<void> | void>;
}

const minute = 60_000;
const over = () => undefined;

const domoFaults: readonly Fault[] = [
  { kind: 'status', status: 429, retryAfter: '0' },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 500, when: 'after' },
  { kind: 'status', status: 502, body: 'html' },
  { kind: 'status', status: 200, body: 'html' },
  { kind: 'status', status: 200, body: 'empty' },
  { kind: 'hang' },
  { kind: 'hang', when: 'after' },
  { kind: 'reset' },
  { kind: 'reset', when: 'after' },
  { kind: 'wrong_length', by: -3 },
  { kind: 'refused' },
  { kind: 'slow', ms: 300 },
];

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
    if (['lost answer', 'hang', 'reset', 'status'].includes(fault.kind)) notes.blind += times;
    return () => slack.faults.clear();
  };
}

async function kill({ apps, notes }: Company, random: Random, later = 0): Promise<void> {
  notes.blind += 4;
  const app = random.pick(apps);
  await (later === 0 ? app.restart() : Promise.all(apps.map((each) => each.later(later))));
}

export const weathers: readonly Weather[] = [
  {
    name: 'a fifth of the calls to Domo fails, in all ways',
    weight: 10,
    begin: async ({ domo }, random) => {
      const off = domo.on('call', () => {
        if (random.chance(0.2)) domo.faults.add(random.pick(domoFaults), { times: 1 });
      });
      return () => {
        off();
        domo.faults.clear();
      };
    },
  },
  {
    name: 'Domo is gone for ten minutes of its clock',
    weight: 3,
    begin: async (company, random) => {
      company.domo.faults.add(random.pick<Fault>([{ kind: 'status', status: 503 }, { kind: 'reset' }]), { path: '/' });
      // They aren't ready before it is back.
      const ready = kill(company, random, 10 * minute);
      return async () => {
        company.domo.faults.clear();
        await ready;
      };
    },
  },
  {
    name: 'Slack stumbles',
    weight: 8,
    begin: async (company, random) => onSlack(random.pick(slackFaults), 4)(company, random),
  },
  {
    name: 'Slack is gone, and its connections with it',
    weight: 4,
    begin: async (company, random) => {
      company.slack.faults.dropSockets('silent');
      return onSlack({ kind: 'reset' }, 60)(company, random);
    },
  },
  {
    name: 'Slack asks to wait, again and again',
    weight: 4,
    begin: onSlack({ kind: 'ratelimited', retryAfter: 1 }, 40),
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
    begin: onSlack({ kind: 'error', error: 'file_uploads_disabled' }, 10, 'files.getUploadURLExternal'),
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
  {
    name: 'a process is killed',
    weight: 12,
    begin: async (company, random) => {
      await kill(company, random);
      return over;
    },
  },
  {
    name: 'five hours go by, and all processes are killed',
    weight: 2,
    begin: async (company, random) => {
      await kill(company, random, 5 * 60 * minute);
      return over;
    },
  },
];
