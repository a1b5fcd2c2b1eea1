import { atClaim } from '../../support/at-claim.ts';
import { addLeavers, approve, askAndSee, datasetOf, eventsOf, firstLeaver } from '../../support/requests.ts';
import { ended, sharedSteward } from '../../support/steward.ts';
import { until } from '../../support/until.ts';

/*
 * Two runs of one request at the same time: the first seemed lost and is not, so that another has taken its job. Here somebody puts
 * the job in once more, as soon as the first run has begun to write.
 */

const steward = sharedSteward({ world: (world) => addLeavers(world, 2, 2), env: { DOMO_CONCURRENCY: '8' } });

beforeAll(
  () =>
    atClaim(
      steward,
      'after',
      `insert into pgboss.job (name, data) values ('apply', jsonb_build_object('requestId', new.request_id));`,
    ),
  60_000,
);

afterEach(() => steward.domo.faults.clear());

test('the first, whose write did not come through, does not undo the claim of the second, whose write did', async () => {
  const { domo } = steward;
  const [first, second] = [datasetOf(firstLeaver, 1), datasetOf(firstLeaver, 2)];
  const { card, number } = await askAndSee(steward, { from: firstLeaver });
  domo.faults.add({ kind: 'slow', ms: 2_500 }, { datasets: [first], method: 'PUT', times: 1 });
  // Domo turns the slow one down at its end, when the other has been through.
  domo.faults.add({ kind: 'status', status: 429 }, { datasets: [first], method: 'PUT', skip: 1, times: 1 });
  // What the second reads after its write comes when the first has given up its own.
  domo.faults.add({ kind: 'slow', ms: 4_000 }, { datasets: [first], method: 'GET', skip: 2, times: 1 });
  const late = Promise.withResolvers<void>();
  domo.on('call', ({ method, ms }) => (method === 'GET' && ms >= 4_000 ? late.resolve() : undefined));
  await approve(steward, card);
  await until(() => domo.calls.puts(first) === 2);
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 2 }));
  await late.promise;
  expect(domo.calls.puts(second)).toBe(1);
  const told = await eventsOf(steward, number);
  expect(told.filter((event) => event === 'item_verified')).toHaveLength(2);
}, 60_000);
