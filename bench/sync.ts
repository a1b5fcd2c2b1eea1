import { startServers, startSteward } from './company.ts';
import { newDataDir } from './data-dir.ts';
import { atLeast, atMost, type Figure, quantile, times } from './figures.ts';
import { watchHeld } from './held.ts';
import { createTarget } from './load.ts';
import type { Settings, Shared } from './settings.ts';
import { typeIntoAll } from './typeahead.ts';

const bench = 'sync';

/** The first reading of a whole company at several times the usual rate of 5 calls a second, with somebody who types meanwhile. */
export async function sync({ quick, datasets, people, say }: Settings, shared: Shared): Promise<Figure[]> {
  const rate = quick ? 25 : 40;
  const dataDir = await newDataDir();
  const owned = 300;
  const servers = await startServers({ datasets, people, owners: [owned] });
  await servers.call.mark();
  const held = watchHeld();
  const steward = await startSteward(servers, { rate, dataDir });
  try {
    // Making the database, before anything listens, is not counted.
    await steward.call.vitals();
    const { SLACK_SIGNING_SECRET: signingSecret = '' } = await servers.call.env();
    const target = createTarget(await steward.call.port(), signingSecret);
    const templates = await servers.call.typing(owned);
    let reading = true;
    const read = steward.call.caughtUp().finally(() => {
      reading = false;
    });
    const typing: number[] = [];
    while (reading) typing.push(...(await typeIntoAll(target, servers, templates, { rounds: 1, pauseMs: 100 })));
    await read;
    const { total, ms } = await servers.call.calls();
    const vitals = await steward.call.vitals();
    const share = (100 * total) / ((ms / 1_000) * rate);
    say(
      `sync: ${total} calls in ${(ms / 1_000).toFixed(1)} s, ${(vitals.cpu / 1_000).toFixed(1)} s of CPU time, ${typing.length} searches`,
    );
    return [
      {
        bench,
        what: `first reading of ${datasets.toLocaleString('en')}: share used of ${rate} calls a second`,
        unit: '%',
        median: share,
        budget: atLeast(95, share),
      },
      {
        bench,
        what: '… typeahead meanwhile',
        unit: 'ms',
        ...times(typing),
        budget: atMost(100, quantile(typing, 0.99), 'p99 '),
      },
      held(bench, 'first reading', vitals),
      { bench, what: '… CPU time for each call', unit: 'ms', median: vitals.cpu / total },
      { bench, what: '… most memory', unit: 'MB', median: vitals.rssPeak },
    ];
  } finally {
    await Promise.all([steward.kill(), servers.kill()]);
    shared.keep(dataDir);
  }
}
