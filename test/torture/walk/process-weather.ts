import { setTimeout as delay } from 'node:timers/promises';
import { giveOrder, takePlace, withdrawOrder } from '../harm/order.ts';
import { createRandom, type Random } from '../random.ts';
import type { App, Company } from './company.ts';
import { noteHarm, noteUnstored } from './notes.ts';
import type { Weather } from './weather.ts';

const over = () => undefined;
/** A click has about ten, and a request that is decided and applied some more than a hundred. */
const moments = 40;
/** From the moment that an order is taken until it is done, in ms. */
const longestDeed = 2_000;
/** How long a process is left alone before it is killed, in ms. */
const mostLife = 2_000;
/** In ms: a lease lasts 15 s, and a job whose worker is silent is taken over within 11 s or so. */
const longerThanALease = 28_000;
/** In ms: Slack waits 3 s for an answer, and here 4. */
const longerThanSlackWaits = 5_000;

/** Kills all, and it is so much later for them when they start again. */
export async function laterForAll(company: Company, ms: number): Promise<void> {
  const { apps, notes, slack } = company;
  noteUnstored(notes, slack.calls);
  company.ahead += ms;
  await Promise.all(apps.map((app) => app.later(ms)));
}

/** Kills each process at a counted moment, sometimes while it starts, and again and again: it starts again at once. */
async function killAtMoments(company: Company, random: Random): Promise<() => Promise<void>> {
  let isOver = false;
  const killing = company.apps.map(async (app) => {
    // Of its own, so that what happens meanwhile changes no later choice.
    const own = createRandom(random.below(2 ** 31));
    while (!isOver) {
      const whileStarting = own.chance(0.15);
      // Else nothing would ever be begun by which it could be killed.
      await delay(own.below(mostLife));
      giveOrder(app.dataDir, { deed: 'die', after: own.below(moments) });
      if (whileStarting) await app.restart().catch(() => undefined);
      while (!isOver && app.state() !== 'stopped') await delay(10);
      await revive(company, app, 'killed');
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(killing);
  };
}

/** Takes back what a process was ordered, notes where it was done, and starts it again if that ended it. */
async function revive({ notes, slack }: Company, app: App, harm: string): Promise<void> {
  // On a busy machine what it has begun to do takes a while.
  const deadline = Date.now() + (withdrawOrder(app.dataDir) ? 0 : longestDeed);
  let place = takePlace(app.dataDir);
  while (Date.now() < deadline && (place === undefined || app.state() !== 'stopped')) {
    await delay(10);
    place ??= takePlace(app.dataDir);
  }
  if (place !== undefined) noteHarm(notes, harm, place);
  if (app.state() !== 'stopped') return;
  noteUnstored(notes, slack.calls);
  if (place === undefined) notes.wrong.push('A process ended that nobody had ended');
  await app.start();
}

/** One stops being run at a counted moment, for so many ms. */
async function standStill(company: Company, random: Random, ms: number): Promise<() => Promise<void>> {
  const app = random.pick(company.apps);
  const { notes, slack } = company;
  giveOrder(app.dataDir, { deed: 'stand still', after: random.below(moments) });
  let isOver = false;
  const standing = (async () => {
    let place: string | undefined;
    while (place === undefined && !isOver) {
      await delay(10);
      place = takePlace(app.dataDir);
    }
    withdrawOrder(app.dataDir);
    place ??= takePlace(app.dataDir);
    if (place === undefined) return;
    noteHarm(notes, 'stood still', place);
    noteUnstored(notes, slack.calls);
    const goOn = app.freeze();
    await delay(ms);
    goOn();
  })();
  return async () => {
    isOver = true;
    await standing;
  };
}

export const atCountedMoments = 'processes are killed at counted moments';

export const processWeathers: readonly Weather[] = [
  { name: atCountedMoments, weight: 8, begin: killAtMoments },
  {
    name: 'a process is killed',
    weight: 6,
    begin: async (company, random) => {
      noteUnstored(company.notes, company.slack.calls);
      await random.pick(company.apps).restart();
      return over;
    },
  },
  {
    name: 'all processes are killed, and start in the same instant',
    weight: 2,
    fits: ({ processes }) => processes > 1,
    begin: async (company) => {
      await laterForAll(company, 0);
      return over;
    },
  },
  {
    name: 'a process stands still for longer than its lease',
    weight: 2,
    fits: ({ processes }) => processes > 1,
    begin: (company, random) => standStill(company, random, longerThanALease),
  },
  {
    name: 'a process stands still for longer than Slack waits',
    weight: 2,
    begin: (company, random) => standStill(company, random, longerThanSlackWaits),
  },
  {
    name: 'the disk is full',
    weight: 3,
    // Elsewhere a process can't be kept from writing by another, and a server's disk is its own.
    fits: ({ onServer }) => !onServer && process.platform === 'linux',
    begin: async (company, random) => {
      const app = random.pick(company.apps);
      giveOrder(app.dataDir, { deed: 'fill the disk', after: random.below(moments) });
      return async () => {
        const deadline = Date.now() + 2_000;
        while (app.state() !== 'stopped' && Date.now() < deadline) await delay(10);
        // One that has not written anything yet has not met it.
        if (app.state() !== 'stopped') await app.kill();
        await revive(company, app, 'disk full');
      };
    },
  },
];
