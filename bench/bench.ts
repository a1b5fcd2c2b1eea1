import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readEarlier } from './against.ts';
import { busy } from './busy.ts';
import { change } from './change.ts';
import { startChild } from './child.ts';
import { databaseUrlOf, newDataDir, removeDataDir, server } from './data-dir.ts';
import { deliveries } from './deliveries.ts';
import { distant } from './distant.ts';
import { type Figure, table } from './figures.ts';
import { large } from './large.ts';
import { open } from './open.ts';
import type { RefreshCommands } from './processes/refresh.ts';
import type { Bench, Settings, Shared } from './settings.ts';
import { start } from './start.ts';
import { sync } from './sync.ts';
import { typeahead } from './typeahead.ts';
import { workspace } from './workspace.ts';

const benches: Record<string, Bench> = {
  change,
  distant,
  large,
  busy,
  open,
  sync,
  typeahead,
  workspace,
  deliveries,
  start,
};

const usage = `npm run bench                    all of: ${Object.keys(benches).join(', ')}
  --only NAME                    one of them; may be given several times
  --quick                        10,000 datasets in place of 100,000, and shorter runs
  --datasets N, --people N       another size of the company, such as 1000000 and 50000 for typeahead
  --json                         figures as JSON
  --out FILE                     keeps them there, as JSON
  --against FILE                 compares with what an earlier run kept
On a PostgreSQL server where DATABASE_URL names one: each app has a database of its own there for as long as it runs.
It only reports: its exit code is 0 whatever was missed.`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    datasets: { type: 'string' },
    people: { type: 'string' },
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
    against: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
// What a start and an idle app cost is measured of the embedded database.
const names = values.only ?? Object.keys(benches).filter((name) => server === undefined || name !== 'start');
const unknown = names.filter((name) => !(name in benches));

if (values.help || unknown.length > 0) {
  process.stderr.write(`${unknown.map((name) => `There is no bench ${name}.\n`).join('')}${usage}\n`);
  process.exitCode = values.help ? 0 : 1;
} else {
  const earlier = values.against === undefined ? undefined : await readEarlier(values.against);
  const figures = await measure(names);
  const json = `${JSON.stringify(figures, undefined, 2)}\n`;
  if (values.out !== undefined) await writeFile(values.out, json);
  process.stdout.write(values.json ? json : report(figures, earlier));
}

async function measure(chosen: string[]): Promise<Figure[]> {
  const usual = values.quick ? { datasets: 10_000, people: 2_000 } : { datasets: 100_000, people: 20_000 };
  const size = {
    datasets: Number(values.datasets ?? usual.datasets),
    people: Number(values.people ?? usual.people),
  };
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
    const refresh = await startChild<RefreshCommands>('refresh', {
      dataDir,
      databaseUrl: databaseUrlOf(dataDir),
      datasets,
      people,
    });
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

function report(figures: Figure[], earlier?: (figure: Figure) => number | undefined): string {
  const missed = figures.filter(({ budget }) => budget?.within === false);
  const verdict =
    missed.length === 0
      ? 'Every budget was kept.'
      : `Missed: ${missed.map(({ bench, what, budget }) => `${bench}: ${what} (${budget?.words})`).join('; ')}.`;
  return `${table(figures, earlier)}\n\n${verdict}\n`;
}
