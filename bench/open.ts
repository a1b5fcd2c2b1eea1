import { sandboxPolicy } from '../sandbox/stage.ts';
import { startChild } from './child.ts';
import { type Servers, startServers, startSteward } from './company.ts';
import { databaseUrlOf, newDataDir, removeDataDir } from './data-dir.ts';
import { atMost, type Figure, median, quantile, times } from './figures.ts';
import type { MoreRequestsCommands } from './processes/more-requests.ts';
import { type Glance, glances } from './processes/stories.ts';
import type { Settings } from './settings.ts';

const bench = 'open';
/** As many as one person may have open. */
const each = 20;
const sophie = { slackId: 'U0SOPHIE001', name: 'Sophie Germain', email: 'sophie.germain@example.com' };
/** Under it Emmy may decide all that is open, and Blaise nothing of it. */
const policy = `${sandboxPolicy}  - name: columns
    when: { kind: schema }
    approvers: [U0BLAISE001]
  - name: large hand-over
    when: { kind: owner, items: 10 }
`;
const people = { sophie: 'a requester', emmy: 'a steward of all', blaise: 'a steward of none' } as const;
type Handle = keyof typeof people;

type Glances = Record<Handle, Record<Glance, number[]>>;

/** 2,000 requests are open: people look at Home, at the list and at one of them. */
export async function open({ quick }: Settings): Promise<Figure[]> {
  const many = quick ? 200 : 2_000;
  const rounds = quick ? 10 : 30;
  const few = await glancesAt(each, rounds);
  const all = await glancesAt(many, rounds);
  return handles().flatMap((handle) =>
    glances.map((glance): Figure => {
      const samples = all[handle][glance];
      return {
        bench,
        what: `${glance} of ${people[handle]}, ${many.toLocaleString('en')} requests open, against ${each}`,
        unit: 'ms',
        ...times(samples),
        ratio: median(samples) / median(few[handle][glance]),
        budget: atMost(300, quantile(samples, 0.99), 'p99 '),
      };
    }),
  );
}

async function glancesAt(count: number, rounds: number): Promise<Glances> {
  const dataDir = await newDataDir();
  const servers = await startServers({ datasets: 500, people: 100, owners: [1], crowd: count / each });
  try {
    await openRequests(servers, dataDir, count);
    const steward = await startSteward(servers, { rate: 1, dataDir, policy });
    try {
      return await look(servers, count, rounds);
    } finally {
      await steward.kill('SIGKILL');
    }
  } finally {
    await servers.kill();
    await removeDataDir(dataDir);
  }
}

/** The first is asked for in Slack, the others are stored as it is: Sophie's come first, then 20 of each of the crowd. */
async function openRequests(servers: Servers, dataDir: string, count: number): Promise<void> {
  const steward = await startSteward(servers, { rate: 100, dataDir, policy });
  await servers.call.decidable(await servers.call.askForHandOver(1));
  await steward.kill();
  const crowd = await servers.call.crowd();
  const requesters = Array.from({ length: count - 1 }, (_, nth) => {
    const slackId = crowd[Math.floor((nth + 1) / each) - 1];
    return slackId === undefined ? sophie : { slackId, name: `Person ${slackId}` };
  });
  const more = await startChild<MoreRequestsCommands>('more-requests', {
    dataDir,
    databaseUrl: databaseUrlOf(dataDir),
  });
  await more.call.add(requesters);
  await more.kill();
}

async function look(servers: Servers, count: number, rounds: number): Promise<Glances> {
  const seen = Object.fromEntries(
    handles().map((handle) => [handle, { Home: [], list: [], status: [] }]),
  ) as unknown as Glances;
  // Not counted: right after a start the database reads from the disk, and Slack is asked who people are.
  for (const handle of handles()) await servers.call.glanced(handle, 1);
  for (let round = 0; round < rounds; round += 1) {
    for (const handle of handles()) {
      const took = await servers.call.glanced(handle, 1 + Math.floor((count * round) / rounds));
      for (const glance of glances) seen[handle][glance].push(took[glance]);
    }
  }
  return seen;
}

function handles(): Handle[] {
  return Object.keys(people) as Handle[];
}
