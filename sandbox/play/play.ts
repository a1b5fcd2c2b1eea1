import { readConfig } from '../../src/config.ts';
import { StartupError } from '../../src/errors.ts';
import { createService } from '../../src/service.ts';
import { openStage, storyPolicy } from '../stage.ts';
import { byHand } from './by-hand.ts';
import { handOver } from './hand-over.ts';
import { nobodyDecides } from './nobody-decides.ts';
import { schemaChange } from './schema-change.ts';
import { createTeller } from './teller.ts';

/** Plays the whole story with the real app against both servers. Throws when something in it is not as it should be. */
export async function play(print: (line: string) => void): Promise<void> {
  const stage = await openStage({ policy: storyPolicy });
  /** How far the app's clock is before the machine's, in ms. */
  let ahead = 0;
  const start = async () => {
    const read = readConfig({ ...stage.env, LOG_LEVEL: 'error' });
    if (!read.ok) throw new StartupError(read.problems);
    const now = () => new Date(Date.now() + ahead);
    const service = await createService(read.config, { now, timing: { rereads: [50, 50] } });
    await service.start();
    return service;
  };
  try {
    let service = await start();
    try {
      await service.caughtUp();
      const teller = createTeller(print);
      await handOver(stage, teller);
      await schemaChange(stage, teller);
      await byHand(stage, teller);
      await nobodyDecides(stage, teller, async (hours) => {
        ahead += hours * 60 * 60_000;
        await service.stop();
        service = await start();
      });
    } finally {
      await service.stop();
    }
  } finally {
    await stage.close();
  }
}
