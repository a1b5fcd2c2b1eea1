import { handOver, handOverFigures } from './change.ts';
import { startServers, startSteward } from './company.ts';
import { newDataDir, removeDataDir } from './data-dir.ts';
import type { Figure } from './figures.ts';
import { watchHeld } from './held.ts';
import type { Settings } from './settings.ts';

/** A Domo across an ocean, that allows half as many calls: what is lost while a run waits for single answers. */
const answerMs = 120;
const rate = 25;

/** Hand-overs of 100 and 200 datasets at a Domo whose answers take their time. */
export async function distant({ quick, say }: Settings): Promise<Figure[]> {
  const counts = quick ? [100] : [100, 200];
  const dataDir = await newDataDir();
  const servers = await startServers({ datasets: 500, people: 100, owners: counts });
  const steward = await startSteward(servers, { rate, dataDir });
  const held = watchHeld();
  const figures: Figure[] = [];
  try {
    await steward.call.caughtUp();
    await servers.call.slow(answerMs);
    for (const count of counts) {
      const run = await handOver(servers, steward, count, held);
      say(`distant: ${count} datasets in ${(run.calls.ms / 1_000).toFixed(1)} s`);
      figures.push(...handOverFigures(count, run, rate).map((figure) => ({ ...figure, bench: 'distant' })));
    }
    return figures;
  } finally {
    await Promise.all([steward.kill(), servers.kill()]);
    await removeDataDir(dataDir);
  }
}
