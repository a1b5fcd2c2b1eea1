import { type Servers, type Steward, startServers, startSteward } from './company.ts';
import { newDataDir, removeDataDir } from './data-dir.ts';
import { atLeast, atMost, type Figure } from './figures.ts';
import { type Held, watchHeld } from './held.ts';
import { plainScript } from './plain-script.ts';
import type { CallCount } from './processes/call-meter.ts';
import type { Settings } from './settings.ts';

const usualRate = 50;
const bench = 'change';

export interface Run {
  number: number;
  calls: CallCount;
  /** Most memory while it was applied, in MB. */
  peak: number;
  /** What was live at the end of it, in MB. */
  heap: number;
  held: Figure[];
}

/** Hand-overs of a few hundred and of thousands of datasets, changes of a schema, and what a plain script does instead. */
export async function change({ quick, say }: Settings): Promise<Figure[]> {
  const [few, many] = quick ? ([100, 200] as const) : ([300, 3_000] as const);
  const dataDir = await newDataDir();
  // The same people again, for the script.
  const servers = await startServers({ datasets: 500, people: 100, owners: [few, many, few + 1, few + 2, few + 3] });
  const steward = await startSteward(servers, { rate: usualRate, dataDir });
  const held = watchHeld();
  try {
    await steward.call.caughtUp();
    await steward.call.vitals();
    const small = await handOver(servers, steward, few, held);
    say(`change: ${few} datasets in ${seconds(small)} s`);
    const large = await handOver(servers, steward, many, held);
    say(`change: ${many} datasets in ${seconds(large)} s`);
    const schema = await schemaChanges(servers, quick ? 1 : 2);
    const env = await servers.call.env();
    await servers.call.mark();
    const usual = { toId: 28, requestsPerSecond: usualRate };
    const script = await plainScript(env, { ...usual, fromId: 9_003 });
    const hasty = await plainScript(env, { ...usual, fromId: 9_004, atOnce: 10 });
    const careful = await plainScript(env, { ...usual, fromId: 9_005, atOnce: 10, readsBack: true });
    const growth = large.peak / small.peak;
    const heap = large.heap / small.heap;
    return [
      ...handOverFigures(few, small),
      ...handOverFigures(many, large),
      ...large.held,
      {
        bench,
        what: `a dataset's schema: calls to Domo, one of them about people`,
        unit: '',
        median: schema,
        budget: atMost(4.1, schema),
      },
      {
        bench,
        what: `most memory, ${many} datasets : ${few}`,
        unit: 'MB',
        median: large.peak,
        ratio: growth,
        budget: atMost(1.15, growth, 'ratio '),
      },
      {
        bench,
        what: `live heap, ${many} datasets : ${few}`,
        unit: 'MB',
        median: large.heap,
        ratio: heap,
        budget: atMost(1.15, heap, 'ratio '),
      },
      {
        bench,
        what: `plain script, ${few + 1} datasets, nothing checked: calls per dataset`,
        unit: '',
        median: script.calls / script.written,
      },
      ...[
        { what: '… time, against ours', ms: script.ms },
        { what: '… ten calls at once', ms: hasty.ms },
        { what: '… that reads each back', ms: careful.ms },
      ].map(({ what, ms }) => ({ bench, what, unit: 's', median: ms / 1_000, ratio: small.calls.ms / ms })),
    ];
  } finally {
    await Promise.all([steward.kill(), servers.kill()]);
    await removeDataDir(dataDir);
  }
}

export async function handOver(servers: Servers, steward: Steward, count: number, held: Held): Promise<Run> {
  const figures: Figure[] = [];
  const stage = async (what: string) => {
    const vitals = await steward.call.vitals();
    figures.push(held(bench, `${what} ${count.toLocaleString('en')}`, vitals));
    return vitals;
  };
  const number = await servers.call.askForHandOver(count);
  await servers.call.decidable(number);
  await stage('prepare');
  // The reading of Domo that belongs to the start may still go on.
  await servers.call.quiet();
  await steward.call.vitals();
  await servers.call.mark();
  await servers.call.approve(number);
  await servers.call.written(count);
  const vitals = await stage('apply');
  // The last batch is not proved yet: the run has in hand what it ever has.
  const heap = await steward.call.liveHeap();
  await servers.call.finished(number, count);
  const calls = await servers.call.calls();
  await servers.call.quiet();
  await stage('result of');
  return { number, calls, peak: vitals.rssPeak, heap, held: figures };
}

async function schemaChanges(servers: Servers, count: number): Promise<number> {
  const ids = (await servers.call.ownedBy(28)).slice(0, count);
  let total = 0;
  for (const id of ids) {
    const number = await servers.call.askForColumn(id, 'Comment');
    await servers.call.decidable(number);
    await servers.call.mark();
    await servers.call.approve(number);
    await servers.call.finished(number, 1);
    total += (await servers.call.calls()).total;
  }
  return total / ids.length;
}

export function handOverFigures(count: number, { calls }: Run, rate = usualRate): Figure[] {
  const share = (100 * (calls.total - 1)) / ((calls.ms / 1_000) * rate);
  const each = calls.total / count;
  const what = `${count.toLocaleString('en')} datasets`;
  return [
    {
      bench,
      what: `${what}: share used of ${rate} calls a second`,
      unit: '%',
      median: share,
      budget: atLeast(95, share),
    },
    { bench, what: `${what}: calls to Domo for each`, unit: '', median: each, budget: atMost(2.05, each) },
  ];
}

function seconds({ calls }: Run): string {
  return (calls.ms / 1_000).toFixed(1);
}
