import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './child.ts';
import { startServers, startSteward } from './company.ts';
import { copyDataDir, databaseUrlOf, newDataDir, removeDataDir } from './data-dir.ts';
import { atMost, type Figure, median, quantile, times } from './figures.ts';
import { watchHeld } from './held.ts';
import { type Act, createActs, createTarget, forAWhile, forPerson, type Target } from './load.ts';
import type { DurableBoltCommands } from './processes/durable-bolt.ts';
import type { EmptyBoltCommands } from './processes/empty-bolt.ts';
import type { Ticket } from './processes/stories.ts';
import type { Settings, Shared } from './settings.ts';

const crowd = 50;
/** Of the bulk change. */
const size = 1_000;
/** Calls to Domo a second, ten times what is usual; the reading of Domo that every start begins shares them. */
const rate = 50;

/** 50 people at once while a change of 1,000 datasets is applied; each does the same to an empty Bolt app beside it. */
export async function deliveries({ quick, datasets, people, say }: Settings, shared: Shared): Promise<Figure[]> {
  const dataDir = await copyDataDir(await shared.company());
  const servers = await startServers({ datasets, people, owners: [size], crowd });
  const steward = await startSteward(servers, { rate, dataDir });
  const { SLACK_SIGNING_SECRET: signingSecret = '' } = await servers.call.env();
  const empty = await startChild<EmptyBoltCommands>('empty-bolt', { signingSecret });
  const durableDir = await newDataDir();
  const durable = await startChild<DurableBoltCommands>('durable-bolt', {
    signingSecret,
    dataDir: durableDir,
    databaseUrl: databaseUrlOf(durableDir),
  });
  try {
    const slackIds = await servers.call.crowd();
    const number = await servers.call.askForHandOver(size);
    await servers.call.decidable(number);
    say(`deliveries: ${await empty.call.listeners()} listeners in either app; #${number} is about to be applied`);
    const seconds = quick ? 6 : 14;
    const bursts = quick ? 2 : 5;
    const tickets = perPerson(await servers.call.tickets(slackIds, 6 * seconds + (4 + 3) * bursts));
    const templates = await servers.call.templates(number, size);
    const next = createActs(templates);
    const ours = createTarget(await steward.call.port(), signingSecret);
    const theirs = createTarget(await empty.call.port(), signingSecret);
    const durably = createTarget(await durable.call.port(), signingSecret);
    const all: Targets = { ours, theirs, durably };
    const ticket = (person: number): Ticket => tickets[person]?.pop() ?? fail();
    // Who somebody is is asked of Slack once a minute: everyone has been here before.
    for (let person = 0; person < crowd; person += 1) await each(all, next(ticket(person)));
    await servers.call.approve(number);
    await servers.call.mark();
    await steward.call.vitals();
    const held = watchHeld();

    const steady: Pair[] = [];
    await forAWhile(seconds * 1_000, crowd, async (person) => {
      const began = performance.now();
      steady.push(await each(all, next(ticket(person))));
      await delay(Math.max(0, 1_000 - (performance.now() - began)));
    });
    const rush: Pair[] = [];
    const onOneCard = new Map<number, Pair[]>([crowd, 2 * crowd].map((clicks) => [clicks, []]));
    for (let burst = 0; burst < bursts; burst += 1) {
      rush.push(
        ...(await atOnce(
          all,
          Array.from({ length: crowd }, (_, person) => next(ticket(person))),
        )),
      );
      for (const [clicks, pairs] of onOneCard) {
        const click = (nth: number): Act => {
          return { what: 'approve', template: forPerson(templates.approve, ticket(nth % crowd)) };
        };
        pairs.push(
          ...(await atOnce(
            all,
            Array.from({ length: clicks }, (_, nth) => click(nth)),
          )),
        );
      }
    }
    const { writes } = await servers.call.calls();
    say(`deliveries: ${writes} datasets were written meanwhile`);
    return [
      ...compared(`50 people, each once a second, during a change of ${size}`, steady, 50),
      ...compared('50 people at the same instant, the same change running', rush, 250),
      ...[...onOneCard].flatMap(([clicks, pairs]) =>
        compared(`${clicks} clicks on one card at the same instant`, pairs, 5 * clicks).slice(0, 3),
      ),
      held('deliveries', 'all this', await steward.call.vitals()),
    ];
  } finally {
    await Promise.all([steward.kill('SIGKILL'), empty.kill(), durable.kill(), servers.kill()]);
    await Promise.all([dataDir, durableDir].map(removeDataDir));
  }
}

interface Pair {
  what: Act['what'];
  ours: number;
  theirs: number;
  durably: number;
}

type Targets = Record<'ours' | 'theirs' | 'durably', Target>;

/** One after the other, so that none waits for another's answer in this process. */
async function each({ ours, theirs, durably }: Targets, { what, template }: Act): Promise<Pair> {
  const first = await ours.send(template);
  const second = await theirs.send(template);
  return { what, ours: first, theirs: second, durably: await durably.send(template) };
}

/** All of these at the same instant, to one app after the other. */
async function atOnce({ ours, theirs, durably }: Targets, acts: Act[]): Promise<Pair[]> {
  const taken: number[][] = [];
  for (const target of [ours, theirs, durably]) {
    taken.push(await Promise.all(acts.map(({ template }) => target.send(template))));
    await delay(300);
  }
  const [at, beside, lasting] = taken;
  return acts.map(({ what }, nth) => ({
    what,
    ours: at?.[nth] ?? 0,
    theirs: beside?.[nth] ?? 0,
    durably: lasting?.[nth] ?? 0,
  }));
}

function compared(what: string, pairs: Pair[], limit: number): Figure[] {
  const ours = pairs.map((pair) => pair.ours);
  const theirs = pairs.map((pair) => pair.theirs);
  const bench = 'deliveries';
  const durably = pairs.map((pair) => pair.durably);
  const ratio = quantile(ours, 0.99) / quantile(theirs, 0.99);
  const overDurable = quantile(ours, 0.99) / quantile(durably, 0.99);
  return [
    { bench, what, unit: 'ms', ...times(ours), budget: atMost(limit, quantile(ours, 0.99), 'p99 ') },
    {
      bench,
      what: '… an empty Bolt app beside it',
      unit: 'ms',
      ...times(theirs),
      ratio,
    },
    {
      bench,
      what: '… a Bolt app that writes one durable row',
      unit: 'ms',
      ...times(durably),
      ratio: overDurable,
      budget: atMost(2, overDurable, 'p99 ratio '),
    },
    ...kinds.map(({ name, acts }): Figure => {
      const some = pairs.filter((pair) => acts.includes(pair.what));
      const own = some.map((pair) => pair.ours);
      return {
        bench,
        what: `… ${name}`,
        unit: 'ms',
        ...times(own),
        ratio: median(own) / median(some.map((pair) => pair.theirs)),
      };
    }),
  ];
}

const kinds: { name: string; acts: Act['what'][] }[] = [
  { name: 'slash commands', acts: ['command'] },
  { name: 'refused clicks', acts: ['approve'] },
  { name: 'typeahead', acts: ['owner', 'ownersDataset', 'dataset'] },
  { name: 'submitted forms', acts: ['submission'] },
];

function perPerson(tickets: Ticket[]): Ticket[][] {
  return [...Map.groupBy(tickets, ({ slackId }) => slackId).values()];
}

function fail(): never {
  throw new Error('The load needs more tickets');
}
