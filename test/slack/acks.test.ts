import { createLogger } from '../../src/logger.ts';
import { startedSteward } from '../support/steward.ts';

const { steward, start } = startedSteward();

test.each([
  ['socket', 'in time', 1_000],
  ['socket', 'too late', 0],
  ['http', 'in time', 1_000],
  ['http', 'too late', 0],
] as const)(
  'by %s, what is searched for and found %s is acknowledged once, and measured',
  async (transport, _, ackWithin) => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
    await start({ transport, overrides: { slack: { ackWithin }, logger } });
    const sophie = steward.slack.as('sophie');
    await sophie.command('/domo-owner');
    await sophie.modal();
    for (const letters of ['l', 'le', 'leo']) await sophie.search('Current owner', letters);
    await sophie.asks('/domo-owner help', /domo-owner list/);
    expect(await acknowledged()).toBe(5);
    // By HTTP Slack never sees a second answer: Bolt throws it away, and that would be logged.
    expect(lines.filter((line) => line.includes('acknowledged'))).toEqual([]);
  },
);

/** As `/metrics` tells it. */
async function acknowledged(): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${steward.service.port}/metrics`);
  return Number(/^steward_slack_ack_seconds_count (\d+)$/m.exec(await answer.text())?.[1]);
}
