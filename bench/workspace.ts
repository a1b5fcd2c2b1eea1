import { startServers, startSteward } from './company.ts';
import { newDataDir, removeDataDir } from './data-dir.ts';
import { atMost, type Figure, median, quantile, times } from './figures.ts';
import type { Settings } from './settings.ts';

const bench = 'workspace';
/** Datasets of each person who is to hand over; a request each. */
const owners = [1, 2, 3, 4, 5];

interface Fared {
  /** From a sent form to a card with `Approve`, in ms. */
  card: number[];
  search: number[];
  /** Most memory, in MB. */
  memory: number;
}

/** A workspace of 50,000 people, all of them in the approval channel and in Domo, beside a small one. */
export async function workspace({ quick, say }: Settings): Promise<Figure[]> {
  const [few, many] = quick ? ([100, 2_000] as const) : ([1_000, 50_000] as const);
  const small = await fare(few);
  const large = await fare(many);
  say(`workspace: cards of ${many} people after ${large.card.map((ms) => Math.round(ms)).join(', ')} ms`);
  const what = `${many.toLocaleString('en')} people in Slack and in Domo`;
  const beside = `against ${few.toLocaleString('en')}`;
  const later = median(large.card);
  return [
    {
      bench,
      what: `${what}: from the form to the card, ${beside}`,
      unit: 'ms',
      median: later,
      p99: Math.max(...large.card),
      ratio: later / median(small.card),
      budget: atMost(5_000, later - median(small.card), 'later by '),
    },
    {
      bench,
      what: `… a search of a person, ${beside}`,
      unit: 'ms',
      ...times(large.search),
      ratio: median(large.search) / median(small.search),
      budget: atMost(100, quantile(large.search, 0.99), 'p99 '),
    },
    {
      bench,
      what: `… most memory, ${beside}`,
      unit: 'MB',
      median: large.memory,
      ratio: large.memory / small.memory,
    },
  ];
}

async function fare(people: number): Promise<Fared> {
  const dataDir = await newDataDir();
  const servers = await startServers({ datasets: 500, people, owners, crowd: people });
  const steward = await startSteward(servers, { rate: 100, dataDir });
  try {
    await steward.call.caughtUp();
    const fared: Fared = { card: [], search: [], memory: 0 };
    for (const count of owners) {
      const began = performance.now();
      await servers.call.decidable(await servers.call.askForHandOver(count));
      fared.card.push(performance.now() - began);
    }
    for (let round = 0; round < 20; round += 1) fared.search.push((await servers.call.openedAndSearched()).search);
    fared.memory = (await steward.call.vitals()).rssPeak;
    return fared;
  } finally {
    await Promise.all([steward.kill('SIGKILL'), servers.kill()]);
    await removeDataDir(dataDir);
  }
}
