import type { Policy } from '../change/types.ts';
import { type Config, readConfig } from '../config.ts';
import { DomoInstanceError } from '../domo/errors.ts';
import { loadPolicy } from '../policy.ts';
import { checkClock } from './check-clock.ts';
import { checkDatabase } from './check-database.ts';
import { checkDomo } from './check-domo.ts';
import { checkPeople } from './check-people.ts';
import { checkProduct } from './check-product.ts';
import { checkRedis } from './check-redis.ts';
import { checkSlack } from './check-slack.ts';
import { bad, type Finding, good, note } from './finding.ts';
import type { Terminal } from './terminal.ts';
import { tryWrite } from './try-write.ts';

const marks = { good: '✓', note: '·', bad: '✗' } as const;

const usage = `npm run doctor
    tries everything that the service needs, and changes nothing
npm run doctor -- --write DATASET
    also writes the name and description of that dataset (an ID or a link) back to Domo as they are: only that proves the right to write
`;

/** Tries everything that the service needs, and says what to do about what does not work; the exit code is 1 if anything does not. */
export async function doctor(args: string[], { env, out, err }: Terminal): Promise<number> {
  const [option, dataset] = args;
  if (args.length > 0 && (option !== '--write' || dataset === undefined || args.length > 2)) {
    err.write(usage);
    return 1;
  }
  let wrong = 0;
  const report = (findings: Finding[]) => {
    for (const { mark, text } of findings) out.write(`${marks[mark]} ${text}\n`);
    wrong += findings.filter(({ mark }) => mark === 'bad').length;
  };

  const read = readConfig(env);
  report(
    read.ok ? [good('Configuration: complete.')] : read.problems.map((problem) => bad(`Configuration: ${problem}`)),
  );
  const policy = await loadPolicy(read.ok ? read.config.policyFile : env.POLICY_FILE || './policy.yml');
  report(policy.ok ? [good('Policy: read.')] : policy.problems.map((problem) => bad(`Policy: ${problem}`)));
  if (read.ok) await reportServices(read.config, policy.ok ? policy.policy : undefined, report);
  if (read.ok && dataset !== undefined) report(await tryWrite(read.config.domo, dataset, out));

  out.write(wrong === 0 ? 'All is well.\n' : `${wrong} ${wrong === 1 ? 'problem' : 'problems'} to fix.\n`);
  if (!read.ok) out.write('Database, Slack and Domo are tried once the configuration is complete.\n');
  return wrong === 0 ? 0 : 1;
}

async function reportServices(
  config: Config,
  policy: Policy | undefined,
  report: (findings: Finding[]) => void,
): Promise<void> {
  const database = await checkDatabase(config);
  report(database.findings);
  report(await checkRedis(config.redisUrl));
  const slack = await checkSlack(config.slack, policy);
  report(slack.findings);
  report(await checkClock(config.slack.apiUrl));
  const domo = await checkDomo(config.domo);
  report([...domo.findings, ...checkInstance(database.customer, domo.customer)]);
  report(checkLinks(config.domo.instanceUrl, domo.customer));
  report(await checkProduct(config.domo, new Date()));
  if (slack.workspace !== undefined && policy !== undefined) {
    report(await checkPeople(slack.workspace, policy, domo.users));
  }
}

function checkInstance(ours: string | undefined, theirs: string | undefined): Finding[] {
  if (ours === undefined || theirs === undefined || ours === theirs) return [];
  return [bad(`Database: ${new DomoInstanceError(ours, theirs).message}`)];
}

/** An instance may have another address than its name says: only whoever opens the link can tell. */
function checkLinks(instanceUrl: string | undefined, customer: string | undefined): Finding[] {
  if (instanceUrl === undefined || customer === undefined || instanceUrl === `https://${customer}.domo.com`) return [];
  return [
    note(
      `Domo: links lead to ${instanceUrl}, while the API client belongs to ${customer}. ` +
        'If that is another Domo, set DOMO_INSTANCE_URL.',
    ),
  ];
}
