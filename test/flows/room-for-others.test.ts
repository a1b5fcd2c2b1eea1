import { addLeavers, approve, askAndSee, firstLeaver } from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

const long = 300;

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, 1, long);
    addLeavers(world, 1, 1, firstLeaver + 1);
  },
  env: { DOMO_REQUESTS_PER_SECOND: '100' },
  // Slack has room for a burst of updates, and then for none for as long as the test lasts.
  overrides: { slack: { minuteMs: 3_600_000 } },
});

test('however often a run says how far it is, there is room for the card of another request, and for its own end', async () => {
  const { slack, domo } = steward;
  const { card } = await askAndSee(steward, { from: firstLeaver });
  await approve(steward, card);
  await until(() => domo.calls.count('PUT') > long / 2);
  const other = await askAndSee(steward, { from: firstLeaver + 1 });
  expect(slack.as('emmy').now(other.card).buttons).toContain('Approve');
  await slack.as('emmy').seesChange(card, ended({ verified: long }));
});
