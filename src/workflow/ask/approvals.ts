import type { RequiredRule } from '../../change/votes/rules.ts';
import { eligibleFor, type Parties } from '../../change/votes/stewards.ts';
import type { Context } from '../context.ts';
import { approverNames } from '../tell/describe.ts';
import type { RuleView } from '../tell/request-view.ts';
import { glanceAt } from '../vote/electorate.ts';
import { inTime } from './in-time.ts';

/** A form is open while this is looked up, in ms; Slack gives three seconds for all of it. */
const patience = 800;
const named = 3;

/** A rule that a request will have to satisfy, and some of those who can approve it. */
export type Approval = Pick<RuleView, 'name' | 'needed' | 'approverNames' | 'able' | 'ableCount'> & {
  /** The new owner must accept as well. */
  acceptance: boolean;
};

/** Who will have to approve, for a form. With names as far as Slack tells them in time: the card names them in any case. */
export function approvalsFor(ctx: Context, rules: RequiredRule[], parties: Parties): Promise<Approval[]> {
  const bare = rules.map(({ name, approvals, requireAcceptance }) => ({
    name,
    needed: approvals,
    acceptance: requireAcceptance,
    approverNames: [],
    able: [],
    ableCount: 0,
  }));
  return inTime(ctx, patience, withNames(ctx, rules, parties), {
    otherwise: bare,
    failed: 'who can approve is not shown in the form',
  });
}

async function withNames(ctx: Context, rules: RequiredRule[], parties: Parties) {
  const staffed = await glanceAt(ctx, rules, parties, named);
  return Promise.all(
    staffed.map(async (rule): Promise<Approval> => {
      const { eligible, excluded } = eligibleFor(rule, parties);
      return {
        name: rule.name,
        needed: rule.approvals,
        acceptance: rule.requireAcceptance,
        approverNames: await approverNames(ctx, rule),
        able: eligible.slice(0, named).map(({ person }) => person),
        // Whoever was not looked up counts as able to approve, as on the card.
        ableCount: rule.members.length - excluded.length,
      };
    }),
  );
}
