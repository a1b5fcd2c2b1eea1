import { createTraffic, type Traffic } from '../../page/traffic.ts';
import { startTinyApp, type TinyApp } from '../slack/tiny-app.ts';

let tiny: TinyApp;
let traffic: Traffic;
let isUp = true;

beforeEach(async () => {
  isUp = true;
  tiny = await startTinyApp('http', (app) => app.command('/domo-owner', async () => undefined), { ackMs: 100 });
  traffic = createTraffic(
    tiny.slack,
    () => new Date(),
    () => isUp,
  );
  tiny.slack.on('change', (event) => void traffic.note(event));
});

afterEach(() => tiny.stop());

async function latestAfterCommand() {
  await tiny.slack.as('sophie').command('/domo-owner');
  return traffic.lines().findLast(({ way }) => way === 'to the app');
}

test('an app that takes too long is what real Slack refuses', async () => {
  expect(await latestAfterCommand()).toMatchObject({ status: 'refused', note: 'http_timeout' });
});

test('an app that was killed meanwhile, or was not there at all, is not', async () => {
  isUp = false;
  expect(await latestAfterCommand()).toMatchObject({ status: 'undelivered' });
  isUp = true;
  tiny.slack.deliverTo('http://127.0.0.1:1/slack/events');
  const { status, note } = (await latestAfterCommand()) ?? {};
  expect(status).toBe('undelivered');
  expect(note).toBe('not delivered, the app was not there (connection_failed)');
});

test('a call is named by what it is about, and nobody is alarmed by a fair answer', async () => {
  const { client } = tiny.app;
  await client.chat.postMessage({ channel: 'C0123456789', text: '#7 · 12 datasets' });
  await client.users.info({ user: 'U0EMMY00001' });
  await client.users.lookupByEmail({ email: 'nobody@example.net' }).catch(() => undefined);
  const calls = traffic.lines().filter(({ way }) => way === 'from the app');
  expect(calls.map(({ name, status }) => [name, status])).toEqual([
    ['auth.test', 'ok'],
    ['chat.postMessage · #7', 'ok'],
    ['users.info · Emmy Noether', 'ok'],
    ['users.lookupByEmail · nobody@example.net', 'ok'],
  ]);
});
