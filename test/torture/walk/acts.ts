import type { Person, SeenMessage } from '../../../sandbox/slack/person/types.ts';
import { channel } from '../../support/steward.ts';
import type { Random } from '../random.ts';
import { handButtons } from './by-hand.ts';
import { type Company, owners } from './company.ts';
import { isAcked, sayings } from './notes.ts';

/** Something that one person does. It throws when the screen is not as it would have to be: then it was not done, or not whole. */
export interface Act {
  name: string;
  weight: number;
  by: readonly string[];
  run(company: Company, person: Person, who: string, random: Random): Promise<void>;
}

const everyone = ['sophie', 'blaise', 'emmy', 'ada', 'carl'] as const;
const stewards = ['emmy', 'ada'] as const;

/** The newest cards with this button, as the person sees them. */
function cards(person: Person, button: string): SeenMessage[] {
  return person
    .messages(channel)
    .filter(({ buttons }) => buttons.includes(button))
    .slice(-6);
}

export function numberOf({ text }: Pick<SeenMessage, 'text'>): number {
  return Number(/#(\d+)/.exec(text)?.[1]);
}

async function onCard(company: Company, person: Person, who: string, random: Random, button: 'Approve' | 'Stop') {
  const card = random.pick(cards(person, button));
  const { notes } = company;
  const before = notes.weather;
  const { outcome } = await person.press(card, button, { confirm: true, stale: true });
  const what = button === 'Approve' ? 'approve' : 'stop';
  const fair = before === undefined && notes.weather === undefined;
  notes.clicks.push({ what, number: numberOf(card), by: who, acked: isAcked(outcome), fair });
}

/** A form above a card, filled and sent, until the person reads that it is done: one that is under way or refused closes no less. */
async function byForm(
  person: Person,
  card: SeenMessage,
  button: string,
  [field, text]: [string, string],
  done: RegExp,
): Promise<void> {
  await person.press(card, button);
  await person.modal();
  await person.fill(field, text);
  await person.submit();
  await person.modal(done);
}

export const acts: readonly Act[] = [
  {
    name: 'asks for an owner change',
    weight: 22,
    by: ['sophie', 'blaise', 'emmy'],
    run: async ({ notes }, person, who, random) => {
      const [from, to] = [random.pick(owners), random.pick(owners)];
      const note = { reason: `walk ${sayings(notes)}`, by: who };
      await person.command(`/domo-owner ${from} ${to}`);
      await person.modal('Change dataset owner');
      await person.fill('Reason', note.reason);
      notes.asks.push(note);
      if ((await person.submit()) !== null) return;
      const { text } = await person.modal(/#\d+ is being prepared/);
      Object.assign(note, { number: numberOf({ text }) });
    },
  },
  {
    name: 'asks for a schema change',
    weight: 6,
    by: ['sophie', 'blaise'],
    run: async ({ notes, domo }, person, who, random) => {
      const dataset = random.pick(domo.world.ownedBy(random.pick(owners)));
      const note = { reason: `walk ${sayings(notes)}`, by: who };
      await person.command(`/domo-schema ${dataset.id}`);
      await person.modal(/Columns \d/);
      await person.pressInModal('Add column');
      await person.modal('Add column');
      await person.fill('Column name', `Column ${sayings(notes)}`);
      await person.choose('Column type', 'LONG');
      await person.submit();
      await person.modal(/1 change/);
      await person.fill('Reason', note.reason);
      notes.asks.push(note);
      if ((await person.submit()) !== null) return;
      const { text } = await person.modal(/#\d+ is being prepared/);
      Object.assign(note, { number: numberOf({ text }) });
    },
  },
  { name: 'approves', weight: 30, by: stewards, run: (...on) => onCard(...on, 'Approve') },
  { name: 'would approve', weight: 6, by: everyone, run: (...on) => onCard(...on, 'Approve') },
  { name: 'stops', weight: 3, by: everyone, run: (...on) => onCard(...on, 'Stop') },
  {
    name: 'rejects',
    weight: 4,
    by: stewards,
    run: async ({ notes }, person, who, random) => {
      const card = random.pick(cards(person, 'Reject'));
      const number = numberOf(card);
      await byForm(person, card, 'Reject', ['Reason', 'Not now'], /#\d+ rejected/);
      notes.clicks.push({ what: 'reject', number, by: who, acked: true, fair: false });
    },
  },
  {
    name: 'asks a question',
    weight: 6,
    by: stewards,
    run: async ({ notes }, person, _, random) => {
      const card = random.pick(cards(person, 'Ask'));
      const note = { what: 'question' as const, text: `question ${sayings(notes)}?`, told: false };
      notes.talk.push(note);
      await byForm(person, card, 'Ask', ['Question', note.text], /I'll message you when/);
      note.told = true;
    },
  },
  {
    name: 'answers',
    weight: 6,
    by: ['sophie', 'blaise', 'emmy'],
    run: async ({ notes }, person, _, random) => {
      const asked = random.pick(person.dms().filter(({ buttons }) => buttons.includes('Answer')));
      const note = { what: 'answer' as const, text: `answer ${sayings(notes)}.`, told: false };
      notes.talk.push(note);
      await byForm(person, asked, 'Answer', ['Answer', note.text], /Your answer is on the card/);
      note.told = true;
    },
  },
  {
    name: 'takes back a vote, or withdraws',
    weight: 6,
    by: ['emmy', 'ada', 'sophie', 'blaise'],
    run: async ({ notes }, person, who, random) => {
      const card = random.pick(cards(person, 'Approve'));
      await person.press(card, 'Details');
      const { buttons } = await person.modal(/What happened/);
      const button = buttons.find((each) => ['Take back my vote', 'Withdraw'].includes(each));
      if (button === undefined) return;
      const { outcome } = await person.pressInModal(button, { confirm: true });
      const what = button === 'Withdraw' ? 'withdraw' : 'take back';
      notes.clicks.push({ what, number: numberOf(card), by: who, acked: isAcked(outcome), fair: false });
    },
  },
  {
    name: 'goes on from an earlier one',
    weight: 5,
    by: ['sophie', 'blaise', 'emmy'],
    run: async ({ notes }, person, who, random) => {
      const button = random.pick(['Retry failed', 'Undo']);
      await person.press(random.pick(cards(person, button)), button);
      await person.modal(/#\d+/);
      const note = { reason: `walk ${sayings(notes)}`, by: who };
      await person.fill('Reason', note.reason);
      notes.asks.push(note);
      if ((await person.submit()) !== null) return;
      const { text } = await person.modal(/#\d+ is being prepared/);
      Object.assign(note, { number: numberOf({ text }) });
    },
  },
  {
    name: 'looks after what is to be done by hand',
    weight: 3,
    by: stewards,
    run: async (_, person, __, random) => {
      const button = random.pick(handButtons);
      const asked = random.pick(person.dms().filter(({ buttons }) => buttons.includes(button)));
      await person.press(asked, button);
    },
  },
  {
    name: 'replies in the thread',
    weight: 3,
    by: everyone,
    run: async ({ notes }, person, _, random) => {
      const text = `reply ${sayings(notes)}`;
      person.replies(random.pick(cards(person, 'Details')), text);
      notes.talk.push({ what: 'reply', text, told: false });
    },
  },
  {
    name: 'changes an owner in Domo itself',
    weight: 4,
    by: ['carl'],
    run: async ({ domo }, _person, _, random) => {
      domo.world.setOwner(random.pick(domo.world.ownedBy(random.pick(owners))).id, random.pick(owners));
    },
  },
  { name: 'opens Home', weight: 2, by: everyone, run: async (_, person) => void (await person.openHome()) },
  { name: 'lists', weight: 2, by: everyone, run: async (_, person) => void (await person.command('/domo-owner list')) },
];
