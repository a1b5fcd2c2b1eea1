import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { torturePayloads } from './payloads/payloads.ts';
import { walk } from './walk/walk.ts';

const usage = `npm run torture                  all of: payloads, walk
  --only NAME                    one of them; may be given several times
  --seed N                       the same choices again; printed by each run
  --count N                      how many broken deliveries (10,000)
  --steps N                      how long each random walk is (150)
  --minutes N                    walks with one seed after the other for so long; default: one walk
  --processes N                  of the app, on one PostgreSQL server; default 1
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
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string) => void process.stdout.write(`${line}\n`);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);

const tortures: Record<string, () => Promise<object>> = {
  payloads: () => torturePayloads({ seed, count: Number(values.count) }),
  walk: walks,
};

async function walks(): Promise<object> {
  const [steps, processes] = [Number(values.steps), Number(values.processes)];
  const end = Date.now() + Number(values.minutes) * 60_000;
  for (let next = seed; ; next += 1) {
    const report = await walk({ seed: next, steps, processes });
    if (Date.now() >= end) return report;
    say(`seed ${next}: ${JSON.stringify(report)}`);
  }
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
