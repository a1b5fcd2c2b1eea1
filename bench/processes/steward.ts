// The app under test, as `npm start` makes it, in a process that tells the bench how it fares.
import { readConfig } from '../../src/config.ts';
import { createService } from '../../src/service.ts';
import { answerBench } from './answer.ts';
import { watchVitals } from './vitals.ts';

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('\n'));
const vitals = watchVitals();
const service = await createService(read.config);
await service.start();

export const commands = {
  port: () => service.port,
  /** Resolves when Domo has been read to its end once. */
  caughtUp: () => service.caughtUp(),
  vitals,
  /** What is alive after a collection, in MB; that collection is in no figure. */
  liveHeap(): number {
    globalThis.gc?.();
    const { heapUsed } = process.memoryUsage();
    vitals();
    return heapUsed / 1024 / 1024;
  },
};
export type StewardCommands = typeof commands;

answerBench(commands, () => service.stop());
