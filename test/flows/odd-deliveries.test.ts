import { request } from 'node:http';
import { signatureHeaders } from '../../sandbox/slack/delivery/signature.ts';
import { sharedSteward } from '../support/steward.ts';

const steward = sharedSteward({ transport: 'http' });

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
const seconds = () => Math.floor(Date.now() / 1000);

/** Posts a body that Slack itself could have signed; resolves with the answer's status. */
async function signed(type: string, body: string, at = seconds()): Promise<number> {
  const headers = signatureHeaders(body, at, steward.slack.signingSecret);
  return (await steward.slack.deliverRaw(body, { 'content-type': type, ...headers })).status;
}

const payload = (value: unknown) => new URLSearchParams({ payload: JSON.stringify(value) }).toString();
const view = { id: 'V1', type: 'modal', callback_id: 'owner_form', private_metadata: '{}', state: { values: {} } };
const click = { type: 'block_actions', trigger_id: 't', container: { type: 'message' } };

const message = (event: object) =>
  JSON.stringify({ type: 'event_callback', event: { type: 'message', channel: 'C0123456789', ...event } });

test.each([
  ['null', json, 'null'],
  ['a number', json, '5'],
  ['a list', json, '[]'],
  ['a form of null', form, payload(null)],
  ['a form of a text', form, payload('x')],
])('a signed body that is %s is refused, and the app lives on', async (_, type, body) => {
  expect(await signed(type, body)).toBe(400);
  expect(await signed(form, new URLSearchParams({ command: '/domo-owner', user_id: 'U1' }).toString())).toBe(200);
});

test.each([
  ['an event that is a number', json, JSON.stringify({ type: 'event_callback', event: -1 })],
  ['an event that is null', json, JSON.stringify({ type: 'event_callback', event: null })],
  ['a message of nobody', json, message({ ts: '1.1', thread_ts: '1.0', user: 5, text: null })],
  ['a message with no name', json, message({ ts: 'never', thread_ts: {}, user: 'U1', text: 'x' })],
  ['a change of nothing', json, message({ subtype: 'message_changed', message: null })],
  ['a deletion of nothing', json, message({ subtype: 'message_deleted', deleted_ts: 'x' })],
  ['an object of nothing', json, '{}'],
  ['a click of nobody', form, payload({ ...click, user: null, actions: [{ action_id: 'approve' }] })],
  ['a click on nothing', form, payload({ ...click, user: { id: 'U1' }, actions: [] })],
  ['a click on what no listener knows', form, payload({ ...click, user: { id: 'U1' }, actions: [{ action_id: '?' }] })],
  ['a form of nobody', form, payload({ type: 'view_submission', user: null, view })],
  ['a form without its view', form, payload({ type: 'view_submission', user: { id: 'U1' }, view: null })],
  [
    'a form whose fields are none',
    form,
    payload({ type: 'view_submission', user: { id: 'U1' }, view: { ...view, state: 5 } }),
  ],
  ['a menu of nobody', form, payload({ type: 'block_suggestion', user: null, action_id: 'owner_from', value: '' })],
  [
    'a menu that asks for a number',
    form,
    payload({ type: 'block_suggestion', user: { id: 'U1' }, action_id: 'owner_from', value: 5 }),
  ],
  [
    'a shortcut without a trigger',
    form,
    payload({ type: 'shortcut', user: { id: 'U1' }, callback_id: 'change_owner' }),
  ],
  ['a command of nobody', form, new URLSearchParams({ command: '/domo-owner' }).toString()],
])('%s is acknowledged at once', async (_, type, body) => {
  const sent = performance.now();
  expect(await signed(type, body)).toBe(200);
  expect(performance.now() - sent).toBeLessThan(2_500);
});

test('a delivery that is signed for later is refused', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c' });
  expect(await signed(json, body, seconds() + 240)).toBe(200);
  expect(await signed(json, body, seconds() + 360)).toBe(401);
});

test('a connection is kept longer than a proxy keeps it', async () => {
  const hint = await new Promise((resolve, reject) => {
    const asked = request({ port: steward.service.port, path: '/healthz', headers: { connection: 'keep-alive' } });
    asked
      .on('response', (answer) => resolve(answer.resume().headers['keep-alive']))
      .on('error', reject)
      .end();
  });
  expect(Number(/timeout=(\d+)/.exec(String(hint))?.[1])).toBeGreaterThan(600);
});
