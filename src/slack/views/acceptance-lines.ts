import type { Button } from '@slack/types';
import { isOpen } from '../../change/states.ts';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { actionIds, writeVoteValue } from '../ids.ts';
import { countOf, escapeMrkdwn, oneLine, slackDate } from '../text.ts';
import { button } from './blocks.ts';
import { alikeId, datasets, securityWarning } from './card-parts.ts';
import { longestReason, personName, quoted, stateLine, title } from './request-words.ts';
import { statusLines } from './status-lines.ts';

/** What the incoming owner is asked, and how it stands after. */
export function acceptanceNotice(request: RequestView): string[] {
  const { state, acceptance, requester, number, total, from, expiresAt } = request;
  const name = `*${escapeMrkdwn(title(request))}*`;
  if (!isOpen(state)) return [statusLines(request).join('\n')];
  // Nobody repaints it while it is changed.
  if (state !== 'pending') return [`${name}\n${stateLine(request)}`];
  if (acceptance?.state === 'accepted') return [`${name}\nYou accepted. I'll tell you how it ends.`];
  if (acceptance?.state !== 'missing') return [`${name}\nYour answer isn't needed any more.`];
  const whose = from === undefined ? '' : ` from ${escapeMrkdwn(oneLine(from.name, 50))}${alikeId(request, from)}`;
  const asks = `${personName(requester)} asks you to take over ${countOf(total, 'dataset')}${whose} (#${number})`;
  const by = expiresAt === undefined ? '' : `Please answer by ${slackDate(expiresAt)}.`;
  const security = securityWarning(request);
  return [
    [`${asks}: ${datasets(request)[0] ?? ''}.`, security && `⚠️ ${security}`, by].filter(Boolean).join('\n'),
    quoted(request.reason, longestReason),
  ];
}

/** While the answer is waited for. `choices`: those that this person has. */
export function acceptanceButtons(
  { id: requestId, number, fingerprint, total, secured }: RequestView,
  choices: { accept: boolean; decline: boolean },
): Button[] {
  if (fingerprint === undefined) return [];
  const value = writeVoteValue({ requestId, fingerprint });
  const what = `#${number}, ${countOf(total, 'dataset')}`;
  const style = secured > 0 ? undefined : 'primary';
  const accept = { text: 'Accept', actionId: actionIds.accept, value, style, label: `Accept ${what}` } as const;
  const decline = { text: 'Decline', actionId: actionIds.decline, value, label: `Decline ${what}` };
  return [...(choices.accept ? [button(accept)] : []), ...(choices.decline ? [button(decline)] : [])];
}
