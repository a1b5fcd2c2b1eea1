import { setTimeout as delay } from 'node:timers/promises';
import { type Servers, type Steward, startServers, startSteward } from './company.ts';
import { copyDataDir, removeDataDir } from './data-dir.ts';
import { atMost, type Figure, quantile, times } from './figures.ts';
import { createTarget, forPerson, type Target, typed, typedDatasets } from './load.ts';
import type { Typing } from './processes/stories.ts';
import type { Settings, Shared } from './settings.ts';

const owned = 300;
/** Not counted: right after a start the database reads from the disk what it has at hand later. */
const once = { rounds: 1 };

/** Somebody types into each menu, one letter after the other, while Domo is read anew and when nothing goes on. */
export async function typeahead({ quick, datasets, people }: Settings, shared: Shared): Promise<Figure[]> {
  const dataDir = await copyDataDir(await shared.company());
  const servers = await startServers({ datasets, people, owners: [owned] });
  // The reading that every start begins finds a tenth of the names changed.
  await servers.call.rename(datasets / 10);
  const limit = datasets > 100_000 ? 100 : 30;
  try {
    const amount = { rounds: quick ? 3 : 12 };
    const { templates, busy } = await whileReading(servers, dataDir, amount);
    const idle = await whenIdle(servers, dataDir, templates, amount);
    return [
      figure(`${datasets.toLocaleString('en')} datasets, ${people.toLocaleString('en')} people, idle`, idle, limit),
      figure('… while Domo is read and a tenth of the names is new', busy, limit),
    ];
  } finally {
    await servers.kill();
    await removeDataDir(dataDir);
  }
}

type Amount = Parameters<typeof typeIntoAll>[3];

async function whileReading(
  servers: Servers,
  dataDir: string,
  amount: Amount,
): Promise<{ templates: Typing; busy: number[] }> {
  const steward = await startSteward(servers, { rate: 100, dataDir });
  try {
    const templates = await servers.call.typing(owned);
    const target = await targetOf(servers, steward);
    await typeIntoAll(target, servers, templates, once);
    return { templates, busy: await typeIntoAll(target, servers, templates, amount) };
  } finally {
    await steward.kill();
  }
}

/** At one call a second the reading that a start begins hardly goes on. */
async function whenIdle(servers: Servers, dataDir: string, templates: Typing, amount: Amount): Promise<number[]> {
  const steward = await startSteward(servers, { rate: 1, dataDir });
  try {
    const target = await targetOf(servers, steward);
    await typeIntoAll(target, servers, templates, once);
    return await typeIntoAll(target, servers, templates, amount);
  } finally {
    await steward.kill('SIGKILL');
  }
}

async function targetOf(servers: Servers, steward: Steward): Promise<Target> {
  const { SLACK_SIGNING_SECRET: signingSecret = '' } = await servers.call.env();
  return createTarget(await steward.call.port(), signingSecret);
}

/** Times of the answers, in ms. */
export async function typeIntoAll(
  target: Target,
  servers: Servers,
  templates: Typing,
  { rounds, pauseMs = 0 }: { rounds: number; pauseMs?: number },
): Promise<number[]> {
  const [ticket] = await servers.call.tickets(['U0SOPHIE001'], 1);
  if (ticket === undefined) throw new Error('Nobody can type');
  const keys = [
    ...typed.map((query) => forPerson(templates.owner, ticket, query)),
    ...typedDatasets.map((query) => forPerson(templates.dataset, ticket, query)),
    ...typedDatasets.map((query) => forPerson(templates.ownersDataset, ticket, query)),
  ];
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const key of keys) {
      samples.push(await target.send(key));
      await delay(pauseMs);
    }
  }
  return samples;
}

function figure(what: string, samples: number[], limit: number): Figure {
  return {
    bench: 'typeahead',
    what,
    unit: 'ms',
    ...times(samples),
    budget: atMost(limit, quantile(samples, 0.99), 'p99 '),
  };
}
