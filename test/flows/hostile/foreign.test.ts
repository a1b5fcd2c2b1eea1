import { signatureHeaders } from '../../../sandbox/slack/delivery/signature.ts';
import type { JsonObject } from '../../../sandbox/slack/types.ts';
import { addLeavers, approve, askAndSee, firstLeaver } from '../../support/requests.ts';
import { ended, sharedSteward } from '../../support/steward.ts';

const steward = sharedSteward({ transport: 'http', world: (world) => addLeavers(world, 3) });

const elsewhere = 'T0ELSEWHERE';

/** Posts an interaction, signed as Slack would; resolves with the answer's status. */
async function post(payload: JsonObject): Promise<number> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const headers = signatureHeaders(body, Math.floor(Date.now() / 1000), steward.slack.signingSecret);
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return (await steward.slack.deliverRaw(body, { ...type, ...headers })).status;
}

/** The payload of an approval that Slack could not deliver. */
async function unheardApproval(leaver: number) {
  const { slack, service } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  slack.deliverTo('http://127.0.0.1:1/slack/events');
  await approve(steward, card);
  slack.deliverTo(`http://127.0.0.1:${service.port}/slack/events`);
  return { card, payload: slack.latest('block_actions').payload };
}

test.each([
  ['another app', firstLeaver, (payload: JsonObject) => ({ ...payload, api_app_id: 'A0ANOTHER01' })],
  [
    'another workspace, where the same id is somebody else',
    firstLeaver + 1,
    (payload: JsonObject) => ({
      ...payload,
      team: { id: elsewhere, domain: 'elsewhere' },
      user: { ...(payload.user as JsonObject), team_id: elsewhere },
    }),
  ],
])('a click that comes from %s is acknowledged and leads to nothing', async (_, leaver, alter) => {
  const { slack, domo } = steward;
  const { card, payload } = await unheardApproval(leaver);
  const before = { puts: domo.calls.count('PUT'), calls: slack.calls.length };
  expect(await post(alter(payload))).toBe(200);
  // What it would lead to is looked up before anything else, and it is not.
  expect(slack.calls.slice(before.calls)).toEqual([]);
  expect(slack.as('emmy').now(card).buttons).toContain('Approve');
  expect(domo.calls.count('PUT')).toBe(before.puts);
  // The same from here is a vote.
  expect(await post(payload)).toBe(200);
  await slack.as('emmy').seesChange(card, ended({ verified: 2 }));
});

test('a click of a person whose own workspace is another one is answered: it was made here', async () => {
  const { card, payload } = await unheardApproval(firstLeaver + 2);
  const user = { ...(payload.user as JsonObject), team_id: elsewhere };
  expect(await post({ ...payload, user })).toBe(200);
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 2 }));
});
