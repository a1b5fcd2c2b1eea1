import { signatureHeaders } from '../../sandbox/slack/delivery/signature.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { addLeavers, approve, approveUntil, askAndSee, firstLeaver } from '../support/requests.ts';
import { numberIn } from '../support/schema.ts';
import { askForHandOver, decidableCard, ended, sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

let leaver = firstLeaver - 1;

const steward = sharedSteward({ transport: 'http', world: (world) => addLeavers(world, 7) });

beforeEach(() => {
  leaver += 1;
});

const seconds = () => Math.floor(Date.now() / 1000);

/** The body of the latest click that Slack delivered, as it was on the wire. */
function latestClick(): string {
  return new URLSearchParams({ payload: JSON.stringify(steward.slack.latest('block_actions').payload) }).toString();
}

function post(body: string, headers: Record<string, string>): Promise<Response> {
  return steward.slack.deliverRaw(body, { 'content-type': 'application/x-www-form-urlencoded', ...headers });
}

test('a hand-over goes from the form to the result, over HTTP as well', async () => {
  const { slack, domo } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  // What other tests left the app to answer is answered, or refused, before.
  await steward.restart();
  const before = {
    puts: domo.calls.count('PUT'),
    refusals: slack.refusals().length,
    deliveries: slack.deliveries.length,
  };
  expect(await askForHandOver(slack)).toBeNull();
  const requested = await sophie.modal(/#\d+ is being prepared/);
  const number = numberIn(requested);
  const card = await decidableCard(slack, number);
  await sophie.closeModal('all');
  await sophie.press(sophie.now(card), 'Approve', { confirm: true });
  await sophie.dismiss(/You can't approve your own request/);
  await emmy.press(card, 'Details');
  await emmy.dismiss(/1–12 of 12 datasets/);
  await approveUntil(steward, card, { verified: 12 });
  await sophie.openHome(new RegExp(`Your requests[\\s\\S]*#${number}\\b`));
  expect(domo.calls.count('PUT')).toBe(before.puts + 12);
  expect(slack.refusals().slice(before.refusals)).toEqual([]);
  expect(slack.deliveries.slice(before.deliveries).filter(({ error }) => error !== null)).toEqual([]);
});

/** The body of an approval that Slack could not deliver. */
async function unheardApproval(card: SeenMessage): Promise<string> {
  const { slack, service } = steward;
  slack.deliverTo('http://127.0.0.1:1/slack/events');
  await approve(steward, card);
  slack.deliverTo(`http://127.0.0.1:${service.port}/slack/events`);
  return latestClick();
}

describe('a delivery that Slack did not sign as it is', () => {
  test.each([
    ['without a signature', () => ({})],
    ['signed with another secret', (body: string) => signatureHeaders(body, seconds(), 'not the signing secret')],
    ['of another body', (body: string) => signatureHeaders(`${body}&a=b`, seconds(), steward.slack.signingSecret)],
    [
      'replayed after six minutes',
      (body: string) => signatureHeaders(body, seconds() - 360, steward.slack.signingSecret),
    ],
  ])('%s is refused, and has no effect', async (_, sign: (body: string) => Record<string, string>) => {
    const { card } = await askAndSee(steward, { from: leaver });
    const before = steward.domo.calls.count('PUT');
    const body = await unheardApproval(card);
    const answer = await post(body, sign(body));
    expect(answer.status).toBe(401);
    expect(steward.slack.as('emmy').now(card).buttons).toContain('Approve');

    // The same, rightly signed, would have been a vote.
    expect((await post(body, signatureHeaders(body, seconds(), steward.slack.signingSecret))).status).toBe(200);
    await steward.slack.as('emmy').seesChange(card, ended({ verified: 2 }));
    expect(steward.domo.calls.count('PUT')).toBe(before + 2);
  });
});

test('the same signed click, replayed within the five minutes, is one vote', async () => {
  const { slack, domo } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  const before = domo.calls.count('PUT');
  await approve(steward, card);
  const body = latestClick();
  const headers = signatureHeaders(body, seconds(), slack.signingSecret);
  for (let times = 0; times < 2; times += 1) expect((await post(body, headers)).status).toBe(200);
  const done = await slack.as('emmy').seesChange(card, ended({ verified: 2 }));
  expect((await post(body, headers)).status).toBe(200);
  expect(done.text.match(/approved by Emmy/g)).toHaveLength(1);
  expect(domo.calls.count('PUT')).toBe(before + 2);
});

test('a click that comes while the app starts is refused by the server, and works once it has started', async () => {
  const { slack, domo } = steward;
  const emmy = slack.as('emmy');
  const { card } = await askAndSee(steward, { from: leaver });
  await steward.stop();
  domo.faults.add({ kind: 'slow', ms: 1_500 }, { path: '/oauth/token' });
  const starting = steward.start();
  await until(() => startedPort() > 0);
  slack.deliverTo(`http://127.0.0.1:${startedPort()}/slack/events`);
  const early = await emmy.press(emmy.now(card), 'Approve', { confirm: true });
  expect(early.outcome).toEqual({ ok: false, error: 'http_error' });
  await starting;
  domo.faults.clear();
  await approveUntil(steward, card, { verified: 2 });
});

/** 0 as long as the server does not listen. */
function startedPort(): number {
  try {
    return steward.service.port;
  } catch {
    return 0;
  }
}
