import { runCommand } from './commands/run-command.ts';
import { requireConfig, type Terminal } from './commands/terminal.ts';
import { untilSignal } from './commands/until-signal.ts';
import { readConfig } from './config.ts';
import { loadDrizzleQuickly } from './load-drizzle-quickly.ts';

const usage = `npm start               runs the service
npm run doctor          checks configuration, policy, database, Slack and Domo
npm run policy          checks the policy file
npm run audit           verifies or exports the audit log
npm run database        moves the embedded database to PostgreSQL
npm run sandbox         a Slack workspace and a Domo instance on this machine, to try it with (from a clone)
`;

/** Resolves to the exit code. Each command loads only what it needs: the tools do without Bolt and pg-boss. */
async function run([command, ...args]: string[], terminal: Terminal): Promise<number> {
  switch (command) {
    case 'start':
      return start(terminal);
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(args, terminal);
    case 'policy':
      return (await import('./commands/policy.ts')).policy(args, terminal);
    case 'audit':
      return (await import('./commands/audit.ts')).audit(args, terminal);
    case 'database':
      return (await import('./commands/database.ts')).database(args, terminal);
    default:
      terminal.err.write(usage);
      return 1;
  }
}

async function start(terminal: Terminal): Promise<number> {
  const config = requireConfig(terminal);
  const { createService } = await import('./service.ts');
  return untilSignal(
    () => createService(config),
    terminal,
    (service) => service.reload(readConfig(terminal.env)),
  );
}

loadDrizzleQuickly();
await runCommand(run);
