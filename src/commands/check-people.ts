import { setTimeout as delay } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Policy } from '../change/types.ts';
import { defaultRule } from '../change/votes/rules.ts';
import { eligibleFor, type Parties, type StaffedRule } from '../change/votes/stewards.ts';
import type { DomoUser } from '../domo/types.ts';
import { coerceError } from '../errors.ts';
import { createDirectory } from '../slack/directory.ts';
import type { Directory } from '../workflow/ports.ts';
import { exclusionReasons } from '../workflow/tell/sentences.ts';
import { type RuleInForce, staffOrFallBack } from '../workflow/vote/electorate.ts';
import { bad, type Finding, good, note } from './finding.ts';
import { explain } from './slack-problem.ts';

export interface Workspace {
  client: WebClient;
  teamId: string;
}

/** No request in particular. */
const noParties: Parties = { requesterSlackId: '', requesterDomoIds: [], ownersMayApprove: 'both' };

/** So many more than a rule needs are looked up: who comes after them is not, since Slack shows only 100 people a minute. */
const spare = 20;

/**
 * Looks up everyone whom the policy names, and whether each rule has enough people, as a request would find them now.
 * `users`: all of Domo's; undefined when they cannot be read.
 */
export async function checkPeople(
  workspace: Workspace,
  policy: Policy,
  users: DomoUser[] | undefined,
): Promise<Finding[]> {
  const directory = directoryOf(workspace);
  const { approvers, approvals, requireAcceptance, expireAfter, people, fallbackApprovers } = policy;
  const all = [{ name: defaultRule, approvers, approvals, requireAcceptance, expireAfter }, ...policy.rules];
  const rules = all.map((rule) => ({ ...rule, fallback: [] }));
  try {
    const findings = await lookAtAll(directory, policy);
    if (users === undefined) {
      const until = "shows once Domo's people can be listed";
      return [...findings, note(`Policy: whether enough people may approve ${until}.`)];
    }
    const active = users.filter(({ deleted }) => deleted !== true);
    const registers = {
      directory,
      policy,
      catalog: { usersByEmails: byEmails(active) },
      wait: (ms: number) => delay(ms),
    };
    const staffed = await staffOrFallBack(registers, rules, noParties, { fallback: fallbackApprovers, spare });
    return [...findings, ...mappings(people, active), ...uncounted(staffed), ...staffed.map(enough)];
  } catch (thrown) {
    return [notLookedUp(thrown)];
  }
}

export interface Named {
  findings: Finding[];
  /** Of each Slack id that may approve the full members whom it stands for. */
  members: Map<string, string[]>;
}

/** Looks up the user groups and people whom the policy names, in Slack alone. */
export async function checkNamed(workspace: Workspace, policy: Policy): Promise<Named> {
  const directory = directoryOf(workspace);
  const members = new Map<string, string[]>();
  try {
    const findings = await lookAtAll(directory, policy);
    for (const id of approving(policy)) members.set(id, await fullMembers(directory, id));
    return { findings, members };
  } catch (thrown) {
    return { findings: [notLookedUp(thrown)], members: new Map() };
  }
}

/** The people of a large group beyond those looked up count as full members. */
async function fullMembers(directory: Directory, id: string): Promise<string[]> {
  const ids = id.startsWith('S') ? await directory.groupMembers(id) : [id];
  const first = await Promise.all(ids.slice(0, spare).map((each) => directory.member(each)));
  const known = first.filter(({ membership }) => membership === 'member').map(({ slackId }) => slackId);
  return [...known, ...ids.slice(spare)];
}

function notLookedUp(thrown: unknown): Finding {
  const { cause } = coerceError(thrown);
  return bad(`Slack: I can't look up the people in the policy: ${explain(cause ?? thrown)} Try again.`);
}

function directoryOf({ client, teamId }: Workspace): Directory {
  return createDirectory(
    client,
    async () => teamId,
    () => new Date(),
  );
}

function approving({ approvers, rules, fallbackApprovers }: Policy): string[] {
  return [...new Set([...approvers, ...rules.flatMap((rule) => rule.approvers), ...fallbackApprovers])];
}

async function lookAtAll(directory: Directory, policy: Policy): Promise<Finding[]> {
  const { approvers, requesters, auditors, byHand, people } = policy;
  return [
    ...(await lookAt(directory, approving(policy), 'approve')),
    ...(await lookAt(directory, requesters === 'members' ? [] : requesters, 'ask')),
    ...(await lookAt(directory, auditors, 'audit')),
    // By default the approvers, who were looked at.
    ...(byHand === approvers ? [] : await lookAt(directory, byHand, 'do by hand what Domo refuses')),
    ...(await lookAt(directory, Object.keys(people), 'be under `people`')),
  ];
}

function byEmails(active: DomoUser[]): (emails: string[]) => Promise<Map<string, DomoUser[]>> {
  const address = (email = '') => email.trim().toLowerCase();
  const users = Map.groupBy(active, ({ email }) => address(email));
  return async (emails) => new Map(emails.map((email) => [email, users.get(address(email)) ?? []]));
}

async function lookAt(directory: Directory, ids: string[], what: string): Promise<Finding[]> {
  const findings = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      if (id.startsWith('S')) {
        const isEmpty = (await directory.groupMembers(id)).length === 0;
        const flaw = 'is empty, disabled or unknown';
        return isEmpty ? [bad(`Slack: the user group ${id} ${flaw}. No one may ${what} through it.`)] : [];
      }
      const { name, membership } = await directory.member(id);
      if (membership === 'member') return [];
      return [
        bad(
          `Slack: ${name} (${id}) is ${exclusionReasons[membership]} and may not ${what}. Take them out of the policy.`,
        ),
      ];
    }),
  );
  return findings.flat();
}

/** Entries of `people` that lead nowhere: the incoming owner could approve under a mistyped id. */
function mappings(people: Policy['people'], active: DomoUser[]): Finding[] {
  return Object.entries(people).flatMap(([slackId, domoId]) => {
    if (domoId === 'none' || active.some(({ id }) => id === domoId)) return [];
    return [bad(`Policy: \`people\` maps ${slackId} to Domo user ${domoId}, who doesn't exist. Correct the ID.`)];
  });
}

/** Who is named or in a group, and does not count; each once. */
function uncounted(rules: StaffedRule[]): Finding[] {
  const sentences = rules.flatMap((rule) =>
    eligibleFor(rule, noParties).excluded.map(
      ({ person, exclusion }) => `${person.name} (${person.slackId}): ${exclusionReasons[exclusion]}`,
    ),
  );
  return [...new Set(sentences)].map((sentence) => note(`Policy: an approval wouldn't count from ${sentence}.`));
}

function enough(rule: RuleInForce): Finding {
  const there = eligibleFor(rule, noParties).eligible.length;
  const orMore = rule.stewards.length < rule.members.length ? ' or more' : '';
  const needs = `Policy, "${rule.name}": needs ${rule.approvals}`;
  if (there > rule.approvals) return good(`${needs}, and ${there}${orMore} people may approve.`);
  if (there < rule.approvals)
    return bad(`${needs}, but only ${there} may approve. Every such request would be refused.`);
  return note(
    `${needs}, and only ${there} may approve. None of them can request it: no one can approve their own request.`,
  );
}
