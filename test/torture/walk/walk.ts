import { setTimeout as delay } from 'node:timers/promises';
import { ask } from '../../support/requests.ts';
import { createRandom, type Random } from '../random.ts';
import { untilRead } from '../until-read.ts';
import { type Act, acts } from './acts.ts';
import { calm, inDatabase } from './calm.ts';
import { type Company, openCompany, owners } from './company.ts';
import { findings } from './findings.ts';
import type { Notes } from './notes.ts';
import type { Weather } from './weather.ts';
import { weathersOf } from './weathers.ts';

export interface WalkOptions {
  seed: number;
  /** So many things are done, or begun. */
  steps: number;
  /** More than one needs a PostgreSQL server. */
  processes: number;
  /** Whether the app gets an access token of Domo; default: in every second walk. */
  product?: boolean | undefined;
  /** Only weathers with one of these in their name come, and one always does; default: all, each for a while. */
  only?: readonly string[] | undefined;
  /** Told each line that the processes log. */
  hear?: ((line: string) => void) | undefined;
}

export interface WalkReport {
  requests: number;
  votes: number;
  puts: number;
  product: boolean;
  /** How often each weather came, and how often people did what under it. */
  weather: Record<string, { times: number; acts: Record<string, number> }>;
  /** Of each harm to a process or its connections, where it was then, and how often. */
  harm: Notes['harm'];
}

/** Chosen by their weight. */
function weighted<T extends { weight: number }>(all: readonly T[], random: Random): T {
  return random.pick(all.flatMap((each) => Array<T>(each.weight).fill(each)));
}

/**
 * A random walk: people ask, vote, talk and change their minds, while Domo and Slack fail and processes are killed. In the
 * end the weather clears, everything comes to its end, and Domo, Slack, the database and the log are read. Throws with what
 * is wrong, and with what led there.
 */
export async function walk({ seed, steps, processes, product, only, hear }: WalkOptions): Promise<WalkReport> {
  const random = createRandom(seed);
  const hasProductDoor = product ?? random.chance(0.5);
  const company = await openCompany({ processes, hasProductDoor, hear });
  const { notes } = company;
  try {
    await askOnce(company);
    const weather = await inAllWeathers(company, random, { steps, only });
    await calm(company);
    const { wrong, requests, votes } = await inDatabase(company.database, (database) => findings(company, database));
    if (wrong.length > 0) throw new Error(`Found:\n${wrong.join('\n')}`);
    return { requests, votes, puts: notes.puts.length, product: hasProductDoor, weather, harm: notes.harm };
  } catch (error) {
    throw new Error(`Seed ${seed}, ${processes} processes:\n${notes.story.join('\n')}\n${String(error)}`, {
      cause: error,
    });
  } finally {
    await company.close();
  }
}

/** In fair weather, so that there is something to walk through. */
async function askOnce({ slack, notes }: Company): Promise<void> {
  const [from = 0, to = 0] = owners;
  await untilRead(slack.as('sophie'), `Leaver ${from}`);
  const first = { reason: 'the first', by: 'sophie' };
  notes.asks.push({ ...first, number: await ask({ slack }, { from, to, ...first }) });
}

async function inAllWeathers(
  company: Company,
  random: Random,
  { steps, only }: Pick<WalkOptions, 'steps' | 'only'>,
): Promise<WalkReport['weather']> {
  const came: WalkReport['weather'] = {};
  const onServer = company.database.databaseUrl !== undefined;
  const possible = weathersOf({ processes: company.apps.length, onServer }).filter(
    ({ name }) => only === undefined || only.some((part) => name.includes(part)),
  );
  if (possible.length === 0) throw new Error(`There is no such weather here: ${only}`);
  const busy = new Map<string, Promise<void>>();
  let now: { name: string; until: number; end: () => Promise<void> | void } | undefined;
  for (let step = 1; step <= steps; step += 1) {
    if (now?.until === step) {
      await now.end();
      now = undefined;
      company.notes.weather = undefined;
    }
    if (now === undefined && (only !== undefined || random.chance(0.3))) {
      const next: Weather = only === undefined ? weighted(possible, random) : random.pick(possible);
      const { times = 0, acts = {} } = came[next.name] ?? {};
      came[next.name] = { times: times + 1, acts };
      company.notes.story.push(`${step}: ${next.name}`);
      company.notes.weather = next.name;
      const lasts = (only === undefined ? 2 : 15) + random.below(7);
      now = { name: next.name, until: step + lasts, end: await next.begin(company, random) };
    }
    const met = now && came[now.name];
    const act = await doSomething(company, random, busy, step);
    if (met) met.acts[act] = (met.acts[act] ?? 0) + 1;
  }
  await now?.end();
  company.notes.weather = undefined;
  company.slack.faults.clear();
  company.domo.faults.clear();
  await Promise.all(busy.values());
  return came;
}

/** Two at once at most, and nobody does two things at once. */
async function doSomething(
  company: Company,
  random: Random,
  busy: Map<string, Promise<void>>,
  step: number,
): Promise<string> {
  const act: Act = weighted(acts, random);
  const who = random.pick(act.by);
  // Of its own, so that what happens meanwhile changes no later choice.
  const own = createRandom(random.below(2 ** 31));
  await busy.get(who);
  while (busy.size >= 2) await Promise.race(busy.values());
  const { notes, slack } = company;
  const person = slack.as(who);
  const doing = (async () => {
    await person.closeModal('all');
    await act.run(company, person, who, own);
    notes.story.push(`${step}: ${who} ${act.name}`);
  })()
    .catch((error: unknown) => {
      const [why] = String(error).split('\n');
      notes.story.push(`${step}: ${who} ${act.name}, or not: ${why}`);
    })
    .finally(() => busy.delete(who));
  busy.set(who, doing);
  await delay(own.below(300));
  return act.name;
}
