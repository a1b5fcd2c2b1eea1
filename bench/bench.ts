import { parseArgs } from 'node:util';
import { change } from './change.ts';
import { startChild } from './child.ts';
import { newDataDir, removeDataDir } from './company.ts';
import { deliveries } from './deliveries.ts';
import { distant } from './distant.ts';
import { type Figure, table } from './figures.ts';
import type { RefreshCommands } from './processes/refresh.ts';
import type { Bench, Settings, Shared } from './settings.ts';
import { start } from './start.ts';
import { sync } from './sync.ts';
import { typeahead } from './typeahead.ts';

const benches: Record<string, Bench> = { change, distant, sync, typeahead, deliveries, start };

const usage = `npm run bench                    all of: ${Object.keys(benches).join(', ')}
  --only NAME                    one of them; may be given several times
  --quick                        10,000 datasets in place of 100,000, and shorter runs
  --json                         figures as JSON
It only reports: its exit code is 0 whatever was missed.`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = values.only ?? Object.keys(benches);
const unknown = names.filter((name) => !(name in benches));

if (values.help || unknown.length > 0) {
  process.stderr.write(`${unknown.map((name) => `There is no bench ${name}.\n`).join('')}${usage}\n`);
  process.exitCode = values.help ? 0 : 1;
} else {
  const figures = await measure(names);
  process.stdout.write(values.json ? `${JSON.stringify(figures, undefined, 2)}\n` : report(figures));
}

async function measure(chosen: string[]): Promise<Figure[]> {
  const size = values.quick ? { datasets: 10_000, people: 2_000 } : { datasets: 100_000, people: 20_000 };
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const settings: Settings = { quick: values.quick, ...size, say };
  const { shared, forget } = createShared(settings);
  const figures: Figure[] = [];
  try {
    for (const name of chosen) {
      const began = performance.now();
      figures.push(...((await benches[name]?.(settings, shared)) ?? []));
      say(`${name}: ${Math.round((performance.now() - began) / 1_000)} s`);
    }
  } finally {
    await forget();
  }
  return figures;
}

/** The company's database is made by the first bench that needs it, or is what `sync` made; each works on a copy. */
function createShared({ datasets, people, say }: Settings): { shared: Shared; forget(): Promise<void> } {
  const made: string[] = [];

  async function make(): Promise<string> {
    const dataDir = await newDataDir();
    made.push(dataDir);
    const began = performance.now();
    const refresh = await startChild<RefreshCommands>('refresh', { dataDir, datasets, people });
    await refresh.call.refresh(1);
    await refresh.kill();
    say(`a company of ${datasets} datasets was read in ${Math.round((performance.now() - began) / 1_000)} s`);
    return dataDir;
  }

  return {
    shared: {
      company: async () => made[0] ?? (await make()),
      keep: (dataDir) => void made.push(dataDir),
    },
    async forget() {
      await Promise.all(made.map(removeDataDir));
    },
  };
}

function report(figures: Figure[]): string {
  const missed = figures.filter(({ budget }) => budget?.within === false);
  const verdict =
    missed.length === 0
      ? 'Every budget was kept.'
      : `Missed: ${missed.map(({ bench, what, budget }) => `${bench}: ${what} (${budget?.words})`).join('; ')}.`;
  return `${table(figures)}\n\n${verdict}\n`;
}
