import { type Servers, startServers, startSteward } from './company.ts';
import { newDataDir, removeDataDir } from './data-dir.ts';
import { atMost, type Figure, quantile, times } from './figures.ts';
import type { Settings } from './settings.ts';

const bench = 'busy';
const rate = 25;
const small = 3;

/** Three runs of 10,000 datasets go on: somebody opens a form, searches, and has a request for three datasets done. */
export async function busy({ quick, say }: Settings): Promise<Figure[]> {
  const each = quick ? 500 : 10_000;
  const owners = [each, each + 1, each + 2, small];
  const dataDir = await newDataDir();
  const servers = await startServers({ datasets: 500, people: 100, owners });
  const steward = await startSteward(servers, { rate, dataDir });
  try {
    await steward.call.caughtUp();
    const idle = await openAndSearch(servers);
    const numbers: number[] = [];
    for (const count of owners.slice(0, 3)) numbers.push(await servers.call.askForHandOver(count));
    for (const number of numbers) await servers.call.decidable(number);
    await servers.call.mark();
    for (const number of numbers) await servers.call.approve(number);
    await servers.call.written(30);
    const during = await openAndSearch(servers);
    const asked = performance.now();
    const number = await servers.call.askForHandOver(small);
    await servers.call.decidable(number);
    const approved = performance.now();
    await servers.call.approve(number);
    await servers.call.finished(number, small);
    const done = performance.now();
    const { writes } = await servers.call.calls();
    say(`busy: ${writes} of ${3 * each + 3} datasets were written by then`);
    if (writes > 3 * each) throw new Error('The three runs were over before');
    const seconds = (done - approved) / 1_000;
    return [
      ...compared('a form opens', during.open, idle.open),
      ...compared('a search in it', during.search, idle.search),
      { bench, what: `a request for ${small} datasets: to its card`, unit: 's', median: (approved - asked) / 1_000 },
      { bench, what: '… from its approval to its end', unit: 's', median: seconds, budget: atMost(10, seconds) },
    ];
  } finally {
    await Promise.all([steward.kill('SIGKILL'), servers.kill()]);
    await removeDataDir(dataDir);
  }
}

interface Samples {
  open: number[];
  search: number[];
}

async function openAndSearch(servers: Servers): Promise<Samples> {
  const samples: Samples = { open: [], search: [] };
  for (let round = 0; round < 20; round += 1) {
    const { open, search } = await servers.call.openedAndSearched();
    samples.open.push(open);
    samples.search.push(search);
  }
  return samples;
}

/** As when idle: no later than a person notices. */
function compared(what: string, during: number[], idle: number[]): Figure[] {
  const later = quantile(during, 0.99);
  return [
    { bench, what: `${what}, idle`, unit: 'ms', ...times(idle) },
    { bench, what: '… while three runs go on', unit: 'ms', ...times(during), budget: atMost(100, later, 'p99 ') },
  ];
}
