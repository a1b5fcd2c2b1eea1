import type { Policy } from '../change/types.ts';
import { unreachableRules } from '../change/votes/reachable.ts';
import { defaultRule, explainRules } from '../change/votes/rules.ts';
import { readPolicyFile, readSlackAccess } from '../config.ts';
import { StartupError } from '../errors.ts';
import { readPolicy } from '../policy.ts';
import { policyJsonSchema } from '../policy-schema.ts';
import { countOf } from '../slack/text.ts';
import { mustAccept } from '../slack/views/approval-line.ts';
import { whyRule } from '../slack/why-rule.ts';
import { checkNamed } from './check-people.ts';
import { signIn } from './check-slack.ts';
import type { Finding } from './finding.ts';
import { readChange } from './policy-arguments.ts';
import type { Terminal } from './terminal.ts';

const usage = `npm run policy -- lint [FILE]
    checks the policy in FILE, or in POLICY_FILE (default ./policy.yml), and names each problem with its line; exit code 1 if there is one.
    With SLACK_BOT_TOKEN it looks up the user groups and people too
npm run policy -- test --kind owner|schema [--from DOMO_ID] [--datasets NAME]… [--items N] [--risk RISK] [--uses N] [FILE]
    says who would have to approve such a change, and why; --datasets once for each name, --items for all of that owner's
    datasets that are asked for within 7 days, --uses for the cards and DataFlows that use one. What you leave out counts as met
npm run --silent policy -- schema > policy.schema.json
    writes the JSON Schema of a policy, with which editors complete and check one
`;

/**
 * `policy lint`, `policy test` and `policy schema`; needs no database, and no network but for what `lint` asks Slack where its
 * token is there. Throws a StartupError with the problems found.
 */
export async function policy([command, ...args]: string[], terminal: Terminal): Promise<number> {
  if (command === 'schema' && args.length === 0) {
    terminal.out.write(policyJsonSchema());
    return 0;
  }
  if (command === 'lint' && args.length <= 1) return lint(args[0], terminal);
  if (command === 'test') return test(args, terminal);
  terminal.err.write(usage);
  return 1;
}

async function lint(named: string | undefined, { env, out }: Terminal): Promise<number> {
  const file = named ?? readPolicyFile(env);
  const found = await readPolicy(file);
  const inSlack = await lookUp(found, env);
  const unreachable = unreachableRules(found, inSlack?.members).map(
    ({ name, approvals, people }) =>
      `policy, rule "${name}": it needs ${countOf(approvals, 'approval')} but ${peopleWords(people)} could give one, so no request under it could ever be approved. Name more approvers, or ask for fewer approvals.`,
  );
  const problems = [...unreachable, ...tooLate(found), ...(inSlack?.problems ?? [])];
  if (problems.length > 0) throw new StartupError(problems);
  const { approvers, rules, channel } = found;
  out.write(
    `✓ ${file}: requests go to ${channel}; ${countOf(approvers.length, 'approver')}, ${countOf(rules.length, 'rule')}.\n`,
  );
  if (inSlack === undefined) {
    out.write("· User groups and people weren't looked up in Slack: that takes SLACK_BOT_TOKEN.\n");
  }
  return 0;
}

function peopleWords(people: number): string {
  return people === 0 ? 'nobody' : people === 1 ? 'only one person' : `only ${people} people`;
}

/** Whom the policy names, as Slack knows them; undefined without its token. Throws a StartupError where the token is none. */
async function lookUp(
  policy: Policy,
  env: Terminal['env'],
): Promise<{ problems: string[]; members?: Map<string, string[]> } | undefined> {
  const access = readSlackAccess(env);
  if (!access.ok) throw new StartupError(access.problems);
  if (access.config === undefined) return undefined;
  const { findings, workspace } = await signIn(access.config);
  if (workspace === undefined) return { problems: problemsIn(findings) };
  const named = await checkNamed(workspace, policy);
  return { problems: problemsIn(named.findings), members: named.members };
}

function problemsIn(findings: Finding[]): string[] {
  return findings.filter(({ mark }) => mark === 'bad').map(({ text }) => text);
}

/** Fallback approvers who would be asked of nothing that is still open. */
function tooLate({ fallbackApprovers, escalateAfter, expireAfter, rules }: Policy): string[] {
  if (fallbackApprovers.length === 0) return [];
  return [{ name: defaultRule, expireAfter }, ...rules]
    .filter((rule) => rule.expireAfter <= escalateAfter)
    .map(
      ({ name }) =>
        `policy, rule "${name}": its requests expire before \`escalate_after\` is over, so \`fallback_approvers\` would never be asked. Make \`escalate_after\` shorter.`,
    );
}

/** Who would have to approve, and why. */
async function test(args: string[], { env, out }: Terminal): Promise<number> {
  const { facts, file } = readChange(args);
  const rules = explainRules(await readPolicy(file ?? readPolicyFile(env)), facts);
  for (const rule of rules) {
    out.write(`${rule.name}: ${countOf(rule.approvals, 'approval')} from ${rule.approvers.join(', ')}\n`);
    for (const reason of whyRule(rule, facts)) out.write(`  ${reason}\n`);
    if (rule.requireAcceptance) out.write(`  ${mustAccept}\n`);
  }
  if (rules.length > 1) out.write('One approval counts for every rule that names its steward.\n');
  return 0;
}
