import type { SeenMessage } from '../../../sandbox/slack/person/types.ts';
import type { RequestState } from '../../../src/change/types.ts';
import { channel } from '../../support/steward.ts';
import type { Company } from './company.ts';
import type { Stored } from './stored.ts';

const shown: Partial<Record<RequestState, RegExp>> = {
  applied: /changed|done|already/,
  partly_applied: /\d+ of \d+/,
  failed: /[Nn]othing (changed|confirmed)|[Nn]ot (applied|changed)/,
  rejected: /[Rr]ejected|[Dd]eclined/,
  withdrawn: /[Ww]ithdrawn|[Ww]ithdrew/,
  expired: /[Ee]xpired/,
};

const decisive = ['Approve', 'Reject', 'Ask', 'Stop', 'Accept', 'Decline'];

/** The card shows the request as it is, nothing can be decided any more, and nobody is told a thing twice or not at all. */
export function wronglyShown({ slack, notes }: Company, stored: Stored): string[] {
  const cards = slack
    .as('emmy')
    .messages(channel)
    .filter(({ ephemeral }) => !ephemeral);
  const ofRequest = Map.groupBy(cards, ({ text }) => Number(/^\D{0,6}#(\d+) ·/m.exec(text)?.[1]));
  const wrong: string[] = [];
  const doubles: string[] = [];
  for (const { number, state, id, requester } of stored.requests) {
    const all = ofRequest.get(number) ?? [];
    doubles.push(...all.slice(1).map(({ fallback }) => fallback));
    for (const { buttons, ts } of all) {
      const left = buttons.filter((button) => decisive.includes(button));
      if (left.length > 0) wrong.push(`The card of #${number} (${state}, ${ts}) still has ${left}`);
    }
    const recorded = stored.messages.find(({ requestId, purpose }) => requestId === id && purpose === 'card');
    // Somebody deleted it, and nothing can be decided by it any more.
    const card = all.find(({ ts }) => ts === recorded?.ts);
    const words = shown[state];
    if (card !== undefined && words !== undefined && !words.test(card.text)) {
      wrong.push(`The card of #${number} doesn't say that it is ${state}:\n${card.text}`);
    }
    const told = slack
      .as(requester.slackId)
      .dms()
      .filter(({ text }) => new RegExp(`#${number}\\b`).test(text));
    if (told.length === 0) wrong.push(`${requester.name} was never told of #${number} (${state})`);
  }
  for (const who of ['sophie', 'blaise', 'emmy', 'ada', 'carl']) doubles.push(...doublesIn(slack.as(who).dms()));
  // One that the app gave up waiting for, on a busy machine, is one that it may repeat.
  const late = slack.calls.filter(({ method, ms }) => method === 'chat.postMessage' && ms > 1_000).length;
  const explained = notes.unstored.size + notes.lostAnswers + late;
  if (doubles.length > explained) {
    const which = doubles.map((fallback) => `\n  ${fallback.split('\n')[0]}`).join('');
    wrong.push(`${doubles.length} messages came twice, with ${explained} moments that could explain one:${which}`);
  }
  for (const { person, text } of privately(slack))
    if (/undefined|\[object|NaN/.test(text)) wrong.push(`${person} reads: ${text}`);
  return wrong;
}

/** An answer to one's own click may say what another one said. */
function doublesIn(messages: readonly SeenMessage[]): string[] {
  const texts = messages.filter(({ ephemeral }) => !ephemeral).map(({ fallback }) => fallback);
  return texts.filter((text, at) => texts.indexOf(text) < at);
}

function privately(slack: Company['slack']): { person: string; text: string }[] {
  return ['sophie', 'blaise', 'emmy', 'ada', 'carl'].flatMap((who) => {
    const person = slack.as(who);
    return [...person.dms(), ...person.messages(channel)].map(({ text }) => ({ person: who, text }));
  });
}
