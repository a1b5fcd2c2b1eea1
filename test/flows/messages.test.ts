import { seeded } from '../../sandbox/domo/seed.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { addLeavers, approve, approveUntil, ask, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { askToAdd, numberIn } from '../support/schema.ts';
import { channel, decidableCard, sharedSteward } from '../support/steward.ts';

const [blaise, johann] = [34, 36];
const [leaver, unprepared] = [firstLeaver, firstLeaver + 1];

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, 2, 2);
    for (const { id } of world.ownedBy(seeded.euler)) world.setOwner(id, blaise);
  },
});

/** What each person has in their conversation with the app about a request, by name. */
function dmsAbout(number: number): Record<string, SeenMessage[]> {
  const about = new RegExp(`#${number}\\b`);
  const people = ['sophie', 'emmy', 'ada', 'carl', 'blaise'];
  const all = people.map(
    (who) =>
      [
        who,
        steward.slack
          .as(who)
          .dms()
          .filter(({ text }) => about.test(text)),
      ] as const,
  );
  return Object.fromEntries(all.filter(([, messages]) => messages.length > 0));
}

function liveMentions({ message }: SeenMessage): string[] {
  return [...JSON.stringify(message).matchAll(/<[@!][^>]+>/g)]
    .map(([mention]) => mention)
    .filter((each) => !each.startsWith('<!date'));
}

test('a simple hand-over of 12: one card, two messages for the requester, one for each owner, and pings on the card alone', async () => {
  const { slack, domo } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  const before = emmy.messages(channel).length;
  expect(domo.world.ownedBy(blaise)).toHaveLength(12);
  const { card, number } = await askAndSee(steward, { from: blaise });
  expect(liveMentions(card).length).toBeGreaterThan(0);
  const living = await sophie.sees('dm', new RegExp(`#${number} · 12 datasets[\\s\\S]*Waiting for approval`));
  const done = await approveUntil(steward, card, { verified: 12 });
  const result = await emmy.seesReply(done, /Audit chain/);
  await sophie.sees('dm', new RegExp(`#${number} · All 12 datasets changed`));
  await sophie.sees('dm', new RegExp(`#${number} · 12 datasets: .*\\n✅ Changed and checked`));
  await slack.as('carl').sees('dm', new RegExp(`You now own 12 datasets from Blaise Pascal \\(#${number}\\)`));
  const line = new RegExp(`12 of your datasets now belong to Carl Friedrich Gauss \\(#${number}\\): .* and 7 more\\.`);
  expect((await slack.as('blaise').sees('dm', line)).buttons).toEqual(['Details']);

  const dms = dmsAbout(number);
  expect(Object.entries(dms).map(([who, messages]) => [who, messages.length])).toEqual([
    ['sophie', 2],
    ['carl', 1],
    ['blaise', 1],
  ]);
  expect(dms.sophie?.[0]?.ts).toBe(living.ts);
  expect(emmy.messages(channel)).toHaveLength(before + 1);
  expect(emmy.thread(done).map(({ ts }) => ts)).toEqual([result.ts]);
  expect(emmy.thread(done).flatMap(({ files }) => files)).toEqual([]);
  expect([done, result, ...Object.values(dms).flat()].flatMap(liveMentions)).toEqual([]);
});

test('who approved hears of the end where not everything changed', async () => {
  const { domo } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  domo.faults.add({ kind: 'refused' }, { datasets: [datasetOf(leaver, 2)], method: 'PUT' });
  await approve(steward, card);
  const told = await steward.slack.as('emmy').sees('dm', new RegExp(`#${number} · 1 of 2 datasets changed`));
  expect(told.text).toContain(`Dataset 2 of ${leaver}`);
  expect(told.buttons).toEqual(['Details']);
  domo.faults.clear();
});

test('the owner of a dataset hears that its schema was changed', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  domo.world.setOwner(seeded.ideas, johann);
  const name = domo.world.dataset(seeded.ideas)?.name ?? '';
  const number = numberIn(await askToAdd(sophie, seeded.ideas, 'Town', 'STRING'));
  await approve(steward, await decidableCard(slack, number));
  const told = await slack.as('johann').sees('dm', new RegExp(`\\(#${number}\\)`));
  expect(told.text).toContain(`Your dataset ${name} has 1 column change (#${number})`);
  expect(told.text).toContain('requested by Sophie Germain and approved by Emmy Noether.');
});

test('a request that could not be prepared is one message', async () => {
  const { slack, domo } = steward;
  for (const { id } of domo.world.ownedBy(unprepared)) domo.world.setOwner(id, 31);
  const number = await ask(steward, { from: unprepared });
  const sophie = slack.as('sophie');
  const told = await sophie.sees('dm', new RegExp(`#${number}\\b[\\s\\S]*no one was asked to approve`));
  await slack.workspace.until(() => dmsAbout(number).sophie?.length === 1 || undefined);
  expect(dmsAbout(number)).toEqual({ sophie: [told] });
});
