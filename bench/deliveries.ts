import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './child.ts';
import { copyDataDir, removeDataDir, startServers, startSteward } from './company.ts';
import { atMost, type Figure, median, quantile, times } from './figures.ts';
import { watchHeld } from './held.ts';
import { type Act, createActs, createTarget, forAWhile, type Target } from './load.ts';
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
  try {
    const slackIds = await servers.call.crowd();
    const number = await servers.call.askForHandOver(size);
    await servers.call.decidable(number);
    say(`deliveries: ${await empty.call.listeners()} listeners in either app; #${number} is about to be applied`);
    const seconds = quick ? 6 : 14;
    const bursts = quick ? 2 : 5;
    const tickets = perPerson(await servers.call.tickets(slackIds, 6 * seconds + 4 * bursts));
    const next = createActs(await servers.call.templates(number, size));
    const ours = createTarget(await steward.call.port(), signingSecret);
    const theirs = createTarget(await empty.call.port(), signingSecret);
    const ticket = (person: number): Ticket => tickets[person]?.pop() ?? fail();
    // Who somebody is is asked of Slack once a minute: everyone has been here before.
    for (let person = 0; person < crowd; person += 1) await both(ours, theirs, next(ticket(person)));
    await servers.call.approve(number);
    await servers.call.mark();
    await steward.call.vitals();
    const held = watchHeld();

    const steady: Pair[] = [];
    await forAWhile(seconds * 1_000, crowd, async (person) => {
      const began = performance.now();
      steady.push(await both(ours, theirs, next(ticket(person))));
      await delay(1_000 - (performance.now() - began));
    });
    const rush: Pair[] = [];
    for (let burst = 0; burst < bursts; burst += 1) {
      const acts = Array.from({ length: crowd }, (_, person) => next(ticket(person)));
      const at = await Promise.all(acts.map(({ template }) => ours.send(template)));
      await delay(300);
      const beside = await Promise.all(acts.map(({ template }) => theirs.send(template)));
      rush.push(...acts.map(({ what }, index) => ({ what, ours: at[index] ?? 0, theirs: beside[index] ?? 0 })));
      await delay(300);
    }
    const { writes } = await servers.call.calls();
    say(`deliveries: ${writes} datasets were written meanwhile`);
    return [
      ...compared(`50 people, each once a second, during a change of ${size}`, steady),
      ...compared('50 people at the same instant, the same change running', rush),
      held('deliveries', 'all this', await steward.call.vitals()),
    ];
  } finally {
    await Promise.all([steward.kill('SIGKILL'), empty.kill(), servers.kill()]);
    await removeDataDir(dataDir);
  }
}

interface Pair {
  what: Act['what'];
  ours: number;
  theirs: number;
}

/** One after the other, so that neither waits for the other's answer in this process. */
async function both(ours: Target, theirs: Target, { what, template }: Act): Promise<Pair> {
  const first = await ours.send(template);
  return { what, ours: first, theirs: await theirs.send(template) };
}

function compared(what: string, pairs: Pair[]): Figure[] {
  const ours = pairs.map((pair) => pair.ours);
  const theirs = pairs.map((pair) => pair.theirs);
  const bench = 'deliveries';
  const ratio = quantile(ours, 0.99) / quantile(theirs, 0.99);
  return [
    { bench, what, unit: 'ms', ...times(ours), budget: atMost(250, quantile(ours, 0.99), 'p99 ') },
    {
      bench,
      what: '… an empty Bolt app beside it',
      unit: 'ms',
      ...times(theirs),
      ratio,
      budget: atMost(1.5, ratio, 'p99 ratio '),
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
