import type { Life, LifeEvent } from '../../workflow/tell/life.ts';
import { escapeMrkdwn, moment, oneLine, showPerson } from '../text.ts';
import { standsAs } from '../words.ts';
import { countsLine } from './outcomes.ts';
import { listed, longestReason, personName, quotedInline, ruleNames } from './request-words.ts';

/** What happened to a request, a line each, oldest first, in UTC and the reader's own time. mrkdwn, never a mention. */
export function lifeLines({ events }: Life): string[] {
  return events.map((event) => `${moment(event.at)} · ${wordsOf(event)}`);
}

/** Everybody in it once, with their emails and ids of then. mrkdwn. */
export function peopleThen({ events }: Life): string[] {
  const people = new Map(events.flatMap(({ who }) => (who === undefined ? [] : [[who.slackId, who]])));
  return [...people.values()].map((who) => escapeMrkdwn(`${showPerson(who, 150)} · ${oneLine(who.slackId, 30)}`));
}

function wordsOf(event: LifeEvent): string {
  const who = event.who === undefined ? 'the app' : personName(event.who);
  switch (event.what) {
    case 'asked':
      return `Requested by ${who}`;
    case 'stewards asked':
      return 'Plan ready, stewards asked';
    case 'reminded':
      return 'Reminder sent';
    case 'escalated':
      return `Fallback approvers asked too${forRules(event.rules)}`;
    case 'all away':
      return `Everyone who could decide it was away${forRules(event.rules)}`;
    case 'question':
      return `${who} asked: ${quotedInline(event.text, longestReason)}`;
    case 'answer':
      return `${who} answered: ${quotedInline(event.text, longestReason)}`;
    case 'approve':
      return `Approved by ${who}${said(event.text)}${forRules(event.rules)}`;
    case 'reject':
      return `Rejected by ${who}${said(event.text)}${forRules(event.rules)}`;
    case 'accept':
      return `Accepted by ${who}, the new owner${said(event.text)}`;
    case 'decline':
      return `Declined by ${who}, the new owner${said(event.text)}`;
    case 'taken back':
      return `${who} took back their vote`;
    case 'approved':
      return 'All approvals are in';
    case 'recounted':
      return `Waiting again: ${plain(event.text)}`;
    case 'began':
      return `Started, after counting the votes again${uncounted(event.uncounted)}`;
    case 'asked by hand':
      return "The app's part is done; the rest is to do by hand in Domo";
    case 'taken by hand':
      return `${who} does the rest by hand`;
    case 'given back':
      return `${who} gave it back`;
    case 'stopped':
      return `${who} asked to stop it`;
    case 'paused':
    case 'former access':
      return plain(event.text);
    case 'resumed':
      return 'Continued';
    case 'rechecked':
      return 'Checked again in Domo: the change is still there';
    case 'outside':
      return `⚠️ Changed in Domo outside the app: ${plain(event.text)}`;
    case 'overwritten':
      return `⚠️ ${plain(event.text)}`;
    case 'ended':
      return ending(event);
  }
}

/** `✅ Changed and checked · 10 changed and checked · 2 already so`, `❌ Withdrawn by Sophie Germain`. */
function ending({ state, counts, who, text }: Extract<LifeEvent, { what: 'ended' }>): string {
  const by = who === undefined ? '' : ` by ${personName(who)}`;
  const why = text === undefined ? [] : [plain(text)];
  return [`${standsAs(state, counts)}${by}`, countsLine(counts), ...why].filter(Boolean).join(' · ');
}

function said(text: string | undefined): string {
  return text ? `: ${quotedInline(text, longestReason)}` : '';
}

function forRules(rules: string[]): string {
  if (rules.length === 0) return '';
  return ` (${rules.length === 1 ? 'rule' : 'rules'}: ${ruleNames(rules)})`;
}

function uncounted(all: { name: string; why: string }[]): string {
  const names = all.map(({ name, why }) => `${personName({ name })} (${escapeMrkdwn(oneLine(why, 200))})`);
  return names.length === 0 ? '' : `. Not counted: ${listed(names, { most: 5 })}`;
}

function plain(text: string): string {
  return escapeMrkdwn(oneLine(text, 900));
}
