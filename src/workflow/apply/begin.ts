import { loggedVotes } from '../../audit/approved.ts';
import { type Count, countVotes } from '../../change/votes/decide.ts';
import { lockRequest, type RequestRow } from '../../store/requests.ts';
import { voidReason } from '../tell/sentences.ts';
import { transition } from '../transition.ts';
import type { Recount } from './may-begin.ts';

/** Whether the run begins: this plan was approved, by people who still may. Else the request waits for approval again. */
export async function begin(
  { ctx, votes, electorate: { rules, parties } }: Recount,
  row: RequestRow,
  fingerprint: string,
): Promise<boolean> {
  return ctx.database.transaction(async (tx) => {
    const logged = await loggedVotes(ctx.authenticEntries, tx, row.id, votes);
    const count = countVotes(logged, rules, parties, fingerprint);
    // What was stopped before it began writes nothing, however many votes there are.
    const stoppedBy = (await lockRequest(tx, row.id))?.stoppedBy;
    if (count.satisfied || stoppedBy) {
      const detail = { fingerprint, votes: counted(count), rules: given(count) };
      const changes = { startedAt: ctx.now() };
      return (await transition(ctx, tx, row, { to: 'applying', changes, detail })) !== undefined;
    }
    const fallen = count.votes.flatMap(({ vote, void: why }) => (why === undefined ? [] : [{ vote, why }]));
    const names = [
      ...fallen.map(({ vote, why }) => `${vote.voter.name} (${voidReason(why)})`),
      ...votes
        .filter((vote) => !logged.includes(vote))
        .map(({ voter }) => `${voter.name} (the audit log doesn't have their vote)`),
    ];
    const problem = `Not applied: on a recount there weren't enough valid approvals${names.length > 0 ? `: ${names.join('; ')}` : ' under the policy in force'}.`;
    const changes = { problem, decidedAt: null };
    await transition(ctx, tx, row, { to: 'pending', changes, detail: { problem }, tell: ['recounted', 'reminder'] });
    return false;
  });
}

/** The recount as the audit log keeps it. */
function counted({ votes }: Count): object[] {
  return votes.map(({ vote, void: why }) => ({ slackId: vote.voter.slackId, ...(why && { void: why }) }));
}

function given({ rules }: Count): object[] {
  return rules.map(({ rule, given }) => ({ name: rule.name, approvals: rule.approvals, given }));
}
