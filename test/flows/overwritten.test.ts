import { recheckNow } from '../support/recheck-now.ts';
import { addLeavers, approveUntil, askAndSee, datasetOf, eventsOf, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

let leaver = firstLeaver - 1;

const steward = sharedSteward({ world: (world) => addLeavers(world, 4, 3) });

beforeEach(() => {
  leaver += 1;
});

async function handedOver(): Promise<Awaited<ReturnType<typeof askAndSee>>> {
  const asked = await askAndSee(steward, { from: leaver });
  await approveUntil(steward, asked.card, { verified: 3 });
  return asked;
}

/** Lets the two later readings of a request come now; resolves to what the log says of them. */
async function readings(number: number): Promise<string[]> {
  await recheckNow(steward);
  let found: string[] = [];
  await until(async () => {
    const events = await eventsOf(steward, number);
    found = events.filter((event) => /_(rechecked|overwritten)$/.test(event));
    return found.length === 2;
  });
  return found;
}

test('an owner who was changed back is told on the card, in the thread, and once to requester and new owner', async () => {
  const { slack, domo } = steward;
  const { card, number } = await handedOver();
  domo.world.setOwner(datasetOf(leaver, 2), 33);
  expect(await readings(number)).toEqual(['owner_overwritten', 'owner_overwritten']);
  const shown = await slack.as('emmy').seesChange(card, /1 dataset has another owner in Domo now/);
  expect(shown.text).toContain(`Dataset 2 of ${leaver} (Ada Lovelace)`);
  await slack.as('emmy').seesReply(card, /another owner in Domo now/);
  for (const who of ['sophie', 'carl']) {
    await slack.as(who).sees('dm', new RegExp(`#${number} ·[\\s\\S]*another owner in Domo now`));
    const told = slack
      .as(who)
      .dms()
      .filter(({ text }) => text.includes('another owner') && text.includes(`#${number} `));
    expect(told.filter(({ text }) => text.includes('Request again') || text.includes('⚠️'))).toHaveLength(1);
  }
});

test('so is one of a request that came about in part', async () => {
  const { domo } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  domo.faults.add({ kind: 'refused' }, { datasets: [datasetOf(leaver, 1)], method: 'PUT' });
  await approveUntil(steward, card, { verified: 2, refused: 1 });
  domo.world.setOwner(datasetOf(leaver, 3), 33);
  expect(await readings(number)).toEqual(['owner_overwritten', 'owner_overwritten']);
  const shown = await steward.slack.as('emmy').seesChange(card, /1 dataset has another owner in Domo now/);
  expect(shown.text).toContain(`Dataset 3 of ${leaver} (Ada Lovelace)`);
});

test('what stands as it was made is read again, and nobody hears of it', async () => {
  const { card, number } = await handedOver();
  expect(await readings(number)).toEqual(['owner_rechecked', 'owner_rechecked']);
  expect(steward.slack.as('emmy').now(card).text).not.toContain('another owner');
});

test('what a later request of ours changed is no news', async () => {
  const { card, number } = await handedOver();
  const back = await askAndSee(steward, { from: 28, to: leaver });
  await approveUntil(steward, back.card, /^✅/m);
  expect(await readings(number)).toEqual(['owner_rechecked', 'owner_rechecked']);
  expect(steward.slack.as('emmy').now(card).text).not.toContain('another owner');
});
