import { isDeepStrictEqual } from 'node:util';
import { createAppProcess } from '../../../sandbox/app-process.ts';
import { openStage, storyPolicy } from '../../../sandbox/stage.ts';
import { openForTool } from '../../../src/store/tool-database.ts';
import { testStorage } from '../../support/database.ts';
import { watchForLeaks } from '../leaks.ts';
import { createRandom } from '../random.ts';
import { leastOf, type Vitals, vitalsAt } from '../vitals.ts';
import { type Answers, bombard } from './bombard.ts';
import { addForRecording, recordDeliveries } from './record.ts';
import { type Traces, tracesIn } from './settled-world.ts';

export interface PayloadsReport {
  recorded: number;
  answers: Answers;
  before: Vitals;
  after: Vitals;
  /** Of the log's lines, in characters. */
  longestLine: number;
}

/** More than this after thousands of deliveries is growth. */
const mostMore: Vitals = { heapMb: 48, openFiles: 40, handles: 40 };
/** Whoever can't be dealt with doesn't fill the log, in characters a line. */
const longestLine = 20_000;
const auditKey = 'the key of the torture';

/**
 * The real app as a process of its own gets `count` broken deliveries over HTTP. Throws when it ends, answers one late or with
 * anything but 2xx and 4xx, holds more and more, writes to Domo, or when votes, decisions or the audit log are not as before.
 */
export async function torturePayloads({ seed, count }: { seed: number; count: number }): Promise<PayloadsReport> {
  const stage = await openStage({ policy: storyPolicy });
  addForRecording(stage);
  const storage = await testStorage();
  const { dataDir, databaseUrl } = storage.config;
  const { SLACK_APP_TOKEN: _, ...env } = stage.env;
  let longest = 0;
  const leaks = watchForLeaks(stage, [auditKey]);
  const app = createAppProcess(
    {
      ...env,
      SLACK_SIGNING_SECRET: stage.slack.signingSecret,
      AUDIT_KEY: auditKey,
      DATA_DIR: dataDir,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      LOG_LEVEL: 'debug',
    },
    (line) => {
      longest = Math.max(longest, line.length);
      leaks.hear(line);
    },
  );
  const traces = async (): Promise<Traces> => {
    const tool = await openForTool({ dataDir, databaseUrl });
    return tracesIn(tool.db, auditKey).finally(tool.close);
  };
  try {
    await app.start();
    stage.slack.deliverTo(`http://127.0.0.1:${app.port()}/slack/events`);
    const deliveries = await recordDeliveries(stage);
    const [leak] = leaks.found();
    if (leak !== undefined) throw new Error(leak);
    const settled = { traces: await traces(), puts: stage.domo.calls.count('PUT') };
    const seen: Vitals[] = [];
    const random = createRandom(seed);
    const onSent = async (sent: number) => {
      if (sent % Math.ceil(count / 50) === 0) seen.push(await vitalsAt(app.port()));
    };
    const answers = await bombard({ slack: stage.slack, deliveries, random, count, onSent });
    seen.push(await vitalsAt(app.port()));
    const [before, after] = [leastOf(seen.slice(5, 15)), leastOf(seen.slice(-10))];
    for (const [what, more] of Object.entries(mostMore) as [keyof Vitals, number][]) {
      if (after[what] > before[what] + more) throw new Error(`${what} grew from ${before[what]} to ${after[what]}`);
    }
    if (app.state() !== 'running') throw new Error('The app ended');
    if (longest > longestLine) throw new Error(`The log has a line of ${longest} characters`);
    if (stage.domo.calls.count('PUT') !== settled.puts) throw new Error('Domo was written to');
    const now = await traces();
    if (!isDeepStrictEqual(now, settled.traces)) {
      throw new Error(`Something came of it:\n${JSON.stringify(settled.traces)}\n${JSON.stringify(now)}`);
    }
    return { recorded: deliveries.length, answers, before, after, longestLine: longest };
  } finally {
    await app.stop();
    await stage.close();
    await storage.remove();
  }
}
