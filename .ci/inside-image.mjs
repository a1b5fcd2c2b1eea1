// Runs inside the image, as its user. Its one argument tells of the sandbox's servers and of the image's own commands.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const { slack, domo, start, healthCheck } = JSON.parse(process.argv[1]);
const firstOf = (list) => Object.values(list)[0];

// In the image's data directory, which also shows that its user may write there.
const policyFile = `${process.env.DATA_DIR}/policy.yml`;
writeFileSync(policyFile, `channel: ${firstOf(slack.channels).id}\napprovers: [${firstOf(slack.users).id}]\n`);
const settings = {
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
  DOMO_API_URL: domo.url,
  DOMO_CLIENT_ID: domo.clientId,
  DOMO_CLIENT_SECRET: domo.clientSecret,
  POLICY_FILE: policyFile,
  PORT: '3219',
};
const env = { ...process.env, ...settings };

const app = spawn(start[0], start.slice(1), { env, stdio: 'inherit' });
const exited = once(app, 'exit');
let ended = false;
exited.then(() => {
  ended = true;
});

async function until(what, holds) {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (ended || Date.now() > deadline) throw new Error(`In the image: ${what} did not come true.`);
    await delay(200);
  }
  console.log(`in the image: ${what}`);
}

try {
  await until('the health check answers', () => {
    return spawnSync(healthCheck[0], healthCheck.slice(1), { env }).status === 0;
  });
  await until('database, Slack and Domo are reached', () =>
    fetch(`http://127.0.0.1:${settings.PORT}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    ),
  );
  app.kill('SIGTERM');
  const [code, signal] = await Promise.race([exited, delay(10_000, ['no exit within 10 s'])]);
  if (code !== 0) throw new Error(`In the image: SIGTERM ended it with ${code ?? signal}.`);
  console.log('in the image: SIGTERM ends it with 0');
} finally {
  app.kill('SIGKILL');
}
