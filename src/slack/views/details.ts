import type { Button, KnownBlock, ModalView } from '@slack/types';
import { auditReference } from '../../change/audit-reference.ts';
import type { Life } from '../../workflow/tell/life.ts';
import type { RequestView, Viewer } from '../../workflow/tell/request-view.ts';
import { exclusionReasons } from '../../workflow/tell/sentences.ts';
import { actionIds, callbacks, type DetailsMetadata, writeVoteValue } from '../ids.ts';
import { countOf, cut, escapeMrkdwn, firstLines, oneLine, showOwner, showPerson } from '../text.ts';
import { acceptanceButtons } from './acceptance-lines.ts';
import { actions, button, confirmation, context, opened, plain, section } from './blocks.ts';
import { editButton, withdrawButton } from './card-buttons.ts';
import { currentOwner, worries } from './card-parts.ts';
import { threadLines } from './conversation.ts';
import { type PlanShown, planBlocks } from './details-plan.ts';
import { ownerLink } from './domo-links.ts';
import { linkedLine } from './follow-ups.ts';
import { handButtons } from './hand-lines.ts';
import { lifeLines, peopleThen } from './life.ts';
import { newestLines } from './newest-lines.ts';
import { longestReason, personName, quoted, ruleNames, shortFingerprint } from './request-words.ts';
import { schemaDataset } from './schema-card.ts';
import { statusLines } from './status-lines.ts';
import { usedBlocks } from './uses.ts';

const unseen = {
  masks: "I can't see whether column PDP masks these columns.",
  notes: "I can't see what is written about these columns: descriptions, tags, synonyms.",
};

/** The whole request: how it stands, its people, its plan a page at a time, and its life. */
export function details(request: RequestView, viewer: Viewer, shown: PlanShown & { life: Life }): ModalView {
  const metadata: DetailsMetadata = { requestId: request.id, page: shown.page, fromCard: viewer.fromCard };
  return {
    type: 'modal',
    callback_id: callbacks.details,
    private_metadata: JSON.stringify(metadata),
    title: plain(`Details of #${request.number}`, 24),
    close: plain('Close', 24),
    blocks: [
      opened(cut(statusLines(request).join('\n'), 2900)),
      ...decisionButtons(request, viewer),
      opened(cut(people(request, viewer).join('\n'), 2900)),
      section(`*Reason*\n${quoted(request.reason, longestReason)}`),
      ...lines(request.state === 'pending' ? '*Before you approve*' : '*Warnings*', worries(request)),
      ...lines('*Skipped*', skipped(request)),
      ...(viewer.insider ? lines("*Can't approve*", excludedWords(request)) : []),
      { type: 'divider' },
      ...planBlocks(request, viewer, shown),
      ...usedBlocks(request),
      ...(request.schema?.masksUnseen ? [context(unseen.masks)] : []),
      ...(request.schema && request.schema.notes === undefined ? [context(unseen.notes)] : []),
      { type: 'divider' },
      ...newestLines('*In the thread*', threadLines(request), { sections: 8, bytes: 20_000 }),
      ...newestLines('*What happened*', lifeLines(shown.life), { sections: 50, bytes: 100_000 }),
      ...(viewer.insider ? lines('*People at the time*', peopleThen(shown.life)) : []),
      context(reference(request, viewer, shown.life)),
    ],
  };
}

/** Each opens a view above this one: this one has no input, which would ask to be sent. */
function decisionButtons(request: RequestView, viewer: Viewer): KnownBlock[] {
  const { mayApprove, mayReject, mayWithdraw, mayTakeBack, mayAccept, mayDecline, mayTake, holds } = viewer;
  const { id, fingerprint = '' } = request;
  const value = writeVoteValue({ requestId: id, fingerprint });
  const back = confirmation(
    'Take back your vote?',
    "Your vote won't count any more. You can vote again.",
    'Take it back',
  );
  const buttons: Button[] = [
    ...handButtons(request, { mayTake, holds }),
    ...acceptanceButtons(request, { accept: mayAccept, decline: mayDecline }),
    ...(mayApprove ? [button({ text: 'Approve…', actionId: actionIds.approveIn, value })] : []),
    ...(mayReject ? [button({ text: 'Reject…', actionId: actionIds.rejectIn, value })] : []),
    // Whoever may reject may ask.
    ...(mayReject ? [button({ text: 'Ask…', actionId: actionIds.askIn, value })] : []),
    ...(mayTakeBack
      ? [button({ text: 'Take back my vote', actionId: actionIds.takeBack, value: id, confirm: back })]
      : []),
    ...(mayWithdraw ? [withdrawButton(request), editButton(request)] : []),
  ];
  return buttons.length === 0 ? [] : [actions(`details:${request.state}`, ...buttons)];
}

/** Who is who; e-mails and ids only for insiders, the new owner's e-mail for everybody. */
function people(request: RequestView, { insider }: Viewer): string[] {
  const { from, to, requester } = request;
  const by = insider ? escapeMrkdwn(showPerson(requester)) : personName(requester);
  const mail = to?.email === undefined || insider ? '' : `, ${escapeMrkdwn(oneLine(to.email, 80))}`;
  return [
    ...(from === undefined ? [] : [`*From* ${insider ? escapeMrkdwn(showOwner(from)) : currentOwner(request, from)}`]),
    ...(to === undefined ? [] : [`*To* ${insider ? escapeMrkdwn(showOwner(to)) : ownerLink(request, to)}${mail}`]),
    ...(request.kind === 'schema' ? schemaDataset(request, insider) : []),
    `*Requested by* ${by}`,
    ...linkedLine(request),
  ];
}

function skipped({ leftOut }: RequestView): string[] {
  const line = (each: (typeof leftOut)[number]) =>
    `${escapeMrkdwn(oneLine(each.datasetName))}: already in #${each.heldBy}`;
  return firstLines(leftOut, 10, line, moreWords);
}

function moreWords(count: number): string {
  return `… and ${countOf(count, 'more', 'more')}`;
}

/** Stewards whose approval would not count here, and why; of whom that is not known. */
function excludedWords({ excluded, rules }: RequestView): string[] {
  const byPerson = new Map(excluded.map((each) => [each.person.slackId, each]));
  const line = ({ person, exclusion }: (typeof excluded)[number]) =>
    `${escapeMrkdwn(showPerson(person, 100))} (${exclusionReasons[exclusion]})`;
  const unknown = Math.max(0, ...rules.map(({ notLookedUp }) => notLookedUp));
  return [
    ...firstLines([...byPerson.values()], 8, line, moreWords),
    ...(unknown > 0 ? [`${countOf(unknown, 'more steward')} not looked up yet`] : []),
  ];
}

/** By what all of this can be checked later: the policy and the audit log by those who may. */
function reference(request: RequestView, { insider }: Viewer, { events, auditHash }: Life): string {
  const vote = events.findLast((each) => 'policyHash' in each);
  const rules = vote === undefined ? request.rules.map(({ name }) => name) : vote.rules;
  const rule = rules.length === 0 ? [] : [`rule: ${ruleNames(rules)}`];
  const policy = vote === undefined ? [] : [`policy ${vote.policyHash.slice(0, 7)}`];
  const audit = auditHash === undefined ? [] : [`audit ${auditReference(auditHash)}`];
  return [`Plan ${shortFingerprint(request)}`, ...rule, ...(insider ? [...policy, ...audit] : [])].join(' · ');
}

function lines(heading: string, all: string[]): KnownBlock[] {
  return all.length === 0 ? [] : [section(cut([heading, ...all].join('\n'), 2900))];
}
