import { readConfig } from '../../src/config.ts';
import { StartupError } from '../../src/errors.ts';
import { createService } from '../../src/service.ts';
import { openStage, sandboxPolicy } from '../stage.ts';
import { byHand } from './by-hand.ts';
import { handOver } from './hand-over.ts';
import { schemaChange } from './schema-change.ts';
import { createTeller } from './teller.ts';

/** Of a hand-over so large the new owner is asked too. */
export const playPolicy = `${sandboxPolicy}  - name: large hand-over
    when: { kind: owner, items: 10 }
    require_acceptance: true
`;

/** Plays the whole story with the real app against both servers. Throws when something in it is not as it should be. */
export async function play(print: (line: string) => void): Promise<void> {
  const stage = await openStage({ policy: playPolicy });
  try {
    const read = readConfig({ ...stage.env, LOG_LEVEL: 'error' });
    if (!read.ok) throw new StartupError(read.problems);
    const service = await createService(read.config, { timing: { rereads: [50, 50] } });
    await service.start();
    await service.caughtUp();
    try {
      const teller = createTeller(print);
      await handOver(stage, teller);
      await schemaChange(stage, teller);
      await byHand(stage, teller);
    } finally {
      await service.stop();
    }
  } finally {
    await stage.close();
  }
}
