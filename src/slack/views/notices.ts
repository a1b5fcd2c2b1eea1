import type { KnownBlock } from '@slack/types';
import { itemStates } from '../../change/types.ts';
import type { Notice } from '../../workflow/ports.ts';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { actionIds } from '../ids.ts';
import { countOf, cut, escapeMrkdwn, mention, showOwner, showPerson, withoutMarkup } from '../text.ts';
import { actions, button, confirmation, context, section } from './blocks.ts';
import { longestFallback, type Message } from './card.ts';
import { afterwards } from './card-buttons.ts';
import { fitMessage } from './fit-message.ts';
import { amissLines, itemLine } from './item-table.ts';
import type { LinkTo } from './lists.ts';
import { longestReason } from './owner-form.ts';
import {
  gist,
  kindAndGist,
  kindWords,
  outcomeWords,
  progressLines,
  quoted,
  stateLine,
  stillOwnedLines,
  voteLine,
  votesToTell,
  wasRun,
} from './request-words.ts';
import { schemaIds } from './schema-ids.ts';

/** Items that a message names as not done; the rest is in the thread. */
const shownAmiss = 10;

/** What a DM or a reply in the thread says. `linkTo`: where the card is, for people who see only DMs. */
export function noticeMessage(notice: Notice, linkTo: LinkTo = () => undefined): Message {
  const lines = noticeLines(notice, linkTo);
  const text = cut(withoutMarkup(lines.join('\n')), longestFallback);
  return { text, blocks: fitMessage([...lines.map((line) => section(line)), ...noticeEnd(notice)]) };
}

function noticeLines(notice: Notice, linkTo: LinkTo): string[] {
  const { request } = notice;
  const name = `*#${request.number}* · ${kindWords(request)}`;
  const title = `*#${request.number}* · ${kindAndGist(request)}`;
  switch (notice.about) {
    case 'submitted':
      return [`${name}\n${stateLine(request)}`, ...whatIs(request)];
    case 'invalid':
      return [
        [`${name} could not be prepared, and nobody was asked.`, gist(request)].filter(Boolean).join('\n'),
        quoted(request.problem ?? 'No reason is known.', 1500),
      ];
    case 'recounted':
      return [
        [title, ...progressLines(request)].join('\n'),
        ...(request.problem === undefined ? [] : [quoted(request.problem, 1500)]),
      ];
    case 'decided':
      return [[title, ...progressLines(request)].join('\n')];
    case 'finished':
      return [
        [title, ...progressLines(request)].join('\n'),
        ...(request.problem === undefined ? [] : [quoted(request.problem, 1000)]),
        ...amissLines(request, shownAmiss),
        ...stillOwnedLines(request),
        whatNext(request, linkTo),
      ];
    case 'received':
      return receivedLines(request);
    case 'reminder':
      return [reminderLine(request)];
    case 'reverted':
      return [
        `${name}: Domo shows ${notice.nowShows === 'before' ? 'the former columns again' : 'other columns now'}. Something wrote them after the change was applied.`,
      ];
    case 'result':
      return resultLines(request, notice.auditHead);
  }
}

function whatIs(request: RequestView): string[] {
  const about = gist(request) === '' ? [] : [gist(request)];
  const problem = request.problem === undefined ? [] : [quoted(request.problem, 800)];
  return [...about, ...problem, `*Reason*\n${quoted(request.reason, longestReason)}`];
}

/** Where to go on, and by which buttons. */
function whatNext(request: RequestView, linkTo: LinkTo): string {
  const { card, number } = request;
  const link = linkTo(request);
  const place =
    link === undefined
      ? `the card of #${number}${card ? ` in <#${card.channel}>` : ''}`
      : `<${link}|the card of #${number}>`;
  const labels = afterwards(request).map((button) => `\`${button.text.text}\``);
  return labels.length === 0 ? `The whole of it is on ${place}.` : `To go on, open ${place}: ${labels.join(', ')}.`;
}

/** To the incoming owner. What was theirs already is not news. */
function receivedLines(request: RequestView): string[] {
  const { from, items, counts } = request;
  const gained = items.filter((item) => item.state === 'verified');
  const they = counts.verified === 1 ? 'It' : 'They';
  const whose = from === undefined ? '' : ` ${they} belonged to ${escapeMrkdwn(showOwner(from))}.`;
  const shown = gained.slice(0, 10).map((item) => itemLine({ ...item, reason: undefined }, false));
  const more = counts.verified - shown.length;
  return [
    `You now own ${countOf(counts.verified, 'more dataset')} in Domo, by request *#${request.number}*.${whose}`,
    ...(shown.length === 0 ? [] : [shown.join('\n') + (more > 0 ? `\n… and ${countOf(more, 'more', 'more')}` : '')]),
    `Asked by ${escapeMrkdwn(showPerson(request.requester))}:\n${quoted(request.reason, longestReason)}`,
  ];
}

/**
 * Those whose approval is still waited for are mentioned: this is the one message whose purpose it is. A user group is
 * mentioned as a whole as long as one of its rules needs a vote, whoever of it has given theirs or cannot.
 */
function reminderLine(request: RequestView): string {
  const open = request.rules.filter((rule) => rule.given < rule.needed);
  const cannot = new Set(idle(request));
  const waiting = [...new Set(open.flatMap((rule) => rule.approvers))].filter((id) => !cannot.has(id));
  const who = waiting.slice(0, 10).map(mention).join(' ');
  return `${who} *#${request.number}* is still waiting for approval.`.trim();
}

/** Slack ids of those whose approval is given, or would not count. */
function idle({ votes, excluded }: RequestView): string[] {
  const voters = votes.filter((vote) => vote.void === undefined).map((vote) => vote.voter);
  const voted = new Set(voters.map((voter) => voter.domoId));
  // Of two accounts of one Domo user either may vote until one has.
  const out = excluded.filter(({ person, exclusion }) => exclusion !== 'same_domo_user' || voted.has(person.domoId));
  return [...voters, ...out.map(({ person }) => person)].map(({ slackId }) => slackId);
}

function resultLines(request: RequestView, auditHead: string): string[] {
  const { problem } = request;
  const votes = votesToTell(request).map(voteLine);
  return [
    progressLines(request).join('\n'),
    ...(problem === undefined ? [] : [quoted(problem, 1000)]),
    ...(wasRun(request) ? [...amissLines(request, shownAmiss), ...meanings(request)] : []),
    ...(votes.length === 0 ? [] : [cut(votes.join('\n'), 2000)]),
    `Audit chain \`${auditHead}\``,
  ];
}

/** What the outcomes that are not as asked mean. */
function meanings({ counts }: RequestView): string[] {
  const states = itemStates.filter((state) => counts[state] > 0 && state !== 'verified' && state !== 'already');
  return states.length === 0 ? [] : [states.map((state) => `_${state}_: ${outcomeWords[state]}`).join('\n')];
}

/** Opens the form of its kind. */
function againId({ kind }: RequestView): string {
  return kind === 'schema' ? schemaIds.action.again : actionIds.again;
}

/** Buttons, and where to look further. */
function noticeEnd(notice: Notice): KnownBlock[] {
  const { request } = notice;
  if (notice.about === 'submitted' && ['preparing', 'pending'].includes(request.state)) {
    const confirm = confirmation(
      `Withdraw #${request.number}?`,
      'Nobody can approve it any more.',
      'Withdraw',
      'danger',
    );
    return [
      actions(
        `submitted:${request.state}`,
        button({ text: 'Withdraw', actionId: actionIds.withdraw, value: request.id, confirm }),
      ),
    ];
  }
  if (notice.about === 'invalid') {
    return [
      actions(
        'invalid',
        button({ text: 'Open the form', actionId: againId(request), value: request.id, style: 'primary' }),
      ),
    ];
  }
  if (notice.about === 'reverted') {
    return [actions('reverted', button({ text: 'Request again', actionId: againId(request), value: request.id }))];
  }
  if (notice.about === 'received')
    return [context('Cards, DataFlows, alerts and connector accounts do not move with a dataset.')];
  return [];
}
