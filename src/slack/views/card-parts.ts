import type { KnownBlock } from '@slack/types';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { exclusionReasons } from '../../workflow/tell/sentences.ts';
import { countOf, cut, escapeMrkdwn, oneLine, showNumber, showOwner, showPerson, slackDate } from '../text.ts';
import { context, section } from './blocks.ts';
import { shortFingerprint } from './card-buttons.ts';
import { amissLines, type Dressing, itemTable } from './item-table.ts';
import { longestReason } from './owner-form.ts';
import {
  nameOf,
  progressLines,
  quoted,
  ruleLine,
  securityWords,
  stillOwnedLines,
  voteLine,
  votesToTell,
  wasRun,
} from './request-words.ts';

/** How it stands: waiting, under way with a bar, or done with what became of it. */
export function standing(request: RequestView): KnownBlock[] {
  const { problem } = request;
  const lines = [...progressLines(request), ...(problem === undefined ? [] : [cut(escapeMrkdwn(problem), 1000)])];
  return [section(lines.join('\n'))];
}

/** From whom to whom, and which datasets. */
export function ownerChange(request: RequestView, dressing: Dressing): KnownBlock[] {
  const { from, to, total } = request;
  const lines = [
    ...(from === undefined ? [] : [`*From* ${escapeMrkdwn(showOwner(from))}`]),
    ...(to === undefined ? [] : [`*To* ${escapeMrkdwn(showOwner(to))}`]),
    ...(total === 0 ? [] : [`*${countOf(total, 'dataset')}*, ${securityWords(request)}`]),
  ];
  return [...(lines.length === 0 ? [] : [section(lines.join('\n'))]), ...itemTable(request, dressing)];
}

export function reason(request: RequestView): KnownBlock[] {
  return [section(`*Reason*\n${quoted(request.reason, longestReason)}`)];
}

/** What to worry about, and what is not in the plan. */
export function worries(request: RequestView): KnownBlock[] {
  const warnings = request.warnings.map((warning) => `• ${escapeMrkdwn(oneLine(warning, 400))}`).join('\n');
  const blocks: KnownBlock[] = warnings === '' ? [] : [section(cut(`*Mind*\n${warnings}`, 1500))];
  const { leftOut } = request;
  if (leftOut.length > 0) {
    const shown = leftOut.slice(0, 5).map((each) => `${escapeMrkdwn(nameOf(each, 80))} is in #${each.heldBy}`);
    const more = leftOut.length > shown.length ? `; and ${showNumber(leftOut.length - shown.length)} more` : '';
    const text = `*Left out*, since another open request holds them: ${shown.join('; ')}${more}`;
    blocks.push(section(cut(text, 800)));
  }
  return blocks;
}

/** Who must agree and who has: the only place that mentions people, which notifies them when the card is first posted. */
export function votes(request: RequestView): KnownBlock[] {
  const lines = [...request.rules.map((rule) => ruleLine(rule, true)), ...votesToTell(request).map(voteLine)];
  return lines.length === 0 ? [] : [section(cut(lines.join('\n'), 2000))];
}

/** Stewards whose approval would not count here, and why. */
export function exclusions({ excluded }: RequestView): KnownBlock[] {
  if (excluded.length === 0) return [];
  const byPerson = new Map(excluded.map((each) => [each.person.slackId, each]));
  const shown = [...byPerson.values()].slice(0, 8);
  const names = shown.map(
    ({ person, exclusion }) => `${escapeMrkdwn(showPerson(person, 100))} ${exclusionReasons[exclusion]}`,
  );
  const text = `Cannot approve here: ${names.join('; ')}${byPerson.size > shown.length ? '; and others' : ''}`;
  return [section(cut(text, 2500))];
}

/** After the run: what did not come about, with names and reasons, and what is left. */
export function result(request: RequestView, dressing: Dressing): KnownBlock[] {
  if (!wasRun(request)) return [];
  // Without a table, an owner change's list has said what became of each already.
  const told = request.kind === 'owner' && dressing === 'plain';
  const lines = [...(told ? [] : amissLines(request, 8)), ...stillOwnedLines(request)];
  return lines.map((line) => section(line));
}

export function smallPrint(request: RequestView): KnownBlock[] {
  const { requester, createdAt, expiresAt, state } = request;
  return [
    context(
      `Asked by ${escapeMrkdwn(showPerson(requester))}, ${slackDate(createdAt)}`,
      `Fingerprint \`${shortFingerprint(request)}\``,
      ...(state === 'pending' && expiresAt !== undefined ? [`Expires ${slackDate(expiresAt)}`] : []),
    ),
  ];
}
