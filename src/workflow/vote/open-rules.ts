import type { Person } from '../../change/types.ts';
import { countVotes } from '../../change/votes/decide.ts';
import { eligibleFor } from '../../change/votes/stewards.ts';
import type { RequestRow } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import type { Context } from '../context.ts';
import { electorateOf, type Wanted } from './electorate.ts';

/** A rule that wants more approvals, and who could give one. */
export interface OpenRule {
  name: string;
  /** Of those who were looked up; nobody who has voted. */
  able: Person[];
  /** Everybody whom it names was looked up. */
  whole: boolean;
}

/** The rules that a request still waits for, with people looked up as `electorateOf` does. */
export async function openRulesOf(ctx: Context, row: RequestRow, wanted: Wanted): Promise<OpenRule[]> {
  const votes = await votesOn(ctx.database.db, row.id);
  const voters = votes.map(({ voter }) => voter.slackId);
  const { rules, parties } = await electorateOf(ctx, row, voters, wanted);
  const count = countVotes(votes, rules, parties, row.fingerprint ?? '');
  return rules.flatMap((rule, at) => {
    if ((count.rules[at]?.given ?? 0) >= rule.approvals) return [];
    const people = eligibleFor(rule, parties).eligible.map(({ person }) => person);
    const able = people.filter(({ slackId }) => !voters.includes(slackId));
    return [{ name: rule.name, able, whole: rule.stewards.length === rule.members.length }];
  });
}
