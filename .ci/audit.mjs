// Fails where a package that ships has a known vulnerability, high or critical. A registry that answers no audits, as a mirror
// may, is said and lets pass: it is no finding.
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const answer = JSON.parse(stdout || '{}');
const counts = answer.metadata?.vulnerabilities;

if (counts === undefined) {
  console.log(`NOT AUDITED: the registry gave no answer (${answer.error?.summary || answer.message || 'nothing'})`);
} else {
  console.log(`npm audit: ${JSON.stringify(counts)}`);
  const grave = Object.values(answer.vulnerabilities).filter(({ severity }) => ['high', 'critical'].includes(severity));
  for (const { name, severity, range } of grave) console.log(`${severity}: ${name} ${range}`);
  process.exitCode = grave.length > 0 ? 1 : 0;
}
