// What Slack's command line asks of a project (https://docs.slack.dev/tools/slack-cli/reference/hooks): with it `slack run`
// makes a development app of manifest.yml and starts the service, with SLACK_BOT_TOKEN and SLACK_APP_TOKEN in its environment.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const answers = {
  'get-hooks': () => JSON.parse(readFileSync(new URL('../.slack/hooks.json', import.meta.url), 'utf8')),
  'get-manifest': () => parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8')),
};

const answer = answers[process.argv[2]];
if (answer === undefined) {
  process.stderr.write(`One of ${Object.keys(answers).join(', ')} is asked for.\n`);
  process.exitCode = 1;
} else process.stdout.write(`${JSON.stringify(answer())}\n`);
