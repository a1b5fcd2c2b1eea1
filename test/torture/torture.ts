import { randomInt } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { torturePayloads } from './payloads/payloads.ts';
import { atCountedMoments } from './walk/process-weather.ts';
import { type WalkReport, walk } from './walk/walk.ts';
import { weathersOf } from './walk/weathers.ts';

const usage = `npm run torture                  all of: payloads, walk, kills, weathers
  --only NAME                    one of them; may be given several times
  --seed N                       the same choices again; printed by each run
  --count N                      how many broken deliveries (10,000)
  --steps N                      how long each random walk is (150)
  --minutes N                    walks with one seed after the other for so long; default: one walk
  --kills N                      walks under kills alone, until so many counted moments had one (200)
  --weather TEXT                 walks under weathers with this in their name alone; may be given several times
  --product yes|no               with Domo's access token or without; default: every second walk
  --processes N                  of the app, on one PostgreSQL server; default 1
  --log FILE                     adds to it all that the processes log in walks
TEST_DATABASE_URL: on that PostgreSQL server, else on the embedded database. The exit code is 1 when something was found.
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seed: { type: 'string' },
    count: { type: 'string', default: '10000' },
    steps: { type: 'string', default: '150' },
    minutes: { type: 'string', default: '0' },
    processes: { type: 'string', default: '1' },
    kills: { type: 'string', default: '200' },
    product: { type: 'string' },
    weather: { type: 'string', multiple: true },
    log: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string) => void process.stdout.write(`${line}\n`);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);

const tortures: Record<string, () => Promise<object>> = {
  payloads: () => torturePayloads({ seed, count: Number(values.count) }),
  walk: walks,
  kills,
  weathers,
};

function options() {
  const product = values.product === undefined ? undefined : values.product === 'yes';
  const { log } = values;
  const hear = log === undefined ? undefined : (line: string) => appendFileSync(log, `${line}\n`);
  return { steps: Number(values.steps), processes: Number(values.processes), product, hear };
}

async function walks(): Promise<object> {
  const end = Date.now() + Number(values.minutes) * 60_000;
  for (let next = seed; ; next += 1) {
    const report = await walk({ seed: next, ...options(), only: values.weather });
    if (Date.now() >= end) return report;
    say(`seed ${next}: ${JSON.stringify(report)}`);
  }
}

/** The kills of all walks together, at how many places, and how often at each. */
async function kills(): Promise<object> {
  const at: WalkReport['harm'][string] = {};
  for (let next = seed; ; next += 1) {
    const { harm, ...report } = await walk({ seed: next, ...options(), only: [atCountedMoments] });
    for (const [place, times] of Object.entries(harm.killed ?? {})) at[place] = (at[place] ?? 0) + times;
    const count = Object.values(at).reduce((sum, times) => sum + times, 0);
    if (count >= Number(values.kills)) return { kills: count, places: Object.keys(at).length, at };
    say(`seed ${next}: ${JSON.stringify(report)}, ${count} kills so far`);
  }
}

/** A walk under each kind of weather that can be here, and nothing else: how often it came, or that something was found. */
async function weathers(): Promise<object> {
  const onServer = process.env.TEST_DATABASE_URL !== undefined;
  const came: Record<string, number | 'found something' | undefined> = {};
  for (const [at, { name }] of weathersOf({ processes: options().processes, onServer }).entries()) {
    try {
      const { weather } = await walk({ seed: seed + at, ...options(), only: [name] });
      came[name] = weather[name]?.times;
    } catch (error) {
      say(String(error));
      process.exitCode = 1;
      came[name] = 'found something';
    }
    say(`seed ${seed + at}: ${name}: ${came[name]}`);
  }
  return came;
}

const names = values.only ?? Object.keys(tortures);
const unknown = names.filter((name) => !(name in tortures));

if (values.help || unknown.length > 0) {
  process.stderr.write(`${unknown.map((name) => `There is no torture ${name}.\n`).join('')}${usage}`);
  process.exitCode = values.help ? 0 : 1;
} else {
  for (const name of names) {
    say(`${name}: seed ${seed}`);
    const began = performance.now();
    const report = await tortures[name]?.();
    say(`${name}: ${Math.round((performance.now() - began) / 1_000)} s, ${JSON.stringify(report)}`);
  }
}
