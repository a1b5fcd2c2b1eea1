import { fresh } from '../../test/support/shared.ts';
import { type DomoServer, type StartDomoOptions, startDomo } from '../domo/server.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../slack/start-slack.ts';

/** A Domo of its own for each test of a file. */
export function freshDomo(options?: StartDomoOptions): DomoServer {
  return fresh(
    () => startDomo(options),
    (domo) => domo.close(),
  );
}

/** A Slack of its own for each test of a file. */
export function freshSlack(options?: SlackOptions): SlackServer {
  return fresh(
    () => startSlack(options),
    (slack) => slack.close(),
  );
}
