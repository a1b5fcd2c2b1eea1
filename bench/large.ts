import { handOver, type Run } from './change.ts';
import { type Servers, type Steward, startServers, startSteward } from './company.ts';
import { newDataDir, removeDataDir } from './data-dir.ts';
import { atMost, type Figure } from './figures.ts';
import { watchHeld } from './held.ts';
import type { Looked } from './processes/stories.ts';
import type { Settings } from './settings.ts';

const bench = 'large';
/** Calls a second: what Domo allows is not what holds it up. */
const rate = 200;
/** Domo ids of the owners, as the servers number them. */
const firstOwner = 9_001;

const looks: Record<Looked, string> = {
  open: 'Details',
  next: 'its next page',
  find: 'its search',
  csv: 'its CSV, sent',
  history: 'history of one dataset',
};

/** Hand-overs of 1,000 and of 10,000 datasets, what is shown of them, and the Undo of the larger. */
export async function large({ quick, say }: Settings): Promise<Figure[]> {
  const [few, many] = quick ? ([100, 1_000] as const) : ([1_000, 10_000] as const);
  const dataDir = await newDataDir();
  const servers = await startServers({ datasets: 500, people: 100, owners: [few, many] });
  const steward = await startSteward(servers, { rate, dataDir });
  const held = watchHeld();
  try {
    await steward.call.caughtUp();
    await steward.call.vitals();
    const small = await handOver(servers, steward, few, held);
    const big = await handOver(servers, steward, many, held);
    say(`large: ${few} datasets in ${seconds(small)} s, ${many} in ${seconds(big)} s`);
    const shown = await look(servers, big.number, many);
    const undone = await undo(servers, steward, big.number, many);
    say(`large: undone in ${undone.toFixed(1)} s`);
    const slower = big.calls.ms / many / (small.calls.ms / few);
    const growth = big.peak / small.peak;
    const heap = big.heap / small.heap;
    const what = `${many.toLocaleString('en')} datasets`;
    return [
      { bench, what: `${what}: from approval to the last call`, unit: 's', median: big.calls.ms / 1_000 },
      {
        bench,
        what: `… time for each, against ${few.toLocaleString('en')}`,
        unit: 'ms',
        median: big.calls.ms / many,
        ratio: slower,
        budget: atMost(1.15, slower, 'ratio '),
      },
      {
        bench,
        what: '… most memory',
        unit: 'MB',
        median: big.peak,
        ratio: growth,
        budget: atMost(1.15, growth, 'ratio '),
      },
      { bench, what: '… live heap', unit: 'MB', median: big.heap, ratio: heap, budget: atMost(1.15, heap, 'ratio ') },
      { bench, what: '… from Undo on its card to its end', unit: 's', median: undone },
      ...shown,
      ...big.held,
    ];
  } finally {
    await Promise.all([steward.kill(), servers.kill()]);
    await removeDataDir(dataDir);
  }
}

async function look(servers: Servers, number: number, count: number): Promise<Figure[]> {
  const [datasetId = ''] = await servers.call.ownedBy(28);
  const took = await servers.call.looked(number, count, datasetId);
  return (Object.keys(looks) as Looked[]).map((each) => ({
    bench,
    what: `… ${looks[each]}`,
    unit: 'ms',
    median: took[each],
  }));
}

async function undo(servers: Servers, steward: Steward, number: number, count: number): Promise<number> {
  const began = performance.now();
  const next = await servers.call.askForUndo(number);
  await servers.call.decidable(next);
  await servers.call.approve(next);
  await servers.call.finished(next, count);
  const left = (await servers.call.ownedBy(firstOwner + 1)).length;
  if (left !== count) throw new Error(`${left} of ${count} were given back`);
  await steward.call.vitals();
  return (performance.now() - began) / 1_000;
}

function seconds({ calls }: Run): string {
  return (calls.ms / 1_000).toFixed(1);
}
