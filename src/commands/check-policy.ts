import { unreachableRules } from '../change/votes/reachable.ts';
import { readPolicyFile } from '../config.ts';
import { StartupError } from '../errors.ts';
import { loadPolicy } from '../policy.ts';
import { policyJsonSchema } from '../policy-schema.ts';
import { countOf } from '../slack/text.ts';
import type { Terminal } from './terminal.ts';

const usage = `npm run policy -- lint [FILE]
    checks the policy in FILE, or in POLICY_FILE (default ./policy.yml), and names each problem with its line; exit code 1 if there is one
npm run --silent policy -- schema > policy.schema.json
    writes the JSON Schema of a policy, with which editors complete and check one
`;

/** `policy lint` and `policy schema`; needs no tokens, no database and no network. Throws a StartupError with the problems found. */
export async function policy([command, ...args]: string[], { env, out, err }: Terminal): Promise<number> {
  if (command === 'schema' && args.length === 0) {
    out.write(policyJsonSchema());
    return 0;
  }
  if (command === 'lint' && args.length <= 1) {
    const file = args[0] ?? readPolicyFile(env);
    const result = await loadPolicy(file);
    if (!result.ok) throw new StartupError(result.problems);
    const { approvers, rules, channel } = result.policy;
    const unreachable = unreachableRules(result.policy);
    if (unreachable.length > 0)
      throw new StartupError(
        unreachable.map(
          ({ name, approvals, people }) =>
            `policy, rule "${name}": it needs ${countOf(approvals, 'approval')} but names ${people === 1 ? 'only one person' : `only ${people} people`}, so no request under it could ever be approved. Name more approvers, or ask for fewer approvals.`,
        ),
      );
    out.write(
      `✓ ${file}: requests go to ${channel}; ${countOf(approvers.length, 'approver')}, ${countOf(rules.length, 'rule')}.\n`,
    );
    return 0;
  }
  err.write(usage);
  return 1;
}
