// The service as `npm start` runs it, with the short pauses that tests have: a minute of patience in a second. `node
// hurried-process.ts` takes all else from its environment.

import { runCommand } from '../../src/commands/run-command.ts';
import { requireConfig } from '../../src/commands/terminal.ts';
import { untilSignal } from '../../src/commands/until-signal.ts';
import { loadDrizzleQuickly } from '../../src/load-drizzle-quickly.ts';
import { hurried } from './hurried.ts';

const quick = {
  ...hurried,
  domo: { ...hurried.domo, timeoutMs: 1_000, tokenTimeoutMs: 1_000 },
  slack: { ...hurried.slack, timeout: 1_500 },
};

loadDrizzleQuickly();
await runCommand(async (_, terminal) => {
  const config = requireConfig(terminal);
  const { createService } = await import('../../src/service.ts');
  return untilSignal(() => createService(config, quick), terminal);
});
